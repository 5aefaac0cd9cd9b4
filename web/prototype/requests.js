// What a drawing, a menu or a list asks the prototypes of this page for, without knowing them: an
// event on the element around the board.

/**
 * play: through the prototype from here; lead: choose where it leads; kit: the focus goes to the kit.
 * @typedef {{want: "play" | "lead" | "kit", id: string, at?: {x: number, y: number}}} Request
 */

const NAME = "prototype-request";

/** @param {EventTarget} area around the board @param {Request} request */
export function ask(area, request) {
  area.dispatchEvent(new CustomEvent(NAME, { detail: request }));
}

/** @param {EventTarget} area @param {(request: Request) => void} run */
export function answer(area, run) {
  area.addEventListener(NAME, (event) => run(/** @type {CustomEvent<Request>} */ (event).detail));
}
