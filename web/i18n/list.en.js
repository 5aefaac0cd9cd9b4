// English texts of the list. The same keys as list.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "list.trash": { one: "Trash ({n})", other: "Trash ({n})" },
  "list.title": "List",
  "list.count": { one: "1 card", other: "{n} cards" },
  "list.area.none": "Cards on the board",
  "list.empty": "No cards yet. Write the first one below.",
  "list.empty.guest": "No cards yet.",
  "list.text": "Text of the card",
  "list.blank": "Empty card",
  "list.unknown": "Something this version does not know",
  "list.label": "{text}. Card, {color}. {author}",
  "list.color": "Colour",
  "list.show": "Show on the board",
  "list.delete": "Delete card",
  "list.deleted": "Card deleted.",
  "list.new": "New card",
  "list.new.placeholder": "What do you think?",
  "list.add": "+ Card",
  "list.added": "Card added.",
};
