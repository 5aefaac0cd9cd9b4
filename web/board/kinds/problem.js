// A problem card: six named fields that build one sentence.

import { CARDS, keysOf } from "../cards/cards.js";
import { nothingElse } from "./kind.js";

/** @type {import("./kind.js").Kind} */
export const problem = Object.freeze({
  name: "problem",
  size: CARDS.problem.size,
  sizes: Object.freeze(/** @type {const} */ ([320, 2000])),
  texts: Object.freeze(keysOf(CARDS.problem)),
  read: nothingElse,
  color: "orange",
  colored: true,
  resizing: "free",
  editing: "own",
  topics: Object.freeze(["cards"]),
  styles: Object.freeze(["cards"]),
  load: () => import("./card-drawing.js"),
});
