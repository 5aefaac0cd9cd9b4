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
 * @property {"bar" | "more" | "menu"} place a button of its own, in the menu of tools, or only in that of what it serves
 * @property {readonly string[]} [topics] of the texts that come with it (i18n/<topic>.de.js); its name is in the
 *   board's own
 * @property {readonly [string, string]} [ask] keys of what one does with it now, by mouse and keys, or by fingers: shown while it is in the hand, for tools
 *   without a panel
 * @property {Serves} [serves] it also works on what is chosen, and is in their menu
 * @property {readonly string[]} [styles] that come with it (styles/<name>.css)
 * @property {() => Promise<{start: (context: ToolContext) => Tool | void}>} load start: nothing to hold where it
 *   is done at once
 */

/**
 * @typedef {object} Serves
 * @property {(chosen: readonly Readonly<import("../objects.js").BoardObject>[]) => boolean} when
 * @property {string} text key of what it does with them
 * @property {boolean} [bar] whether it is in the bar over them too
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
 * @property {import("../images/listen.js").UseImages} images what lays pictures on the board
 * @property {(host: string) => void} thread opens the comments on an object
 * @property {{x: number, y: number}} at in the window, below the button it was chosen with: for panels
 * @property {() => void} putAway ends the tool
 */

/**
 * What holds the pointer while it is chosen.
 * @typedef {object} Tool
 * @property {(press: {point: Point, id: string | null, event: PointerEvent}) => Stroke | "pan" | null} begin the pointer came
 *   down at a point of the board, on an object or not; null: this one is not for the tool; pan:
 *   it moves the board
 * @property {(point: Point) => void} [place] Enter: the same by keyboard, for the middle of what one sees
 * @property {(event: KeyboardEvent) => boolean} [key] before the board's own keys; true: that was for the tool
 * @property {(point: Point, id: string | null) => void} [hover] the pointer is there, up
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
