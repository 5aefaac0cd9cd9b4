// German texts of shapes. The same keys as shape.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "shape.rectangle": "Rechteck",
  "shape.ellipse": "Ellipse",
  "shape.diamond": "Raute",
  "shape.triangle": "Dreieck",
  "shape.arrow": "Blockpfeil",
  "shape.label": "{form}: {text}, {color}",
  "shape.label.blank": "{form}, {color}",
  "shape.field": "Text der Form",
  "shape.form": "Form ändern",
  "shape.fill": "Ausfüllen",
  "shape.outline": "Nur Umriss",
  "shape.outlined": "Nur Umriss",
  "shape.made": "{form} gezeichnet. Enter schreibt hinein.",
};
