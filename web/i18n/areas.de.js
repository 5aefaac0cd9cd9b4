// German texts of areas. The same keys as areas.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "area.unnamed": "Bereich ohne Titel",
  "area.label": "Bereich: {title}",
  "area.label.laid": "Bereich der Moderation: {title}",
  "area.title": "Titel des Bereichs",
  "area.prompt": "Was ist hier zu tun?",
  "area.ask": "Klicke auf die Tafel oder zieh den Bereich auf. Enter legt ihn an eine freie Stelle, Escape bricht ab.",
  "area.ask.touch": "Tippe auf die Tafel oder zieh den Bereich mit dem Finger auf.",
  "area.lay": "Für alle festlegen",
  "area.laid": "Für alle festgelegt. Nur die Moderation kann den Bereich jetzt verändern.",
  "area.take.back": "Wieder dem Team überlassen",
  "area.taken.back": "Das Team kann den Bereich jetzt verändern.",
  "area.refused": "Das konnte nicht für alle festgelegt werden. Es gilt, was vorher galt.",
  "area.earlier": "In der Liste früher",
  "area.later": "In der Liste später",
  "area.reordered": "In der Liste jetzt an Stelle {n}.",
  "area.remove.all": "Mit Inhalt löschen",
};
