// A stroke as figures: how it is kept, how it is read whatever came, where it is hit. Pure.
//
// Kept are `points`, [x, y, x, y, …] in tenths of a board pixel from the object's corner, as they
// were drawn, and of a pen `pressures`, one per point, in hundredths. Resizing changes the size
// alone: what is drawn is scaled from the stroke's own size to it.

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {import("../objects.js").Pair} Pair */
/** @typedef {keyof typeof WIDTHS} Width */
/** @typedef {{x: number, y: number, pressure: number}} InkPoint on the board; pressure from 0 to 1 */
/** @typedef {{points: readonly number[], pressures: readonly number[], width: Width}} Ink */

/** In board pixels. */
export const WIDTHS = Object.freeze({ fine: 3, medium: 6, broad: 14 });
/** Of one stroke; a longer one goes on as another. */
export const POINTS_MOST = 2000;
/** The least and the most of a stroke's sides, in board pixels. */
export const SIDES = /** @type {const} */ ([3, 20_000]);
const TENTHS = 10;
const HUNDREDTHS = 100;
/** A pressed pen draws wider by this factor at most: it stays in its rectangle. */
const WIDEST = 1.7;

/** @type {readonly number[]} */
const NONE = Object.freeze([]);

/**
 * The document hands out the same array as long as nobody replaced it.
 * @type {WeakMap<object, readonly number[]>}
 */
const read = new WeakMap();

/** @param {unknown} value @returns {readonly number[]} pairs of sane figures; what is none is left out */
export function pointsIn(value) {
  return remembered(value, (figures) => {
    /** @type {number[]} */
    const points = [];
    for (let at = 0; at + 1 < Math.min(figures.length, 2 * POINTS_MOST); at += 2) {
      const [x, y] = [figures[at], figures[at + 1]];
      if (Number.isFinite(x) && Number.isFinite(y)) points.push(bounded(x), bounded(y));
    }
    return points;
  });
}

/** @param {unknown} value @param {number} count of points @returns {readonly number[]} one each, or none at all */
export function pressuresIn(value, count) {
  const found = remembered(value, (figures) =>
    (figures.length <= POINTS_MOST && figures.every(Number.isFinite) ? figures.map((each) => Math.round(Math.min(HUNDREDTHS, Math.max(0, each)))) : []));
  return found.length === count ? found : NONE;
}

/** @param {unknown} value @param {(figures: any[]) => number[]} read_ */
function remembered(value, read_) {
  if (!Array.isArray(value)) return NONE;
  const known = read.get(value);
  if (known) return known;
  const found = read_(value);
  const frozen = found.length === 0 ? NONE : Object.freeze(found);
  read.set(value, frozen);
  // What was read once is sane.
  if (frozen !== NONE) read.set(frozen, frozen);
  return frozen;
}

/** @param {number} figure */
function bounded(figure) {
  return Math.round(Math.min(SIDES[1] * TENTHS, Math.max(0, figure)));
}

/** @type {WeakMap<readonly number[], Pair>} */
const extents = new WeakMap();

/**
 * What it takes as it was drawn, in board pixels.
 * @param {Ink} ink
 * @returns {Pair}
 */
export function ownSize({ points, width }) {
  let extent = extents.get(points);
  if (!extent) {
    let [right, bottom] = [0, 0];
    for (let at = 0; at + 1 < points.length; at += 2) {
      right = Math.max(right, /** @type {number} */ (points[at]));
      bottom = Math.max(bottom, /** @type {number} */ (points[at + 1]));
    }
    extent = [right / TENTHS, bottom / TENTHS];
    extents.set(points, extent);
  }
  const margin = marginOf(width);
  return [Math.max(SIDES[0], extent[0] + margin), Math.max(SIDES[0], extent[1] + margin)];
}

/** Around the points. @param {Width} width */
function marginOf(width) {
  return Math.ceil((WIDTHS[width] * WIDEST) / 2);
}

/**
 * The same as points, each with its pressure, from the corner in board pixels.
 * @param {Ink} ink
 * @returns {InkPoint[]}
 */
export function unpackedInk({ points, pressures }) {
  /** @type {InkPoint[]} */
  const found = [];
  for (let at = 0; at + 1 < points.length; at += 2) {
    found.push({
      x: /** @type {number} */ (points[at]) / TENTHS,
      y: /** @type {number} */ (points[at + 1]) / TENTHS,
      pressure: (pressures[at / 2] ?? 50) / HUNDREDTHS,
    });
  }
  return found;
}

