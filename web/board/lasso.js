// What lies in a line drawn by hand. Pure.

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */

/**
 * An object is in it when its middle is: nobody draws neatly around every corner.
 * @param {readonly Point[]} line closed from its end to its beginning
 * @param {Rect} rect
 */
export function encloses(line, { x, y, width, height }) {
  return contains(line, [x + width / 2, y + height / 2]);
}

/**
 * By the even-odd rule: a ray to the right crosses the line an odd number of times.
 * @param {readonly Point[]} line
 * @param {Point} point
 */
function contains(line, [x, y]) {
  let inside = false;
  let before = line.at(-1);
  for (const at of line) {
    if (before && at[1] > y !== before[1] > y) {
      const crossing = at[0] + ((y - at[1]) / (before[1] - at[1])) * (before[0] - at[0]);
      if (crossing > x) inside = !inside;
    }
    before = at;
  }
  return inside;
}
