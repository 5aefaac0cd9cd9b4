// German texts of the list. The same keys as list.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "list.trash": { one: "Papierkorb ({n})", other: "Papierkorb ({n})" },
  "list.title": "Liste",
  "list.count": { one: "1 Karte", other: "{n} Karten" },
  "list.area.none": "Karten auf der Tafel",
  "list.empty": "Noch keine Karten. Schreib unten die erste.",
  "list.empty.guest": "Noch keine Karten.",
  "list.text": "Text der Karte",
  "list.blank": "Leere Karte",
  "list.unknown": "Etwas, das diese Fassung nicht kennt",
  "list.label": "{text}. Karte, {color}. {author}",
  "list.color": "Farbe",
  "list.show": "Auf der Tafel zeigen",
  "list.delete": "Karte löschen",
  "list.deleted": "Karte gelöscht.",
  "list.new": "Neue Karte",
  "list.new.placeholder": "Was denkst du?",
  "list.add": "+ Karte",
  "list.added": "Karte hinzugefügt.",
};
