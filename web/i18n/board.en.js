// Texts of the board and the list. Owned with web/board; merged in index.js.

/** @type {import("./index.js").Texts} */
export default {};
