// English texts of free text. The same keys as text.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "text.label": "Text: {text}",
  "text.blank": "Empty text",
  "text.field": "Text",
  "text.scale": "Text size",
  "text.scale.s": "Small",
  "text.scale.m": "Medium",
  "text.scale.l": "Large",
  "text.scale.xl": "Very large",
};
