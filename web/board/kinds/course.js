// The way of a line between two things, of which each may be an object or a point. Pure.

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../camera.js").Rect} Rect */
/**
 * What a line ends at: a rectangle, with its corners if it has an outline of its own, or a point.
 * @typedef {{rect: Rect, corners?: readonly Point[] | undefined} | {point: Point}} End
 */
/**
 * @typedef {object} Course
 * @property {Point} start
 * @property {Point} end
 * @property {readonly [Point, Point] | null} bend the two control points of a curve
 * @property {readonly Point[]} points it goes through, near enough
 * @property {Point} middle
 */

/** Board pixels between the line and what it ends at. */
const GAP = 5;
/** Points that stand for a curve. */
const STEPS = 24;
/** A curve leaves at least so far straight on. */
const LEAVES = 40;

/**
 * @param {End} from
 * @param {End} to
 * @param {boolean} curved
 * @returns {Course}
 */
export function courseOf(from, to, curved) {
  const [a, b] = [centreOf(from), centreOf(to)];
  return curved ? curve(from, to, a, b) : straight(from, to, a, b);
}

/** @param {End} from @param {End} to @param {Point} a @param {Point} b @returns {Course} */
function straight(from, to, a, b) {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const [leaves, arrives] = [edgeAlong(from, a, b), edgeAlong(to, b, a)];
  // They lie on one another: the line shows at least whose it is.
  const apart = leaves + arrives < length;
  const start = apart ? along(a, b, leaves) : a;
  const end = apart ? along(b, a, arrives) : b;
  return { start, end, bend: null, points: [start, end], middle: [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2] };
}

/** Leaves and arrives at right angles. @param {End} from @param {End} to @param {Point} a @param {Point} b @returns {Course} */
function curve(from, to, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const level = Math.abs(dx) >= Math.abs(dy);
  const aim = /** @type {Point} */ (level ? [Math.sign(dx) || 1, 0] : [0, Math.sign(dy) || 1]);
  const back = /** @type {Point} */ ([-aim[0], -aim[1]]);
  const start = along(a, plus(a, aim, 1), edgeAlong(from, a, plus(a, aim, FAR)));
  const end = along(b, plus(b, back, 1), edgeAlong(to, b, plus(b, back, FAR)));
  const reach = Math.max(LEAVES, Math.abs(level ? end[0] - start[0] : end[1] - start[1]) / 2);
  const bend = /** @type {[Point, Point]} */ ([plus(start, aim, reach), plus(end, back, reach)]);
  const points = Array.from({ length: STEPS + 1 }, (_, step) => bezier(start, bend[0], bend[1], end, step / STEPS));
  return { start, end, bend, points, middle: /** @type {Point} */ (points[STEPS / 2]) };
}

/** Far beyond any edge. */
const FAR = 100_000;

/** @param {End} end @returns {Point} */
export function centreOf(end) {
  if ("point" in end) return end.point;
  const { rect: { x, y, width, height } } = end;
  return [x + width / 2, y + height / 2];
}

/**
 * How far from its centre its edge is, on the way to a point.
 * @param {End} end
 * @param {Point} centre
 * @param {Point} towards
 */
function edgeAlong(end, centre, towards) {
  if ("point" in end) return 0;
  const [dx, dy] = [towards[0] - centre[0], towards[1] - centre[1]];
  const length = Math.hypot(dx, dy);
  if (length === 0) return 0;
  const aim = /** @type {Point} */ ([dx / length, dy / length]);
  const corners = end.corners ?? cornersOf(end.rect);
  let furthest = 0;
  corners.forEach((corner, index) => {
    const next = /** @type {Point} */ (corners[(index + 1) % corners.length]);
    furthest = Math.max(furthest, crossing(centre, aim, corner, next));
  });
  return furthest + GAP;
}

/** How far along a ray it crosses a side; 0 where it does not. @param {Point} from @param {Point} aim @param {Point} a @param {Point} b */
function crossing([x, y], [aimX, aimY], [ax, ay], [bx, by]) {
  const [sx, sy] = [bx - ax, by - ay];
  const cross = aimX * sy - aimY * sx;
  if (Math.abs(cross) < 1e-9) return 0;
  const far = ((ax - x) * sy - (ay - y) * sx) / cross;
  const part = ((ax - x) * aimY - (ay - y) * aimX) / cross;
  return far > 0 && part >= 0 && part <= 1 ? far : 0;
}

/** @param {Rect} rect @returns {Point[]} */
function cornersOf({ x, y, width, height }) {
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
}

/** @param {Point} from @param {Point} towards @param {number} far @returns {Point} */
export function along(from, towards, far) {
  const [dx, dy] = [towards[0] - from[0], towards[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  return [from[0] + (dx / length) * far, from[1] + (dy / length) * far];
}

/** @param {Point} point @param {Point} aim @param {number} far @returns {Point} */
function plus([x, y], [aimX, aimY], far) {
  return [x + aimX * far, y + aimY * far];
}

/** @param {Point} a @param {Point} b @param {Point} c @param {Point} d @param {number} part @returns {Point} */
function bezier(a, b, c, d, part) {
  const rest = 1 - part;
  const at = (/** @type {0 | 1} */ axis) =>
    rest ** 3 * a[axis] + 3 * rest ** 2 * part * b[axis] + 3 * rest * part ** 2 * c[axis] + part ** 3 * d[axis];
  return [at(0), at(1)];
}
