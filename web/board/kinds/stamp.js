// A sign that a person puts on an object: one of each sign per person and object. Drawn with the
// others of its host (board/badges.js), so it has no place of its own.

import { nameOr, oneOf } from "./kind.js";

export const SIGNS = /** @type {const} */ (["up", "heart", "star", "question", "exclamation", "check"]);

/** @type {import("./kind.js").Kind} */
export const stamp = Object.freeze({
  name: "stamp",
  size: Object.freeze(/** @type {const} */ ([28, 28])),
  sizes: Object.freeze(/** @type {const} */ ([1, 100])),
  texts: Object.freeze([]),
  read: ({ on, sign }) => Object.freeze({ on: nameOr(on) || null, sign: oneOf(sign, SIGNS, "up") }),
  color: "grey",
  colored: false,
  resizing: "no",
  editing: "no",
  refs: Object.freeze(["on"]),
  box: () => null,
  unlisted: true,
  stays: true,
  load: () => import("./badge-drawing.js"),
});
