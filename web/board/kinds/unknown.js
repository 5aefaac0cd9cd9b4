// What another version made: it keeps its place and its fields, and nobody is shown nonsense.

import { nothingElse } from "./kind.js";

/** @type {import("./kind.js").Kind} */
export const unknown = Object.freeze({
  name: "unknown",
  size: Object.freeze(/** @type {const} */ ([200, 200])),
  sizes: Object.freeze(/** @type {const} */ ([80, 1600])),
  texts: Object.freeze(["text"]),
  read: nothingElse,
  color: "grey",
  colored: false,
  resizing: "free",
  editing: "no",
  load: () => import("./unknown-drawing.js"),
});
