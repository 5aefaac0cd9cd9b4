// The curve of a click path, from the edge of an element to the edge of a frame. Pure: rectangles
// in any pixels, gives path data in the same.

/** @typedef {import("../board/camera.js").Rect} Rect */
/** @typedef {import("../board/camera.js").Point} Point */

/** How far a curve swings out, in parts of the way between, and at least and at most. */
const SWING = 0.6;
const SWING_LEAST = 24;
const SWING_MOST = 160;
const HEAD = 9;

/**
 * @param {Rect} from
 * @param {Rect} to a rectangle, or a point without width and height
 * @returns {{curve: string, head: string, end: Point}}
 */
export function arrow(from, to) {
  const across = middleX(to) - middleX(from);
  const down = middleY(to) - middleY(from);
  // It leaves at the side towards the other one: sideways unless that lies in another row.
  const row = to.y < from.y + from.height && to.y + to.height > from.y;
  const besides = row && (to.x > from.x + from.width || to.x + to.width < from.x);
  const sign = Math.sign(besides ? across : down) || 1;
  const start = besides ? side(from, sign, 0) : side(from, 0, sign);
  const end = besides ? entry(to, from, -sign) : side(to, 0, -sign);
  const apart = Math.abs(besides ? end[0] - start[0] : end[1] - start[1]);
  const swing = Math.min(SWING_MOST, Math.max(SWING_LEAST, apart * SWING));
  const [sx, sy] = besides ? [sign * swing, 0] : [0, sign * swing];
  const curve = `M${at(start)}C${at([start[0] + sx, start[1] + sy])} ${at([end[0] - sx, end[1] - sy])} ${at(end)}`;
  const [ux, uy] = besides ? [sign, 0] : [0, sign];
  const wing = (/** @type {1 | -1} */ which) =>
    /** @type {Point} */ ([end[0] - ux * HEAD - uy * which * HEAD * 0.6, end[1] - uy * HEAD - ux * which * HEAD * 0.6]);
  return { curve, head: `M${at(wing(1))}L${at(end)}L${at(wing(-1))}`, end };
}

/** The middle of one of its sides. @param {Rect} rect @param {number} x -1, 0 or 1 @param {number} y @returns {Point} */
function side(rect, x, y) {
  return [middleX(rect) + (x * rect.width) / 2, middleY(rect) + (y * rect.height) / 2];
}

/** At the height at which the arrow comes, if the frame reaches there. @param {Rect} to @param {Rect} from @param {number} sign @returns {Point} */
function entry(to, from, sign) {
  const margin = Math.min(40, to.height / 2);
  const y = Math.min(to.y + to.height - margin, Math.max(to.y + margin, middleY(from)));
  return [middleX(to) + (sign * to.width) / 2, y];
}

/** @param {Rect} rect */
function middleX({ x, width }) {
  return x + width / 2;
}

/** @param {Rect} rect */
function middleY({ y, height }) {
  return y + height / 2;
}

/** @param {Point} point */
function at([x, y]) {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
