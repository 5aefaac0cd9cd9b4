// The lines that show what a moved object fits to. They lie over the board in screen pixels.

import { toScreen } from "./camera.js";

/** @typedef {import("./snapping.js").Guide} Guide */

/** So that a line shows beyond what lies on it. */
const BEYOND_PX = 10;

export class Guides {
  #layer = document.createElement("div");
  #camera;

  /** @param {HTMLElement} container @param {import("./camera.js").Camera} camera */
  constructor(container, camera) {
    this.#camera = camera;
    this.#layer.className = "guides";
    this.#layer.setAttribute("aria-hidden", "true");
    container.append(this.#layer);
  }

  /** @param {readonly Guide[]} guides none when the motion is over */
  show(guides) {
    while (this.#layer.childElementCount > guides.length) this.#layer.lastElementChild?.remove();
    while (this.#layer.childElementCount < guides.length) this.#layer.append(document.createElement("div"));
    guides.forEach(({ axis, at, from, to }, index) => {
      const upright = axis === "x";
      const line = /** @type {HTMLElement} */ (this.#layer.children[index]);
      const { sight } = this.#camera;
      const beyond = BEYOND_PX / sight.zoom;
      const [x, y] = toScreen(sight, upright ? [at, from - beyond] : [from - beyond, at]);
      const length = (to - from) * sight.zoom + 2 * BEYOND_PX;
      line.className = `guide guide-${axis}`;
      line.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
      line.style.setProperty("width", upright ? "0" : `${length}px`);
      line.style.setProperty("height", upright ? `${length}px` : "0");
    });
  }
}
