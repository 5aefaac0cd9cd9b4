// Strokes that are not objects yet, in their place on the board: one's own and those of others.

import { outlineOf } from "./outline.js";

/** @typedef {import("./telling.js").Look} Look */
/** @typedef {import("./points.js").InkPoint} InkPoint */

const SVG = "http://www.w3.org/2000/svg";

export class WetInk {
  #layer = document.createElementNS(SVG, "svg");
  /** @type {Map<unknown, SVGPathElement>} */
  #paths = new Map();
  /** @type {Map<unknown, {line: readonly InkPoint[], look: Look}>} */
  #due = new Map();
  #frame = 0;

  /** @param {import("../view.js").BoardView} view */
  constructor(view) {
    this.#layer.setAttribute("class", "ink-wet");
    this.#layer.setAttribute("aria-hidden", "true");
    view.layer.append(this.#layer);
  }

  /**
   * @param {unknown} key whose it is
   * @param {readonly InkPoint[]} line
   * @param {Look} look
   */
  show(key, line, look) {
    this.#due.set(key, { line, look });
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** @param {unknown} key */
  hide(key) {
    this.#due.delete(key);
    this.#paths.get(key)?.remove();
    this.#paths.delete(key);
  }

  remove() {
    cancelAnimationFrame(this.#frame);
    this.#layer.remove();
  }

  #draw() {
    this.#frame = 0;
    for (const [key, { line, look }] of this.#due) {
      let path = this.#paths.get(key);
      if (!path) {
        path = document.createElementNS(SVG, "path");
        path.setAttribute("class", "ink");
        this.#layer.append(path);
        this.#paths.set(key, path);
      }
      path.dataset["noteColor"] = look.color;
      path.setAttribute("d", outlineOf(line, look.width, look.pen));
    }
    this.#due.clear();
  }
}
