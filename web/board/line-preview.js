// A line that is not there yet: from something to the pointer, and a ring around what it would end
// at. It lies in the layer of the board's objects, in board pixels.

import { centreOf, courseOf } from "./kinds/course.js";

/** @typedef {import("./kinds/course.js").End} End */

const SVG = "http://www.w3.org/2000/svg";

export class LinePreview {
  #picture = document.createElementNS(SVG, "svg");
  #line = document.createElementNS(SVG, "path");
  #ring = document.createElement("div");
  #view;

  /** @param {import("./view.js").BoardView} view */
  constructor(view) {
    this.#view = view;
    this.#picture.setAttribute("class", "line-preview");
    this.#picture.setAttribute("aria-hidden", "true");
    this.#picture.append(this.#line);
    this.#ring.className = "line-target";
    this.#ring.setAttribute("aria-hidden", "true");
  }

  /**
   * @param {End | null} from null: nothing is chosen to begin at yet
   * @param {End} to an object gets the ring
   */
  show(from, to) {
    if (!this.#picture.isConnected) this.#view.layer.append(this.#picture, this.#ring);
    const course = from && courseOf(from, to, false);
    this.#line.setAttribute("d", course ? `M${course.start.join(" ")}L${course.end.join(" ")}` : "");
    const rect = "rect" in to ? to.rect : null;
    this.#ring.hidden = rect === null;
    if (!rect) return;
    const [x, y] = centreOf({ rect });
    const { style } = this.#ring;
    style.setProperty("transform", `translate(${x - rect.width / 2}px, ${y - rect.height / 2}px)`);
    style.setProperty("width", `${rect.width}px`);
    style.setProperty("height", `${rect.height}px`);
  }

  end() {
    this.#picture.remove();
    this.#ring.remove();
  }
}
