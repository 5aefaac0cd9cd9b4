// English texts of areas. The same keys as areas.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "area.unnamed": "Area without a title",
  "area.label": "Area: {title}",
  "area.label.laid": "Facilitators’ area: {title}",
  "area.title": "Title of the area",
  "area.prompt": "What is to be done here?",
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
