// A line while it is drawn: a hand trembles and a pen reports more than one sees, so the points are
// calmed a little and those that lie on one another left out. Pure.

import { POINTS_MOST } from "./points.js";

/** @typedef {import("./points.js").InkPoint} InkPoint */

/** How much of the way to where the hand is the line goes at each report. */
const FOLLOWS = 0.62;
/** Points nearer to one another than this say nothing new, in screen pixels. */
const APART_PX = 1.2;

export class Recorder {
  /** @type {InkPoint[]} */
  line = [];
  #zoom;
  #follows;

  /** @param {number} zoom @param {boolean} [calm] whether a hand draws it */
  constructor(zoom, calm = true) {
    this.#zoom = zoom;
    this.#follows = calm ? FOLLOWS : 1;
  }

  get isFull() {
    return this.line.length >= POINTS_MOST;
  }

  /** @param {import("../camera.js").Point} point on the board @param {number} pressure @returns {boolean} whether it is longer now */
  add([x, y], pressure) {
    const last = this.line.at(-1);
    if (!last) {
      this.line.push({ x, y, pressure });
      return true;
    }
    const next = { x: last.x + (x - last.x) * this.#follows, y: last.y + (y - last.y) * this.#follows, pressure };
    if (this.isFull || Math.hypot(next.x - last.x, next.y - last.y) < APART_PX / this.#zoom) return false;
    this.line.push(next);
    return true;
  }

  /** Up to where the hand lifted. @param {import("../camera.js").Point} point on the board */
  close([x, y]) {
    const last = this.line.at(-1);
    if (last && !this.isFull && Math.hypot(x - last.x, y - last.y) > APART_PX / this.#zoom) this.line.push({ x, y, pressure: last.pressure });
  }
}
