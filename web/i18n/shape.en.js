// English texts of shapes. The same keys as shape.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "shape.rectangle": "Rectangle",
  "shape.ellipse": "Ellipse",
  "shape.diamond": "Diamond",
  "shape.triangle": "Triangle",
  "shape.arrow": "Block arrow",
  "shape.label": "{form}: {text}, {color}",
  "shape.label.blank": "{form}, {color}",
  "shape.field": "Text of the shape",
  "shape.form": "Change shape",
  "shape.fill": "Fill",
  "shape.outline": "Outline only",
  "shape.outlined": "Outline only",
  "shape.made": "{form} drawn. Press Enter to write in it.",
};
