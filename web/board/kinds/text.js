// Free text, without paper: as large as chosen, as wide as pulled, as high as it needs.

import { oneOf } from "./kind.js";

export const SCALES = /** @type {const} */ (["s", "m", "l", "xl"]);

/** @type {import("./kind.js").Kind} */
export const text = Object.freeze({
  name: "text",
  size: Object.freeze(/** @type {const} */ ([320, 40])),
  sizes: Object.freeze(/** @type {const} */ ([28, 6000])),
  texts: Object.freeze(["text"]),
  read: ({ scale }) => BY_SCALE[oneOf(scale, SCALES, "m")],
  color: "grey",
  colored: false,
  resizing: "width",
  editing: "text",
  topics: Object.freeze(["text"]),
  styles: Object.freeze(["drawn"]),
  load: () => import("./text-drawing.js"),
});

/** @type {Readonly<Record<typeof SCALES[number], {scale: typeof SCALES[number]}>>} */
const BY_SCALE = Object.freeze({
  s: Object.freeze({ scale: "s" }), m: Object.freeze({ scale: "m" }), l: Object.freeze({ scale: "l" }), xl: Object.freeze({ scale: "xl" }),
});
