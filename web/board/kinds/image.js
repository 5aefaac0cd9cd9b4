// A picture somebody brought. Its text is what one reads in its place: its description.
//
// `hash` is its address on the server; until the server has it, `upload` is the name under which
// its author's browser keeps it.

import { loadStyle } from "../../shell/load-style.js";
import { nameOr } from "./kind.js";

/** As large as a picture can be on the server. */
const SIDE_MOST = 16_383;
const HASH = /^[0-9a-f]{64}$/;

/** @type {import("./kind.js").Kind} */
export const image = Object.freeze({
  name: "image",
  size: Object.freeze(/** @type {const} */ ([400, 300])),
  sizes: Object.freeze(/** @type {const} */ ([40, 2400])),
  texts: Object.freeze(["text"]),
  read: ({ hash, natural, upload }) => Object.freeze({
    hash: typeof hash === "string" && HASH.test(hash) ? hash : "",
    natural: sides(natural),
    upload: nameOr(upload),
  }),
  color: "grey",
  colored: false,
  resizing: "even",
  editing: "text",
  topics: Object.freeze(["images"]),
  load: async () => (await Promise.all([import("./image-drawing.js"), loadStyle("images")]))[0],
});

/** @param {unknown} value @returns {readonly [number, number]} in its own pixels */
function sides(value) {
  const [width, height] = Array.isArray(value) ? value : [];
  return Object.freeze(isSide(width) && isSide(height) ? [width, height] : /** @type {[number, number]} */ ([4, 3]));
}

/** @param {unknown} value @returns {value is number} */
function isSide(value) {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= SIDE_MOST;
}
