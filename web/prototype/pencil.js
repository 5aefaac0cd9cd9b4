// Lines as a hand draws them: a little bent, a little beside, and always the same for the same
// seed, so that everybody sees the same drawing and nothing trembles when it is drawn anew. Pure:
// gives SVG path data.

/** @typedef {readonly [number, number]} Point */

/** How far a line may lie beside where it belongs, in board pixels. */
const BESIDE = 1.1;
/** How far a line bends, in parts of its length, and at most. */
const BEND = 0.012;
const BEND_MOST = 3.2;
/** Corners of a circle that is drawn through points. */
const ROUND = 8;

export class Pencil {
  #state;

  /** @param {string} seed */
  constructor(seed) {
    this.#state = hash(seed);
  }

  /** @param {Point} from @param {Point} to */
  line(from, to) {
    const [start, end] = [this.#near(from), this.#near(to)];
    return `M${at(start)}${this.#to(start, end)}`;
  }

  /** @param {readonly Point[]} points @param {boolean} [closed] */
  through(points, closed = false) {
    const corners = points.map((point) => this.#near(point));
    const [first, ...others] = corners;
    if (!first) return "";
    let before = first;
    let path = `M${at(first)}`;
    for (const corner of closed ? [...others, first] : others) {
      path += this.#to(before, corner);
      before = corner;
    }
    return closed ? `${path}Z` : path;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   * @param {number} [radius]
   */
  box(x, y, width, height, radius = 0) {
    const r = Math.max(0, Math.min(radius, width / 2, height / 2));
    const [right, bottom] = [x + width, y + height];
    if (r === 0) return this.through([[x, y], [right, y], [right, bottom], [x, bottom]], true);
    /** @type {[Point, Point, Point][]} side's start, side's end, the corner after it */
    const sides = [
      [[x + r, y], [right - r, y], [right, y]],
      [[right, y + r], [right, bottom - r], [right, bottom]],
      [[right - r, bottom], [x + r, bottom], [x, bottom]],
      [[x, bottom - r], [x, y + r], [x, y]],
    ];
    const drawn = sides.map(([start, end, corner]) => ({ start: this.#near(start), end: this.#near(end), corner }));
    const first = /** @type {typeof drawn[number]} */ (drawn[0]);
    let path = `M${at(first.start)}`;
    drawn.forEach(({ start, end, corner }, index) => {
      const next = drawn[index + 1]?.start ?? first.start;
      path += `${this.#to(start, end)}Q${at(corner)} ${at(next)}`;
    });
    return `${path}Z`;
  }

  /** @param {number} x of the middle @param {number} y @param {number} across @param {number} [tall] radii */
  round(x, y, across, tall = across) {
    const points = Array.from({ length: ROUND }, (_, index) => {
      const angle = (index / ROUND) * 2 * Math.PI;
      return this.#near([x + Math.cos(angle) * across, y + Math.sin(angle) * tall], Math.min(BESIDE, across * 0.06));
    });
    return `${smooth(points)}Z`;
  }

  /** Writing that nobody can read yet. @param {Point} from @param {number} length @param {number} height */
  scribble([x, y], length, height) {
    /** @type {Point[]} */
    const points = [];
    const step = Math.max(3, height * 0.55);
    for (let along = 0, up = false; along <= length; along += step * (0.7 + this.#next() * 0.6), up = !up) {
      points.push([x + along, y + (up ? -1 : 1) * height * (0.25 + this.#next() * 0.25)]);
    }
    return points.length < 2 ? "" : `M${points.map(at).join("L")}`;
  }

  /** @param {Point} from @param {Point} to */
  #to(from, to) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const bend = Math.min(BEND_MOST, Math.hypot(dx, dy) * BEND);
    const control = (/** @type {number} */ part) =>
      this.#near([from[0] + dx * part, from[1] + dy * part], bend);
    return `C${at(control(0.33))} ${at(control(0.67))} ${at(to)}`;
  }

  /** @param {Point} point @param {number} [beside] @returns {Point} */
  #near([x, y], beside = BESIDE) {
    return [x + (this.#next() * 2 - 1) * beside, y + (this.#next() * 2 - 1) * beside];
  }

  /** From 0 to below 1 (mulberry32). */
  #next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** Through all of them and back to the first (Catmull-Rom). @param {readonly Point[]} points */
export function smooth(points) {
  const count = points.length;
  const point = (/** @type {number} */ index) => /** @type {Point} */ (points[(index + count) % count]);
  let path = `M${at(point(0))}`;
  for (let index = 0; index < count; index++) {
    const [a, b, c, d] = [point(index - 1), point(index), point(index + 1), point(index + 2)];
    /** @type {Point} */
    const leave = [b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6];
    /** @type {Point} */
    const arrive = [c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6];
    path += `C${at(leave)} ${at(arrive)} ${at(c)}`;
  }
  return path;
}

/** @param {Point} point */
function at([x, y]) {
  return `${tenth(x)} ${tenth(y)}`;
}

/** @param {number} figure */
function tenth(figure) {
  return Math.round(figure * 10) / 10;
}

/** FNV-1a. @param {string} text */
function hash(text) {
  let found = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) found = Math.imul(found ^ text.charCodeAt(index), 0x01000193);
  return found | 0;
}
