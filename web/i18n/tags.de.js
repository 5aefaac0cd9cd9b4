// German texts of tags. The same keys as tags.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "tags.title": "Schlagworte",
  "tags.new": "Neues Schlagwort",
  "tags.add": "Hinzufügen",
  "tags.used": "Schon auf der Tafel:",
  "tags.remove": "Schlagwort {tag} entfernen",
  "tags.added": "Schlagwort {tag} hinzugefügt.",
  "tags.removed": "Schlagwort {tag} entfernt.",
};
