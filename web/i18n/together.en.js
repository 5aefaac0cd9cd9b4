// English texts of following others and of calling everybody together. The same keys as together.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "follow.now": "You follow {name}",
  "follow.now.keys": "You follow {name} – Esc ends it",
  "follow.end": "Stop following",
  "follow.begun": "You follow {name} now. Escape ends it.",
  "follow.ended": "You no longer follow {name}.",
  "follow.gone": "{name} has left.",
  "follow.circle": "{name} is following you. You lead the way.",
  "follow.by": { one: "One person follows you", other: "{n} people follow you" },

  "gather.called": "{name} (facilitator) brings everybody here.",
  "gather.back": "Back to my place",
  "gather.waits": "{name} (facilitator) calls everybody. You will come along as soon as you are done.",
  "gather.go": "Go now",
  "gather.done": { one: "You brought one person here.", other: "You brought {n} people here." },
  "gather.nothing": "There is nothing here yet to bring everybody to.",
  "gather.failed": "That did not work. Try again in a moment.",
};
