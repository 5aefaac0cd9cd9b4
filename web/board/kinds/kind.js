// What a kind of object is: how its fields are read, and where its drawing is. A kind is small and
// pure, because every page reads every object; its drawing is a module of its own, loaded when
// the first object of that kind is seen.
//
// A new kind: kinds/<name>.js exports a Kind and kinds/index.js lists it; kinds/<name>-drawing.js
// has `export const drawing` (a Drawing); what one draws it with is a tool (board/tools/index.js).

import { wellFormed } from "../text-edit.js";

/** Nobody finds an object that lies further out. */
export const FAR = 1_000_000;

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../objects.js").Color} Color */
/** @typedef {import("../objects.js").Pair} Pair */
/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../menu.js").Entry} Entry */
/** @typedef {Readonly<Record<string, unknown>>} Fields as they came from the document: anything */

/**
 * @typedef {object} Kind
 * @property {string} name as it is stored
 * @property {Pair} size of a new one, in board pixels
 * @property {readonly [number, number]} sizes the least and the most, of width and height alike
 * @property {readonly string[]} texts keys of its texts, which people write together letter by letter
 * @property {(fields: Fields) => Readonly<Record<string, unknown>>} read what else it has: every key with a
 *   sane value, whatever came; never throws; becomes `object.data`
 * @property {Color} color where none is stored
 * @property {boolean} colored whether a person may choose its colour
 * @property {"free" | "even" | "width" | "no"} resizing even: keeps its proportions; width: the height is not a person's
 * @property {"text" | "own" | "no"} editing text: its `text`, in a field that lies over it (see
 *   Drawing.field); own: what `Drawing.edit` opens; no: there is nothing to write in it
 * @property {string} [edits] key of what that is called in the menu, if not writing (in the board's own texts)
 * @property {boolean} [owns] what lies in it belongs to it (`area`) and moves along
 * @property {boolean} [whole] and goes with it, and comes back with it: it is nothing without
 * @property {readonly string[]} [refs] keys of `data` that hold the id of an object it hangs on: it goes when
 *   that goes, and a copy of both hangs on the copy
 * @property {readonly string[]} [links] keys of `data` that name an object without hanging on it: nothing happens
 *   when that goes, and copies of both belong together
 * @property {(object: Readonly<BoardObject>, rectOf: (id: string) => Rect | null) => Rect | null} [box] where it is, if
 *   that follows from others; null: nowhere. It can't be resized, and not be moved by itself unless `moves` says so
 * @property {(object: Pick<BoardObject, "data">) => boolean} [moves] with a box: whether its `pos` counts too
 * @property {(object: Pick<BoardObject, "pos" | "data">) => Point} [middle] what counts for whom it belongs to, if not
 *   the middle of `pos` and `size`; asked only where it moves
 * @property {(object: Readonly<BoardObject>, rect: Rect, point: Point, slack: number, rectOf: (id: string) => Rect | null) => boolean} [hits]
 *   whether a pointer there means it, if not its whole rectangle; all in board pixels
 * @property {boolean} [unlisted] not in the list and the search: it is read with what it hangs on
 * @property {boolean} [stays] it is its author's word on that very object: a copy of the object comes without
 * @property {(object: Readonly<BoardObject>) => string} [words] what else it is found by
 * @property {(object: Readonly<BoardObject>, rect: Rect) => readonly Point[]} [outline] its corners one after the
 *   other, if it is not its whole rectangle: lines end there
 * @property {readonly string[]} [topics] of the texts that come with the drawing (i18n/<topic>.de.js)
 * @property {readonly string[]} [styles] that come with it (styles/<name>.css)
 * @property {() => Promise<{drawing: Drawing}>} load
 */

/**
 * @typedef {object} Look
 * @property {(person: string) => string} author a person's first name, or nothing
 * @property {boolean} selected
 * @property {(id: string) => Readonly<BoardObject> | undefined} get another object
 * @property {(id: string) => Rect | null} rectOf where an object is seen now, in motion too
 */

