// An idea card: six named fields, what kind of idea it is, and its fields of action.

import { CARDS, THEMES_MOST, TYPES, keysOf } from "../cards/cards.js";
import { namesIn, oneOf } from "./kind.js";

/** @type {import("./kind.js").Kind} */
export const idea = Object.freeze({
  name: "idea",
  size: CARDS.idea.size,
  sizes: Object.freeze(/** @type {const} */ ([320, 2000])),
  texts: Object.freeze(keysOf(CARDS.idea)),
  read: ({ type, themes }) => Object.freeze({
    type: oneOf(type, TYPES, /** @type {any} */ ("")),
    themes: namesIn(themes, THEMES_MOST),
  }),
  color: "green",
  colored: true,
  resizing: "free",
  editing: "own",
  topics: Object.freeze(["cards"]),
  styles: Object.freeze(["cards"]),
  load: () => import("./card-drawing.js"),
});
