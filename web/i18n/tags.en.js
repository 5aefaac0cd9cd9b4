// English texts of tags. The same keys as tags.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "tags.title": "Tags",
  "tags.new": "New tag",
  "tags.add": "Add",
  "tags.used": "Already on the board:",
  "tags.remove": "Remove tag {tag}",
  "tags.added": "Tag {tag} added.",
  "tags.removed": "Tag {tag} removed.",
};