/**
 * What is to be stored of a drawn line.
 * @param {readonly InkPoint[]} line at least one point
 * @param {{width: Width, pen: boolean, zoom: number}} how pen: its pressure counts; zoom at which it was drawn
 * @returns {{pos: Pair, size: Pair, data: {points: number[], width: Width, pressures?: number[]}}}
 */
export function packedInk(line, { width, pen, zoom }) {
  const kept = simplified(line, TOLERANCE_PX / zoom, pen ? WIDTHS[width] : 0).slice(0, POINTS_MOST);
  const margin = marginOf(width);
  const left = Math.floor(Math.min(...kept.map(({ x }) => x))) - margin;
  const top = Math.floor(Math.min(...kept.map(({ y }) => y))) - margin;
  const points = kept.flatMap(({ x, y }) => [Math.round((x - left) * TENTHS), Math.round((y - top) * TENTHS)]);
  const data = { points, width, ...(pen ? { pressures: kept.map(({ pressure }) => Math.round(pressure * HUNDREDTHS)) } : {}) };
  const size = ownSize({ points, pressures: NONE, width });
  return { pos: [left, top], size: [Math.round(size[0] * TENTHS) / TENTHS, Math.round(size[1] * TENTHS) / TENTHS], data };
}

/** So far from the drawn line nobody sees a difference, in screen pixels. */
const TOLERANCE_PX = 0.35;

/**
 * Without the points that the line between their neighbours shows as well (Douglas and Peucker).
 * @param {readonly InkPoint[]} line
 * @param {number} tolerance in board pixels
 * @param {number} [spread] how much of the width pressure makes, in board pixels
 * @returns {InkPoint[]}
 */
export function simplified(line, tolerance, spread = 0) {
  if (line.length < 3) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const open = [[0, line.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [from, to] = /** @type {[number, number]} */ (range);
    const [a, b] = [/** @type {InkPoint} */ (line[from]), /** @type {InkPoint} */ (line[to])];
    let [worst, at] = [tolerance, -1];
    for (let index = from + 1; index < to; index++) {
      const far = deviation(/** @type {InkPoint} */ (line[index]), a, b, spread);
      if (far > worst) [worst, at] = [far, index];
    }
    if (at < 0) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  return line.filter((_, index) => keep[index]);
}

/** @param {InkPoint} point @param {InkPoint} a @param {InkPoint} b @param {number} spread */
function deviation(point, a, b, spread) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const part = partOf(point.x - a.x, point.y - a.y, dx, dy);
  const aside = Math.hypot(point.x - a.x - part * dx, point.y - a.y - part * dy);
  return Math.max(aside, Math.abs(point.pressure - a.pressure - part * (b.pressure - a.pressure)) * spread);
}

/** Where on the way (0 to 1) a point is nearest. @param {number} x @param {number} y @param {number} dx @param {number} dy */
function partOf(x, y, dx, dy) {
  const square = dx * dx + dy * dy;
  return square === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / square));
}

/**
 * Whether the line is there.
 * @param {Ink} ink
 * @param {Rect} rect where the stroke lies now
 * @param {Point} point on the board
 * @param {number} slack board pixels
 */
export function isOnInk(ink, rect, [px, py], slack) {
  if (px < rect.x - slack || py < rect.y - slack || px > rect.x + rect.width + slack || py > rect.y + rect.height + slack) return false;
  const [wide, high] = ownSize(ink);
  const [sx, sy] = [rect.width / wide, rect.height / high];
  const reach = slack + (WIDTHS[ink.width] / 2) * Math.max(sx, sy);
  const { points } = ink;
  let [ax, ay] = [/** @type {number} */ (points[0]), /** @type {number} */ (points[1])];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [bx, by] = [/** @type {number} */ (points[at]), /** @type {number} */ (points[at + 1])];
    const [x, y] = [px - rect.x - (ax / TENTHS) * sx, py - rect.y - (ay / TENTHS) * sy];
    const [dx, dy] = [((bx - ax) / TENTHS) * sx, ((by - ay) / TENTHS) * sy];
    const part = partOf(x, y, dx, dy);
    if (Math.hypot(x - part * dx, y - part * dy) <= reach) return true;
    [ax, ay] = [bx, by];
  }
  return false;
}
