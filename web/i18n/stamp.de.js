// German texts of stamps. The same keys as stamp.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "stamp.up": "Daumen hoch",
  "stamp.heart": "Herz",
  "stamp.star": "Stern",
  "stamp.question": "Frage",
  "stamp.exclamation": "Wichtig",
  "stamp.check": "Erledigt",
  "stamp.by": "{sign}: {names}",
  "stamp.some": { one: "eine Person", other: "{n} Personen" },
  "stamp.more": { one: "{names} und eine weitere Person", other: "{names} und {n} weitere" },
  "stamp.put": "{sign} gestempelt.",
  "stamp.taken": "{sign} zurückgenommen.",
  "stamp.where": "Wähle zuerst aus, was du stempeln willst.",
};
