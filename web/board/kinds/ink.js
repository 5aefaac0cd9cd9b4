// A stroke of a pen. Its text says in words what one sees.

import { isOnInk, pointsIn, pressuresIn, SIDES, WIDTHS } from "../ink/points.js";
import { oneOf } from "./kind.js";

/** @typedef {import("../ink/points.js").Ink} Ink */

const NAMES = /** @type {readonly import("../ink/points.js").Width[]} */ (Object.freeze(Object.keys(WIDTHS)));

/** @type {import("./kind.js").Kind} */
export const ink = Object.freeze({
  name: "ink",
  size: Object.freeze(/** @type {const} */ ([100, 100])),
  sizes: SIDES,
  texts: Object.freeze(["text"]),
  read: ({ points, pressures, width }) => {
    const sane = pointsIn(points);
    return Object.freeze({ points: sane, pressures: pressuresIn(pressures, sane.length / 2), width: oneOf(width, NAMES, "medium") });
  },
  color: "grey",
  colored: true,
  resizing: "even",
  editing: "own",
  edits: "chosen.describe",
  hits: (object, rect, point, slack) => isOnInk(inkOf(object), rect, point, slack),
  topics: Object.freeze(["ink"]),
  styles: Object.freeze(["ink"]),
  load: () => import("./ink-drawing.js"),
});

/** @param {Readonly<import("../objects.js").BoardObject>} object @returns {Ink} */
export function inkOf({ data }) {
  return /** @type {Ink} */ (/** @type {unknown} */ (data));
}
