// German texts of the pen. The same keys as ink.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "ink.label": "Zeichnung von {author}",
  "ink.label.nobody": "Zeichnung",
  "ink.label.text": "Zeichnung: {text}, von {author}",
  "ink.label.text.nobody": "Zeichnung: {text}",
  "ink.tools": "Stift",
  "ink.color": "Farbe",
  "ink.width": "Strichstärke",
  "ink.width.fine": "Fein",
  "ink.width.medium": "Mittel",
  "ink.width.broad": "Breit",
  "ink.eraser": "Radierer: nimmt ganze Striche weg",
  "ink.down": "Stift aufgesetzt. Pfeiltasten zeichnen, mit Umschalt weiter. Enter hebt ihn ab.",
  "ink.drawn": "Gezeichnet.",
  "ink.erased": { one: "Einen Strich wegradiert.", other: "{n} Striche wegradiert." },
  "ink.describe": "Was ist zu sehen?",
  "ink.describe.hint": "Für alle, die es nicht sehen. Es steht auch in der Liste und wird bei der Suche gefunden.",
  "ink.describe.done": "Fertig",
};
