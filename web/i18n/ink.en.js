// English texts of the pen. The same keys as ink.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "ink.label": "Drawing by {author}",
  "ink.label.nobody": "Drawing",
  "ink.label.text": "Drawing: {text}, by {author}",
  "ink.label.text.nobody": "Drawing: {text}",
  "ink.tools": "Pen",
  "ink.color": "Colour",
  "ink.width": "Width",
  "ink.width.fine": "Fine",
  "ink.width.medium": "Medium",
  "ink.width.broad": "Broad",
  "ink.eraser": "Eraser: takes whole strokes away",
  "ink.down": "Pen set down. Arrow keys draw, with shift farther. Enter lifts it.",
  "ink.drawn": "Drawn.",
  "ink.erased": { one: "One stroke erased.", other: "{n} strokes erased." },
  "ink.describe": "What does it show?",
  "ink.describe.hint": "For everybody who does not see it. It is also in the list and found by the search.",
  "ink.describe.done": "Done",
};
