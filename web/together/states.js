// What others say of themselves in presence, read with care: another client wrote it, and anything
// may be in it.
//
// {cursor: [x, y] | null          where they point, on the board
//  selection: [ids]               what they have chosen, or the card they are at in the list
//  editing: {id} | null           what they write in
//  moving: {id: [x, y, w?, h?]}   what they move or resize right now
//  field: {id, key}               the field of a card that they write in: board/cards/fields.js reads it
//  ink: {…}                       what they draw right now: board/ink/telling.js reads it
//  following: person              whose view they follow
//  sight: [x, y, w, h]}           the part of the board they see, told only while somebody follows

/** @typedef {import("../sync/presence.js").State} State */
/** @typedef {import("../board/camera.js").Point} Point */
/** @typedef {import("../board/camera.js").Rect} Rect */
/** @typedef {import("../board/view.js").Live} Live */

/** A presence state holds about so many moved objects. */
export const MOVED = 40;
/** Outlines of one person's selection. */
export const CHOSEN = 30;

/** @param {State} state @returns {Point | null} */
export function cursorIn(state) {
  const [x, y] = figures(state.cursor, 2) ?? [];
  return x === undefined || y === undefined ? null : [x, y];
}

/** @param {State} state @returns {string[]} */
export function selectionIn(state) {
  return Array.isArray(state.selection) ? state.selection.slice(0, CHOSEN).filter((id) => typeof id === "string") : [];
}

/** @param {State} state @returns {string | null} */
export function writingIn(state) {
  const id = state.editing?.["id"];
  return typeof id === "string" ? id : null;
}

/** @param {State} state @returns {string | null} */
export function followingIn(state) {
  const person = state["following"];
  return typeof person === "string" ? person : null;
}

/** @param {State} state @returns {Rect | null} */
export function sightIn(state) {
  return rectOf(state["sight"]);
}

/** @param {unknown} value @returns {Rect | null} of [x, y, width, height] */
export function rectOf(value) {
  const [x, y, width, height] = figures(value, 4) ?? [];
  if (x === undefined || y === undefined || !width || !height || width < 0 || height < 0) return null;
  return { x, y, width, height };
}

/** @param {State} state @returns {Map<string, Live>} */
export function movingIn(state) {
  /** @type {Map<string, Live>} */
  const places = new Map();
  const value = state["moving"];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return places;
  for (const [id, each] of Object.entries(value).slice(0, MOVED)) {
    const rect = rectOf(each);
    const [x, y] = rect ? [rect.x, rect.y] : (figures(each, 2) ?? []);
    if (x === undefined || y === undefined) continue;
    places.set(id, rect ? { pos: [x, y], size: [rect.width, rect.height] } : { pos: [x, y] });
  }
  return places;
}

/** @param {unknown} value @param {number} count @returns {number[] | null} */
function figures(value, count) {
  return Array.isArray(value) && value.length === count && value.every(Number.isFinite) ? value : null;
}
