// What somebody who plays a prototype tells the others through presence, and what is believed of it:
// another client's word, so anything may be in it. Pure.

/** @typedef {{start: string, frame: string, tapped: string, count: number}} Playing tapped: the element it came by, or nothing */

/** Stored names that are longer are nonsense. */
const NAME_LONGEST = 64;

/**
 * @param {unknown} value
 * @param {(id: string) => boolean} isFrame
 * @returns {Playing | null} null: plays nothing that is here
 */
export function readPlaying(value, isFrame) {
  if (typeof value !== "object" || value === null) return null;
  const { start, frame, tapped, count } = /** @type {Record<string, unknown>} */ (value);
  if (!isName(frame) || !isFrame(frame)) return null;
  return {
    start: isName(start) && isFrame(start) ? start : frame,
    frame,
    tapped: isName(tapped) ? tapped : "",
    count: typeof count === "number" && Number.isFinite(count) ? count : 0,
  };
}

/** @param {unknown} value @returns {string | null} the person whom somebody watches */
export function readWatching(value) {
  return isName(value) ? value : null;
}

/** @param {unknown} value @returns {value is string} */
function isName(value) {
  return typeof value === "string" && value !== "" && value.length <= NAME_LONGEST;
}
