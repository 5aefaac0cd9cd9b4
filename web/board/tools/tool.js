// What a person draws with. A tool is a few lines here and a module that is loaded when it is
// chosen for the first time. It either does something at once (a card at a free place) or takes
// the pointer until it is put away.

/** @typedef {import("../camera.js").Point} Point */

/**
 * @typedef {object} ToolEntry
 * @property {string} id
 * @property {string} text key of its name; `${text}.word` is one word for it
 * @property {import("../../vendor/lit.js").TemplateResult} icon
 * @property {string} [key] a letter that chooses it
 * @property {"bar" | "more"} place a button of its own, or in the menu
 * @property {readonly string[]} [topics] of the texts that come with it (i18n/<topic>.de.js); its name is in the
 *   board's own
 * @property {() => Promise<{start: (context: ToolContext) => Tool | void}>} load start: nothing to hold where it
 *   is done at once
 */

/**
 * @typedef {object} ToolContext
 * @property {import("../document.js").BoardDocument} board
 * @property {import("../actions.js").Actions} actions
 * @property {import("../camera.js").Camera} camera
 * @property {import("../selection.js").Selection} selection
 * @property {import("../view.js").BoardView} view
 * @property {import("../editor.js").NoteEditor} editor
 * @property {HTMLElement} area around the board: for panels of its own
 * @property {import("../../sync/connection.js").Connection} connection
 * @property {{x: number, y: number}} at in the window, below the button it was chosen with: for panels
 * @property {() => void} putAway ends the tool
 */

/**
 * What holds the pointer while it is chosen.
 * @typedef {object} Tool
 * @property {(press: {point: Point, id: string | null, event: PointerEvent}) => Stroke | null} begin the pointer came
 *   down at a point of the board, on an object or not; null: this one is not for the tool
 * @property {(point: Point) => void} [place] Enter: the same by keyboard, for the middle of what one sees
 * @property {() => void} [end] it was put away: take panels off
 */

/**
 * From coming down until lifting.
 * @typedef {object} Stroke
 * @property {(point: Point, event: PointerEvent) => void} move
 * @property {(point: Point, event: PointerEvent) => void} end
 * @property {() => void} cancel nothing of it happened
 */

export {};
