// English texts of areas. The same keys as areas.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "area.unnamed": "Area without a title",
  "area.label": "Area: {title}",
  "area.label.laid": "Facilitators’ area: {title}",
  "area.title": "Title of the area",
  "area.prompt": "What is to be done here?",
  "area.ask": "Click on the board, or drag to draw the area. Enter lays it at a free place, Escape cancels.",
  "area.ask.touch": "Tap the board, or drag to draw the area.",
  "area.lay": "Set for everybody",
  "area.laid": "Set for everybody. Only facilitators can change the area now.",
  "area.take.back": "Leave it to the team again",
  "area.taken.back": "The team can change the area now.",
  "area.refused": "That could not be set for everybody. What was before still holds.",
  "area.earlier": "Earlier in the list",
  "area.later": "Later in the list",
  "area.reordered": "Now number {n} in the list.",
  "area.remove.all": "Delete with everything in it",
};
