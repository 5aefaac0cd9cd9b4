// Where something new has room on the board. Pure.

import { overlap } from "./camera.js";
import { kindOf } from "./kinds/index.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {import("./camera.js").Rect} Rect */

/** How far it looks, in sizes of what is to lie there. */
const ROWS = 40;
const COLUMNS = 6;

/**
 * The next place where nothing lies: to the right, and from row to row. A whole area around it is
 * no obstacle, its edge is; another area lies beside areas and all else.
 * @param {Pair} start
 * @param {Pair} size
 * @param {{kind: string, objects: Iterable<Readonly<BoardObject>>, gap: number}} how kind: of what is to lie there; gap:
 *   board pixels between
 * @returns {Pair} the start where all is full
 */
export function roomFor([x, y], [width, height], { kind, objects, gap }) {
  const others = [...objects];
  const farthest = x + COLUMNS * (width + gap);
  for (let row = 0; row < ROWS; row++) {
    const top = y + row * (height + gap);
    for (let left = x; left < farthest;) {
      const rect = { x: left, y: top, width, height };
      const inTheWay = others.filter((object) => isInTheWay(object, rect, kind));
      if (inTheWay.length === 0) return [left, top];
      left = Math.max(...inTheWay.map((object) => beyond(object, rect, kind))) + gap;
    }
  }
  return [x, y];
}

/** @param {Readonly<BoardObject>} object @param {Rect} rect @param {string} kind */
function isInTheWay(object, rect, kind) {
  const { pos: [x, y], size: [width, height] } = object;
  if (!overlap(rect, { x, y, width, height })) return false;
  const isInside = rect.x >= x && rect.y >= y && rect.x + rect.width <= x + width && rect.y + rect.height <= y + height;
  return !(isInside && isSurface(object, kind));
}

/** Where there is room again: behind its edge, or behind it. @param {Readonly<BoardObject>} object @param {Rect} rect @param {string} kind */
function beyond(object, rect, kind) {
  const { pos: [x], size: [width] } = object;
  return isSurface(object, kind) && rect.x < x ? x : x + width;
}

/** An area, on which things are laid. @param {Readonly<BoardObject>} object @param {string} kind */
function isSurface(object, kind) {
  const { owns, whole } = kindOf(object);
  return owns && !whole && kind !== object.kind;
}
