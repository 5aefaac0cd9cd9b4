// German texts of free text. The same keys as text.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "text.label": "Text: {text}",
  "text.blank": "Leerer Text",
  "text.field": "Text",
  "text.scale": "Schriftgröße",
  "text.scale.s": "Klein",
  "text.scale.m": "Mittel",
  "text.scale.l": "Groß",
  "text.scale.xl": "Sehr groß",
};
