// Edges and centres that a moved or resized object takes over from its neighbours. Pure: gets
// rectangles in board pixels, gives the small correction and the lines that explain it.

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./resizing.js").Corner} Corner */
/**
 * A line that both share: axis "x" stands upright at x = `at`, axis "y" lies at y = `at`.
 * @typedef {{axis: "x" | "y", at: number, from: number, to: number}} Guide
 */
/** @typedef {{dx: number, dy: number, guides: Guide[]}} Snap */

/** Screen pixels in which an edge gives way. */
export const REACH_PX = 6;
/** Screen pixels around the object: what lies further away would only make it jump. */
export const NEAR_PX = 480;

/** What the names of a rectangle's sides are on each axis. */
const SIDES = /** @type {const} */ ({ x: ["x", "width"], y: ["y", "height"] });

/**
 * @param {Rect} rect
 * @param {Iterable<Rect>} others
 * @param {number} distance board pixels
 * @returns {Rect[]} those that lie near it
 */
export function near(rect, others, distance) {
  return [...others].filter((other) => gap(rect, other, "x") <= distance && gap(rect, other, "y") <= distance);
}

/**
 * All of it moves: left, middle and right, top, middle and bottom may fit.
 * @param {Rect} rect where it would be
 * @param {readonly Rect[]} others
 * @param {number} reach board pixels
 * @returns {Snap}
 */
export function snapMove(rect, others, reach) {
  return snap(rect, others, reach, { x: linesOf(rect, "x"), y: linesOf(rect, "y") });
}

/**
 * Only the two sides at the corner move.
 * @param {Rect} rect as large as it would be
 * @param {Corner} corner
 * @param {readonly Rect[]} others
 * @param {number} reach board pixels
 * @returns {Snap}
 */
export function snapResize(rect, corner, others, reach) {
  const x = corner.includes("w") ? rect.x : rect.x + rect.width;
  const y = corner.includes("n") ? rect.y : rect.y + rect.height;
  return snap(rect, others, reach, { x: [x], y: [y] });
}

/**
 * @param {Rect} rect
 * @param {readonly Rect[]} others
 * @param {number} reach
 * @param {{x: number[], y: number[]}} own the lines of the rectangle that may fit
 * @returns {Snap}
 */
function snap(rect, others, reach, own) {
  const x = nearest(own.x, others, "x", reach);
  const y = nearest(own.y, others, "y", reach);
  const [dx, dy] = [x?.delta ?? 0, y?.delta ?? 0];
  const placed = { ...rect, x: rect.x + dx, y: rect.y + dy };
  /** @type {Guide[]} */
  const guides = [];
  if (x) guides.push(guide(placed, others, "x", x.line));
  if (y) guides.push(guide(placed, others, "y", y.line));
  return { dx, dy, guides };
}

/**
 * @param {readonly number[]} own
 * @param {readonly Rect[]} others
 * @param {"x" | "y"} axis
 * @param {number} reach
 */
function nearest(own, others, axis, reach) {
  /** @type {{delta: number, line: number} | null} */
  let best = null;
  for (const other of others) {
    for (const line of linesOf(other, axis)) {
      for (const at of own) {
        const delta = line - at;
        if (Math.abs(delta) <= reach && (!best || Math.abs(delta) < Math.abs(best.delta))) best = { delta, line };
      }
    }
  }
  return best;
}

/**
 * From the object to the nearest one on that line.
 * @param {Rect} rect
 * @param {readonly Rect[]} others
 * @param {"x" | "y"} axis
 * @param {number} line
 * @returns {Guide}
 */
function guide(rect, others, axis, line) {
  const across = axis === "x" ? "y" : "x";
  const [start, length] = SIDES[across];
  const sharing = others.filter((other) => linesOf(other, axis).includes(line));
  const partner = sharing.reduce((a, b) => (gap(rect, b, across) < gap(rect, a, across) ? b : a));
  return {
    axis,
    at: line,
    from: Math.min(rect[start], partner[start]),
    to: Math.max(rect[start] + rect[length], partner[start] + partner[length]),
  };
}

/** Both edges and the middle. @param {Rect} rect @param {"x" | "y"} axis */
function linesOf(rect, axis) {
  const [start, length] = SIDES[axis];
  return [rect[start], rect[start] + rect[length] / 2, rect[start] + rect[length]];
}

/** Between the two; 0 where they overlap. @param {Rect} a @param {Rect} b @param {"x" | "y"} axis */
function gap(a, b, axis) {
  const [start, length] = SIDES[axis];
  return Math.max(0, b[start] - a[start] - a[length], a[start] - b[start] - b[length]);
}
