// Where one looks at the board: a pure value {x, y, zoom} with its mathematics, and the Camera
// that holds the current one and tells who draws. (x, y) is the board point at the top left of
// the view; zoom is screen pixels per board pixel.

import { Emitter } from "../sync/emitter.js";

/** @typedef {Readonly<{x: number, y: number, zoom: number}>} Sight */
/** @typedef {readonly [number, number]} Point */
/** @typedef {Readonly<{x: number, y: number, width: number, height: number}>} Rect */
/** @typedef {Readonly<{top: number, right: number, bottom: number, left: number}>} Insets */

/** Farther out a note is a dot, nearer in a letter fills the screen. */
export const ZOOM_MIN = 0.04;
export const ZOOM_MAX = 4;
/** The steps of the keys and buttons. */
const STEPS = [0.04, 0.06, 0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
/** Farther out one sees where something is, but not what. */
const READABLE_ZOOM = 0.6;
/** A board further away than this from its origin is a broken client's. */
const FAR = 2_000_000;
/** Wheel units that halve or double the view; trackpad pinches come as small wheel steps. */
const WHEEL_DOUBLE = 240;

/**
 * @param {Sight} sight
 * @param {Point} point on the screen
 * @returns {Point}
 */
export function toBoard(sight, [x, y]) {
  return [sight.x + x / sight.zoom, sight.y + y / sight.zoom];
}

/**
 * @param {Sight} sight
 * @param {Point} point on the board
 * @returns {Point}
 */
export function toScreen(sight, [x, y]) {
  return [(x - sight.x) * sight.zoom, (y - sight.y) * sight.zoom];
}

/**
 * Drag the paper by so many screen pixels.
 * @param {Sight} sight
 * @param {number} dx
 * @param {number} dy
 * @returns {Sight}
 */
export function panned(sight, dx, dy) {
  return bounded(sight.x - dx / sight.zoom, sight.y - dy / sight.zoom, sight.zoom);
}

/**
 * The board point under `at` stays under `at`.
 * @param {Sight} sight
 * @param {Point} at on the screen
 * @param {number} zoom
 * @returns {Sight}
 */
export function zoomedAt(sight, at, zoom) {
  const next = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom));
  const [x, y] = toBoard(sight, at);
  return bounded(x - at[0] / next, y - at[1] / next, next);
}

/**
 * Two fingers: what lay under them lies under them.
 * @param {Sight} sight
 * @param {readonly [Point, Point]} from
 * @param {readonly [Point, Point]} to
 * @returns {Sight}
 */
export function pinched(sight, from, to) {
  const ratio = distance(...to) / Math.max(1, distance(...from));
  const [start, end] = [middle(...from), middle(...to)];
  const moved = panned(sight, end[0] - start[0], end[1] - start[1]);
  return zoomedAt(moved, end, sight.zoom * ratio);
}

/**
 * The next step of the keys: +1 nearer, -1 farther.
 * @param {number} zoom
 * @param {1 | -1} direction
 */
export function nextStep(zoom, direction) {
  const near = 1.001;
  const found =
    direction > 0
      ? STEPS.find((step) => step > zoom * near)
      : STEPS.findLast((step) => step < zoom / near);
  return found ?? (direction > 0 ? ZOOM_MAX : ZOOM_MIN);
}

/**
 * All of `bounds` in the part of the view that no bar covers, never nearer than `nearest`.
 * @param {Rect} bounds
 * @param {{width: number, height: number}} view
 * @param {Insets} insets
 * @param {number} [nearest]
 * @returns {Sight}
 */
export function fitted(bounds, view, insets, nearest = 1) {
  const width = Math.max(1, view.width - insets.left - insets.right);
  const height = Math.max(1, view.height - insets.top - insets.bottom);
  const zoom = Math.min(
    nearest,
    Math.max(ZOOM_MIN, Math.min(width / Math.max(1, bounds.width), height / Math.max(1, bounds.height))),
  );
  return bounded(
    bounds.x + bounds.width / 2 - (insets.left + width / 2) / zoom,
    bounds.y + bounds.height / 2 - (insets.top + height / 2) / zoom,
    zoom,
  );
}

/**
 * The smallest movement that brings `rect` into the free part of the view; the same sight when it
 * is there already. What is larger than the view shows its top left corner.
 * @param {Sight} sight
 * @param {Rect} rect on the board
 * @param {{width: number, height: number}} view
 * @param {Insets} insets
 * @returns {Sight}
 */
