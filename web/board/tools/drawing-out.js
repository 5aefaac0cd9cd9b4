// What two tools share that make an object where one clicks, or as large as one draws: the stroke
// with its picture.

import { drawingOf } from "../kinds/drawings.js";
import { kindOf } from "../kinds/index.js";
import { clamp, readObject } from "../objects.js";

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../objects.js").Pair} Pair */
/** @typedef {{pos: Pair, size: Pair}} Place */

/** Drawn less than this it was a click, in board pixels at full size. */
const CLICK = 10;

/**
 * @param {Point} from where the pointer came down
 * @param {Readonly<Record<string, unknown>>} fields kind and what else it is to have
 * @param {import("./tool.js").ToolContext} context
 * @param {(place: Place, drawn: boolean) => void} done drawn: not just a click
 * @returns {import("./tool.js").Stroke}
 */
export function drawOut(from, fields, { view, board }, done) {
  /** @type {HTMLElement | null} */
  let picture = null;
  /** @type {Place | null} */
  let drawn = null;
  const kind = kindOf({ kind: String(fields["kind"]) });
  const take = () => {
    picture?.remove();
    picture = null;
  };
  return {
    move: (point, { shiftKey }) => {
      drawn = between(from, point, shiftKey, kind.sizes);
      if (!drawn) return take();
      const object = readObject("", { ...fields, ...drawn });
      const drawing = drawingOf(object);
      picture ??= drawing?.create(object) ?? null;
      if (!picture) return undefined;
      picture.classList.add("object", "coming");
      picture.setAttribute("aria-hidden", "true");
      drawing?.update(picture, object, { author: () => "", selected: false, get: (id) => board.get(id), rectOf: (id) => view.rect(id) });
      const { style } = picture;
      style.setProperty("transform", `translate(${drawn.pos[0]}px, ${drawn.pos[1]}px)`);
      style.setProperty("width", `${drawn.size[0]}px`);
      style.setProperty("height", `${drawn.size[1]}px`);
      if (!picture.isConnected) view.layer.append(picture);
      return undefined;
    },
    end: () => {
      take();
      if (drawn) done(drawn, true);
      else done(around(from, kind.size), false);
    },
    cancel: take,
  };
}

/** @param {Point} centre @param {Pair} size @returns {Place} */
export function around([x, y], [width, height]) {
  return { pos: [Math.round(x - width / 2), Math.round(y - height / 2)], size: [width, height] };
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {boolean} even as wide as high
 * @param {readonly [number, number]} sizes
 * @returns {Place | null} null: that was no drawing yet
 */
export function between(from, to, even, [least, most]) {
  let [width, height] = [Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
  if (Math.max(width, height) < CLICK) return null;
  if (even) width = height = Math.max(width, height);
  [width, height] = [Math.round(clamp(width, least, most)), Math.round(clamp(height, least, most))];
  return {
    pos: [Math.round(to[0] < from[0] ? from[0] - width : from[0]), Math.round(to[1] < from[1] ? from[1] - height : from[1])],
    size: [width, height],
  };
}
