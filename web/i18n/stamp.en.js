// English texts of stamps. The same keys as stamp.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "stamp.up": "Thumbs up",
  "stamp.heart": "Heart",
  "stamp.star": "Star",
  "stamp.question": "Question",
  "stamp.exclamation": "Important",
  "stamp.check": "Done",
  "stamp.by": "{sign}: {names}",
  "stamp.some": { one: "one person", other: "{n} people" },
  "stamp.more": { one: "{names} and one more person", other: "{names} and {n} more" },
  "stamp.put": "Stamped: {sign}.",
  "stamp.taken": "Taken back: {sign}.",
  "stamp.where": "First choose what you want to stamp.",
};
