// The kit: what a sketched element looks like at its size, and where its words are written. Pure.

import { Pencil } from "./pencil.js";

/** @typedef {import("../board/objects.js").Pair} Pair */
/** @typedef {import("../board/objects.js").Color} Color */
/** @typedef {import("../board/kinds/sketch.js").Shape} Shape */
/** @typedef {readonly [number, number, number, number]} Inset top, right, bottom, left */
/**
 * @typedef {object} Drawn
 * @property {string} fill the sheet of its colour, as path data
 * @property {string} lines
 * @property {string} thin
 * @property {Inset} inset where the words are
 * @property {number} largest size of the letters, in board pixels
 */

/** Of a new one; null: as wide as its frame. @type {Readonly<Record<Shape, readonly [number | null, number]>>} */
export const SHAPE_SIZES = Object.freeze({
  button: [160, 48], field: [null, 48], list: [null, 120], picture: [null, 116], map: [null, 120], person: [96, 112], sign: [134, 92], text: [null, 52],
});
/** @type {Readonly<Record<Shape, Color>>} */
export const SHAPE_COLORS = Object.freeze({
  button: "blue", field: "grey", list: "grey", picture: "grey", map: "green", person: "grey", sign: "yellow", text: "grey",
});
/** The rows of a list that nobody has written in. */
const ROWS = 3;
const CAPTION = 30;

/**
 * @param {Shape} shape
 * @param {string} seed
 * @param {Pair} size
 * @param {string} text
 * @returns {Drawn}
 */
export function drawnShape(shape, seed, size, text) {
  return DRAWN[shape](new Pencil(seed), size, text);
}

/** How many rows a list has, and how tall they are. @param {string} text @param {number} height */
export function rowsOf(text, height) {
  const count = Math.max(ROWS, text.split("\n").length);
  return { count, tall: Math.max(1, (height - 8) / count) };
}