export function revealed(sight, rect, view, insets) {
  const [left, top] = toScreen(sight, [rect.x, rect.y]);
  const dx = shift(left, rect.width * sight.zoom, insets.left, view.width - insets.right);
  const dy = shift(top, rect.height * sight.zoom, insets.top, view.height - insets.bottom);
  return dx || dy ? panned(sight, dx, dy) : sight;
}

/**
 * The part of the board that is seen.
 * @param {Sight} sight
 * @param {{width: number, height: number}} view
 * @param {number} [margin] screen pixels more on every side
 * @returns {Rect}
 */
export function visible(sight, view, margin = 0) {
  return {
    x: sight.x - margin / sight.zoom,
    y: sight.y - margin / sight.zoom,
    width: (view.width + 2 * margin) / sight.zoom,
    height: (view.height + 2 * margin) / sight.zoom,
  };
}

/**
 * @param {Iterable<{pos: Point, size: Point}>} objects
 * @returns {Rect | null} null without objects
 */
export function boundsOf(objects) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { pos, size } of objects) {
    left = Math.min(left, pos[0]);
    top = Math.min(top, pos[1]);
    right = Math.max(right, pos[0] + size[0]);
    bottom = Math.max(bottom, pos[1] + size[1]);
  }
  return left <= right ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/**
 * @param {Rect} a
 * @param {Rect} b
 */
export function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Holds the current sight; "moved" tells everybody who draws by it. */
export class Camera {
  /** @type {Emitter<{moved: Sight, own: void, led: void}>} own: this person goes somewhere; led: somebody else leads there */
  events = new Emitter();
  /** @type {Sight} */
  #sight = { x: 0, y: 0, zoom: 1 };
  #view = { width: 1, height: 1 };
  /** @type {Insets} */
  #insets = { top: 0, right: 0, bottom: 0, left: 0 };
  /** Where the journey that is under way leads. @type {Sight | null} */
  #target = null;
  /** Ends it. */
  #stop = () => {};

  get sight() {
    return this.#sight;
  }

  get view() {
    return this.#view;
  }

  get insets() {
    return this.#insets;
  }

