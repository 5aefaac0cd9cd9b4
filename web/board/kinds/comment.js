// A short word on an object, by somebody, at some time. All of one object are read in its thread
// (board/thread.js), so it has no place of its own.

import { figureOr, nameOr } from "./kind.js";

/** The end of the year 9999: what is later is nonsense, and no calendar can write it. */
const LATEST_MS = 253_402_300_799_000;

/** @type {import("./kind.js").Kind} */
export const comment = Object.freeze({
  name: "comment",
  size: Object.freeze(/** @type {const} */ ([28, 28])),
  sizes: Object.freeze(/** @type {const} */ ([1, 100])),
  texts: Object.freeze(["text"]),
  read: ({ on, at, done }) => Object.freeze({
    on: nameOr(on) || null,
    at: figureOr(at, 0, LATEST_MS, 0),
    done: done === true,
  }),
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
