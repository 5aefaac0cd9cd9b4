// German texts of following others and of calling everybody together. The same keys as together.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "follow.now": "Du folgst {name}",
  "follow.now.keys": "Du folgst {name} – Esc beendet",
  "follow.end": "Nicht mehr folgen",
  "follow.begun": "Du folgst jetzt {name}. Escape beendet es.",
  "follow.ended": "Du folgst {name} nicht mehr.",
  "follow.gone": "{name} ist gegangen.",
  "follow.circle": "{name} folgt gerade dir. Du gehst voran.",
  "follow.by": { one: "Eine Person folgt dir", other: "{n} Personen folgen dir" },

  "gather.called": "{name} (Moderation) holt alle hierher.",
  "gather.back": "Zurück zu meinem Platz",
  "gather.waits": "{name} (Moderation) holt alle zu sich. Du kommst mit, sobald du fertig bist.",
  "gather.go": "Jetzt hingehen",
  "gather.done": { one: "Du hast eine Person hierher geholt.", other: "Du hast {n} Personen hierher geholt." },
  "gather.nothing": "Hier ist noch nichts, wohin du alle holen könntest.",
  "gather.failed": "Das hat nicht geklappt. Versuche es gleich noch einmal.",
};
