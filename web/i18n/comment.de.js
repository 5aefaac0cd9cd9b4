// German texts of comments. The same keys as comment.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "comment.title": "Kommentare",
  "comment.about": "Kommentare zu „{text}“",
  "comment.none": "Noch keine Kommentare. Schreib den ersten.",
  "comment.none.guest": "Noch keine Kommentare.",
  "comment.somebody": "Jemand",
  "comment.field": "Kommentar schreiben",
  "comment.send": "Senden",
  "comment.done": "Erledigt",
  "comment.settle": "Erledigt",
  "comment.settle.this": "Als erledigt markieren: {text}",
  "comment.reopen": "Wieder öffnen",
  "comment.reopen.this": "Wieder öffnen: {text}",
  "comment.delete": "Löschen",
  "comment.delete.this": "Kommentar löschen: {text}",
  "comment.open": { one: "Ein offener Kommentar", other: "{n} offene Kommentare" },
  "comment.settled": { one: "Ein Kommentar, erledigt", other: "{n} Kommentare, alle erledigt" },
  "comment.ask": "Klicke auf das, was du kommentieren willst. Escape bricht ab.",
  "comment.ask.touch": "Tippe auf das, was du kommentieren willst.",
  "comment.where": "Wähle zuerst aus, was du kommentieren willst.",
};