/**
 * @typedef {object} Drawing
 * @property {(object: Readonly<BoardObject>) => HTMLElement} create without place, role and name: the view gives
 *   them (class "object", data-id, role, tabindex, aria-label, transform, width, height, z-index)
 * @property {(element: HTMLElement, object: Readonly<BoardObject>, look: Look) => void} update everything but where
 *   it lies, which changes at every step of a drag
 * @property {(object: Readonly<BoardObject>, look: Look) => string} label its name for a screen reader
 * @property {(object: Readonly<BoardObject>, rect: Rect, rectOf: (id: string) => Rect | null) => {inset: readonly [number, number, number, number], label?: string, hint?: string, write: (field: HTMLElement, text: string, size: Pair) => void}} [field]
 *   where the field for its text lies in its rectangle (top, right, bottom, left in board pixels), what it is
 *   called, what stands in it while it is empty, and how it is written in there
 * @property {(object: Readonly<BoardObject>, width: number) => number} [height] where that follows from its text
 * @property {(id: string, context: EditContext) => void} [edit] for editing: "own"
 * @property {(object: Readonly<BoardObject>, context: ChoiceContext) => readonly Entry[]} [choices] what else can be
 *   done with it when it is chosen: in the menu, and with `bar` in the bar over it
 * @property {boolean} [choosesSeveral] whether `choices` also serve several of its kind (context.objects)
 * @property {(object: Readonly<BoardObject>, look: Look) => readonly {name: string, at: Point}[]} [grips] points of it
 *   that one drags when it alone is chosen, in place of a frame
 * @property {(object: Readonly<BoardObject>, name: string, context: Pick<EditContext, "board" | "view">) => import("../tools/tool.js").Stroke | null} [grip]
 *   somebody takes one of them
 * @property {(context: CanvasRenderingContext2D, object: Readonly<BoardObject>, rect: Rect, paints: Paints, look: Look) => void} [paint]
 *   from far away, in board pixels; else a grey sheet
 */

/**
 * @typedef {object} EditContext
 * @property {import("../document.js").BoardDocument} board
 * @property {import("../view.js").BoardView} view
 * @property {import("../camera.js").Camera} camera
 * @property {(id: string | null) => void} writing tells the others who writes where; null when it is over
 * @property {(id: string) => void} done gives the focus back to the object
 * @property {import("../../sync/connection.js").Connection | undefined} [connection] who else is there
 */

/**
 * @typedef {object} ChoiceContext
 * @property {readonly Readonly<BoardObject>[]} objects all that are chosen, of one kind
 * @property {import("../document.js").BoardDocument} board
 * @property {import("../view.js").BoardView} view
 * @property {import("../camera.js").Camera} camera
 * @property {import("../selection.js").Selection} selection
 * @property {import("../actions.js").Actions} actions
 * @property {import("../tools/toolbox.js").Toolbox} toolbox
 * @property {HTMLElement} area around the board: for panels
 * @property {{x: number, y: number}} at in the window: where panels may open
 */

/** The colours of a note's paper, by name. @typedef {(color: string) => {bg: string, edge: string, ink: string}} Paints */

/** Stored names that are longer are nonsense. */
const NAME_LONGEST = 64;
const NOTHING = Object.freeze({});

/** For a kind that has nothing but what every object has. */
export function nothingElse() {
  return NOTHING;
}

/** @param {unknown} value @param {string} [otherwise] */
export function nameOr(value, otherwise = "") {
  return typeof value === "string" && value.length <= NAME_LONGEST ? wellFormed(value) : otherwise;
}

/**
 * @template T
 * @param {unknown} value
 * @param {readonly T[]} known
 * @param {T} otherwise
 * @returns {T}
 */
export function oneOf(value, known, otherwise) {
  return known.includes(/** @type {T} */ (value)) ? /** @type {T} */ (value) : otherwise;
}

/**
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 * @param {number} otherwise
 */
export function figureOr(value, least, most, otherwise) {
  return typeof value === "number" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
}

/**
 * @param {unknown} value
 * @param {number} most how many
 * @returns {readonly string[]} the short texts in it
 */
export function namesIn(value, most) {
  if (!Array.isArray(value)) return NO_NAMES;
  return Object.freeze(value.slice(0, most).map((each) => nameOr(each)).filter((each) => each !== ""));
}

/** @type {readonly string[]} */
const NO_NAMES = Object.freeze([]);
