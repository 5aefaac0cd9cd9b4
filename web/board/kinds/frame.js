// A frame of a prototype: a phone, a screen, a poster, or a step of a picture story. What lies in
// it belongs to it. Its text is its title, of a story's step what happens there.

import { figureOr, nameOr, oneOf } from "./kind.js";

/** @typedef {typeof DEVICES[number]} Device */

export const DEVICES = /** @type {const} */ (["phone", "screen", "poster", "story"]);
/** A picture story: before, occasion, first contact, use, result, after. */
export const STEPS = 6;

/** @type {import("./kind.js").Kind} */
export const frame = Object.freeze({
  name: "frame",
  size: Object.freeze(/** @type {const} */ ([300, 620])),
  sizes: Object.freeze(/** @type {const} */ ([160, 2400])),
  texts: Object.freeze(["text"]),
  read: ({ device, step, to }) => Object.freeze({
    device: oneOf(device, DEVICES, "phone"),
    step: Math.round(figureOr(step, 0, STEPS - 1, 0)),
    to: nameOr(to),
  }),
  color: "grey",
  colored: false,
  resizing: "free",
  editing: "text",
  owns: true,
  whole: true,
  links: Object.freeze(["to"]),
  topics: Object.freeze(["prototype"]),
  styles: Object.freeze(["prototype"]),
  load: () => import("./frame-drawing.js"),
});
