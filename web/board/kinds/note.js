// A note: a text on coloured paper that fits its sheet.

import { namesIn } from "./kind.js";

/** Tags on one note: more are not read. */
export const TAGS_MOST = 8;

/** @type {import("./kind.js").Kind} */
export const note = Object.freeze({
  name: "note",
  size: Object.freeze(/** @type {const} */ ([200, 200])),
  sizes: Object.freeze(/** @type {const} */ ([80, 1600])),
  texts: Object.freeze(["text"]),
  read: ({ anonymous, tags }) => (anonymous === undefined && tags === undefined ? PLAIN : Object.freeze({
    anonymous: anonymous === true,
    tags: namesIn(tags, TAGS_MOST),
  })),
  color: "yellow",
  colored: true,
  resizing: "free",
  editing: "text",
  words: ({ data }) => /** @type {readonly string[]} */ (data["tags"]).join(" "),
  load: () => import("./note-drawing.js"),
});

const PLAIN = Object.freeze({ anonymous: false, tags: Object.freeze([]) });
