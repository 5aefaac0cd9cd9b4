// Stamps and comments are drawn and read with their host: by themselves they are never seen.

/** @type {import("./kind.js").Drawing} */
export const drawing = {
  create: () => document.createElement("div"),
  update: () => {},
  label: () => "",
};
