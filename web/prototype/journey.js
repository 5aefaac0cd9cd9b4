// A way through a prototype: where it began, where it led, and what was seen. Pure values.

/** @typedef {Readonly<{start: string, trail: readonly string[], seen: readonly string[]}>} Journey trail: its last is where one is */

/** Steps that can be taken back. */
const TRAIL_MOST = 500;

/** @param {string} start @returns {Journey} */
export function begun(start) {
  return { start, trail: [start], seen: [start] };
}

/** @param {Journey} journey @returns {string} */
export function here({ start, trail }) {
  return trail.at(-1) ?? start;
}

/** @param {Journey} journey @param {string} frame @returns {Journey} */
export function gone(journey, frame) {
  if (here(journey) === frame) return journey;
  const trail = [...journey.trail, frame].slice(-TRAIL_MOST);
  return { ...journey, trail, seen: journey.seen.includes(frame) ? journey.seen : [...journey.seen, frame] };
}

/** @param {Journey} journey */
export function mayGoBack({ trail }) {
  return trail.length > 1;
}

/** @param {Journey} journey @returns {Journey} */
export function back(journey) {
  return mayGoBack(journey) ? { ...journey, trail: journey.trail.slice(0, -1) } : journey;
}

/**
 * Somebody deleted frames meanwhile.
 * @param {Journey} journey
 * @param {(frame: string) => boolean} exists
 * @returns {Journey | null} null where none of it is left
 */
export function settled(journey, exists) {
  if (journey.trail.every(exists) && exists(journey.start)) return journey;
  // Where one in between went, the same frame may come twice.
  const trail = journey.trail.filter(exists).filter((frame, index, all) => frame !== all[index - 1]);
  const [first] = trail;
  if (first === undefined) return null;
  return { start: exists(journey.start) ? journey.start : first, trail, seen: journey.seen.filter(exists) };
}

/**
 * How far it is: of a picture story the place in it, otherwise what was seen of what can be reached.
 * @param {Journey} journey
 * @param {readonly string[]} reachable from its start
 * @returns {{n: number, all: number}}
 */
export function progress({ seen }, reachable) {
  const all = new Set([...reachable, ...seen]);
  return { n: seen.length, all: all.size };
}