  /** @returns {Point} the board point in the middle of what no bar covers */
  get centre() {
    return toBoard(this.#sight, this.#middle);
  }

  /**
   * @param {{width: number, height: number}} view
   * @param {Insets} insets covered by bars
   */
  resize(view, insets) {
    this.#view = view;
    this.#insets = insets;
    this.events.emit("moved", this.#sight);
  }

  /** @param {Sight} sight */
  look(sight) {
    this.events.emit("own", undefined);
    this.#jump(sight);
  }

  /** @param {number} dx @param {number} dy screen pixels */
  pan(dx, dy) {
    this.look(panned(this.#sight, dx, dy));
  }

  /** @param {Point} at on the screen @param {number} deltaY of the wheel event, in pixels */
  wheel(at, deltaY) {
    this.look(zoomedAt(this.#sight, at, this.#sight.zoom * 2 ** (-deltaY / WHEEL_DOUBLE)));
  }

  /** @param {1 | -1} direction */
  step(direction) {
    // Faster than the journey: the next step goes on from where this one leads.
    const from = this.#target ?? this.#sight;
    this.travel(zoomedAt(from, this.#middle, nextStep(from.zoom, direction)));
  }

  /** Actual size. */
  reset() {
    this.travel(zoomedAt(this.#target ?? this.#sight, this.#middle, 1));
  }

  /** @param {Rect | null} bounds @param {boolean} [calmly] */
  fit(bounds, calmly = true) {
    const target = fitted(bounds ?? { x: 0, y: 0, width: 1, height: 1 }, this.#view, padded(this.#insets, 48));
    if (calmly) this.travel(target);
    else this.look(target);
  }

  /**
   * The first look: everything, or the notes from `first` on where everything would be too small.
   * @param {Rect | null} bounds
   * @param {Point} first top left corner of the first note
   * @param {number} least zoom
   */
  enter(bounds, first, least) {
    this.fit(bounds, false);
    const { top, left } = padded(this.#insets, 24);
    if (this.#sight.zoom < least) this.look(bounded(first[0] - left / least, first[1] - top / least, least));
  }

  /** So near that one can read and write there, never farther than now. @param {Rect} rect */
  approach(rect) {
    const close = fitted(rect, this.#view, padded(this.#insets, 24));
    const nearer = Math.max(close.zoom, this.#sight.zoom);
    this.travel(zoomedAt(close, toScreen(close, [rect.x + rect.width / 2, rect.y + rect.height / 2]), nearer));
  }

  /** In the middle of what no bar covers, and so near that one can read it. @param {Rect} rect */
  centreOn({ x, y, width, height }) {
    this.travel(this.#centred([x + width / 2, y + height / 2], Math.max(READABLE_ZOOM, this.#sight.zoom)));
  }

  /** At once, as near as now. @param {Point} point on the board that comes into the middle */
  lookAt(point) {
    this.look(this.#centred(point, this.#sight.zoom));
  }

  /** @param {Rect} rect */
  reveal(rect) {
    const target = revealed(this.#sight, rect, this.#view, padded(this.#insets, 24));
    if (target !== this.#sight) this.travel(target);
  }

  /**
   * A short way there, or at once where no motion is wished.
   * @param {Sight} target
   */
  travel(target) {
    this.events.emit("own", undefined);
    this.#go(target);
  }

  /**
   * The same where somebody else leads.
   * @param {Sight} target
   */
  lead(target) {
    this.events.emit("led", undefined);
    this.#go(target);
  }

  /** @param {Rect} rect */
  leadTo(rect) {
    this.lead(revealed(this.#sight, rect, this.#view, padded(this.#insets, 24)));
  }

  /** @param {Sight} target */
  #go(target) {
    if (!mayMove()) return this.#jump(target);
    this.#stop();
    this.#target = target;
    const start = this.#sight;
    const began_ms = performance.now();
    let frame = 0;
    const go = (/** @type {number} */ now_ms) => {
      const part = Math.min(1, Math.max(0, (now_ms - began_ms) / 220));
      this.#set(between(start, target, 1 - (1 - part) ** 3));
      if (part < 1) frame = requestAnimationFrame(go);
      else this.#target = null;
    };
    this.#stop = () => cancelAnimationFrame(frame);
    frame = requestAnimationFrame(go);
  }

  /** @returns {Point} the middle of what no bar covers, on the screen */
  get #middle() {
    const { top, right, bottom, left } = this.#insets;
    return [(left + this.#view.width - right) / 2, (top + this.#view.height - bottom) / 2];
  }

  /** @param {Point} point @param {number} zoom @returns {Sight} */
  #centred([x, y], zoom) {
    const [left, top] = this.#middle;
    return bounded(x - left / zoom, y - top / zoom, zoom);
  }

  /** @param {Sight} sight */
  #jump(sight) {
    this.#stop();
    this.#target = null;
    this.#set(sight);
  }

  /** @param {Sight} sight */
  #set(sight) {
    this.#sight = sight;
    this.events.emit("moved", sight);
  }
}

/**
 * In between in such a way that the zoom feels even.
 * @param {Sight} a
 * @param {Sight} b
 * @param {number} part
 * @returns {Sight}
 */
function between(a, b, part) {
  if (part >= 1) return b;
  const zoom = a.zoom * (b.zoom / a.zoom) ** part;
  // Weight by the inverse zoom keeps the fixed point of a pure zoom fixed.
  const weight = a.zoom === b.zoom ? part : (1 / zoom - 1 / a.zoom) / (1 / b.zoom - 1 / a.zoom);
  return { x: a.x + (b.x - a.x) * weight, y: a.y + (b.y - a.y) * weight, zoom };
}

function mayMove() {
  return !globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches && typeof requestAnimationFrame === "function";
}

/**
 * @param {Insets} insets
 * @param {number} more
 * @returns {Insets}
 */
function padded({ top, right, bottom, left }, more) {
  return { top: top + more, right: right + more, bottom: bottom + more, left: left + more };
}

/**
 * @param {number} start
 * @param {number} length
 * @param {number} from
 * @param {number} to
 */
function shift(start, length, from, to) {
  if (start < from || length > to - from) return from - start;
  return Math.min(0, to - (start + length));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} zoom
 * @returns {Sight}
 */
function bounded(x, y, zoom) {
  return { x: Math.min(FAR, Math.max(-FAR, x)), y: Math.min(FAR, Math.max(-FAR, y)), zoom };
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** @param {Point} a @param {Point} b @returns {Point} */
function middle(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
