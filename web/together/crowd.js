// How much of the others a board can show: in a small group everybody's arrow with a name, in a
// larger one dots, in a plenary only the dots near by.

/** @typedef {import("../board/camera.js").Point} Point */

/** More names than this would cover the board. */
export const NAMED = 15;
/** More dots than this are only shown near one's own pointer. */
export const EVERYWHERE = 50;
/** Who has a pen in the hand of a crowd chooses little; this many outlines of each are enough. */
export const OUTLINES_IN_CROWD = 3;
/** So close to a dot it says whose it is. */
const REACH_PX = 14;

/**
 * @template {{at: Point}} Placed
 * @param {Placed[]} placed
 * @param {Point} here
 * @returns {Placed[]} all of them, or the nearest
 */
export function near(placed, here) {
  if (placed.length <= EVERYWHERE) return placed;
  return [...placed].sort((a, b) => distance(a.at, here) - distance(b.at, here)).slice(0, EVERYWHERE);
}

/**
 * @template {{at: Point}} Placed
 * @param {Placed[]} placed
 * @param {Point | null} pointer
 * @returns {Placed | null} the one that is pointed at
 */
export function pointedAt(placed, pointer) {
  if (!pointer) return null;
  /** @type {Placed | null} */
  let closest = null;
  for (const each of placed) {
    const reach = closest ? distance(closest.at, pointer) : REACH_PX;
    if (distance(each.at, pointer) < reach) closest = each;
  }
  return closest;
}

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
