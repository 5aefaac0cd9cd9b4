// An element of a prototype's kit: sketched, with words in it, and with a way to another frame.

import { nameOr, oneOf } from "./kind.js";

/** @typedef {typeof SHAPES[number]} Shape */

export const SHAPES = /** @type {const} */ (["button", "field", "list", "picture", "map", "person", "sign", "text"]);

/** @type {import("./kind.js").Kind} */
export const sketch = Object.freeze({
  name: "sketch",
  size: Object.freeze(/** @type {const} */ ([160, 48])),
  sizes: Object.freeze(/** @type {const} */ ([24, 1600])),
  texts: Object.freeze(["text"]),
  read: ({ shape, to }) => Object.freeze({ shape: oneOf(shape, SHAPES, "text"), to: nameOr(to) }),
  color: "grey",
  colored: true,
  resizing: "free",
  editing: "text",
  links: Object.freeze(["to"]),
  topics: Object.freeze(["prototype"]),
  styles: Object.freeze(["prototype"]),
  load: () => import("./sketch-drawing.js"),
});