/** @type {Record<Shape, (pencil: Pencil, size: Pair, text: string) => Drawn>} */
const DRAWN = {
  button: (pencil, [width, height]) => {
    const sheet = pencil.box(2, 2, width - 5, height - 6, 14);
    const below = pencil.through([[14, height - 2], [width - 14, height - 2], [width - 2, height - 12]]);
    return { fill: sheet, lines: sheet, thin: below, inset: [4, 14, 6, 14], largest: 20 };
  },

  field: (pencil, [width, height]) => {
    const sheet = pencil.box(2, 2, width - 4, height - 4, 5);
    const pen = pencil.line([14, height * 0.28], [14, height * 0.72]);
    return { fill: sheet, lines: sheet, thin: pen, inset: [4, 10, 4, 24], largest: 18 };
  },

  list: (pencil, [width, height], text) => {
    const sheet = pencil.box(2, 2, width - 4, height - 4, 5);
    const { count, tall } = rowsOf(text, height);
    const rows = Array.from({ length: Math.min(count, 60) }, (_, index) => {
      const middle = 4 + (index + 0.5) * tall;
      const dot = pencil.round(20, middle, Math.min(6, tall * 0.2));
      const line = index === 0 ? "" : pencil.line([8, 4 + index * tall], [width - 8, 4 + index * tall]);
      return dot + line;
    });
    return { fill: sheet, lines: sheet, thin: rows.join(""), inset: [4, 10, 4, 36], largest: 18 };
  },

  picture: (pencil, [width, height], text) => {
    const sheet = pencil.box(2, 2, width - 4, height - 4, 3);
    const bottom = height - (text ? CAPTION : 0) - 6;
    const sun = pencil.round(width * 0.74, bottom * 0.3, Math.max(2, Math.min(width, bottom) * 0.09));
    const hills = pencil.through([
      [6, bottom], [width * 0.3, bottom * 0.4], [width * 0.48, bottom * 0.72], [width * 0.64, bottom * 0.52], [width - 6, bottom],
    ]);
    const ground = text ? pencil.line([6, bottom], [width - 6, bottom]) : "";
    return { fill: sheet, lines: sheet, thin: sun + hills + ground, inset: captioned(height, text), largest: 16 };
  },

  map: (pencil, [width, height], text) => {
    const sheet = pencil.box(2, 2, width - 4, height - 4, 3);
    const bottom = height - (text ? CAPTION : 0) - 4;
    const streets = [
      pencil.through([[4, bottom * 0.68], [width * 0.4, bottom * 0.58], [width - 4, bottom * 0.8]]),
      pencil.through([[width * 0.22, 4], [width * 0.3, bottom * 0.6], [width * 0.18, bottom]]),
      pencil.through([[width * 0.3, bottom * 0.3], [width * 0.62, bottom * 0.36], [width - 4, bottom * 0.14]]),
      pencil.through([[width * 0.62, bottom * 0.36], [width * 0.72, bottom]]),
    ];
    const pin = pinAt(pencil, width * 0.62, bottom * 0.44, Math.max(4, Math.min(width, bottom) * 0.13));
    const ground = text ? pencil.line([6, bottom], [width - 6, bottom]) : "";
    return { fill: sheet, lines: sheet + pin, thin: streets.join("") + ground, inset: captioned(height, text), largest: 16 };
  },

  person: (pencil, [width, height], text) => {
    const bottom = height - (text ? CAPTION : 4);
    const head = Math.max(3, Math.min(width * 0.24, bottom * 0.24));
    const middle = width / 2;
    const neck = 4 + 2 * head + 3;
    const [left, right, chest] = [middle - head * 1.65, middle + head * 1.65, neck + (bottom - neck) * 0.1];
    const shoulders = `M${left} ${bottom}C${left} ${chest} ${middle - head} ${neck} ${middle} ${neck}C${middle + head} ${neck} ${right} ${chest} ${right} ${bottom}Z`;
    const face = pencil.round(middle, 4 + head, head);
    const smile = `M${middle - head * 0.35} ${4 + head * 1.3}q${head * 0.35} ${head * 0.32} ${head * 0.7} 0`;
    const eyes = pencil.round(middle - head * 0.34, 4 + head * 0.85, 1.2) + pencil.round(middle + head * 0.34, 4 + head * 0.85, 1.2);
    return { fill: face + shoulders, lines: face + shoulders, thin: smile + eyes, inset: captioned(height, text), largest: 16 };
  },

  sign: (pencil, [width, height]) => {
    const board = Math.max(12, height * 0.62);
    const tip = Math.min(26, width * 0.2);
    const sheet = pencil.through([[4, 4], [width - tip, 4], [width - 4, board / 2 + 2], [width - tip, board], [4, board]], true);
    const pole = pencil.line([width * 0.34, board], [width * 0.34, height - 3]) + pencil.line([width * 0.42, board], [width * 0.42, height - 3]);
    const ground = pencil.line([width * 0.2, height - 3], [width * 0.58, height - 3]);
    return { fill: sheet, lines: sheet + pole, thin: ground, inset: [6, tip + 2, height - board + 2, 12], largest: 20 };
  },

  text: (pencil, [width, height], text) => {
    const count = Math.max(1, Math.min(8, Math.round(height / 22)));
    const rows = Array.from({ length: count }, (_, index) =>
      pencil.scribble([4, (height / count) * (index + 0.5)], (width - 8) * (index === count - 1 && count > 1 ? 0.55 : 1), 9));
    return { fill: "", lines: "", thin: text ? "" : rows.join(""), inset: [2, 4, 2, 4], largest: 28 };
  },
};

/** @param {number} height @param {string} text @returns {Inset} */
function captioned(height, text) {
  return [Math.max(0, height - CAPTION - (text ? 2 : 0)), 6, 4, 6];
}

/** @param {Pencil} pencil @param {number} x of its point @param {number} y @param {number} r */
function pinAt(pencil, x, y, r) {
  const top = y - 2 * r;
  return `M${x} ${y}C${x - r * 1.6} ${top + r * 0.6} ${x - r} ${top - r * 0.6} ${x} ${top - r * 0.5}C${x + r} ${top - r * 0.6} ${x + r * 1.6} ${top + r * 0.6} ${x} ${y}Z${pencil.round(x, top + r * 0.35, r * 0.32)}`;
}
