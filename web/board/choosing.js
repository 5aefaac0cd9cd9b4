// Choosing by drawing: a frame pulled open, or a line around. Both lie over the board in screen
// pixels. What is locked is not chosen: it lies there as a part of the paper.

import { boundsOf, toScreen } from "./camera.js";
import { encloses } from "./lasso.js";

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */

const SVG = "http://www.w3.org/2000/svg";
/** Between two points of a line, in screen pixels. */
const STEP_PX = 4;

export class Choosing {
  #frame = document.createElement("div");
  #lasso = document.createElementNS(SVG, "svg");
  #outline = document.createElementNS(SVG, "polygon");
  #parts;

  /**
   * @param {HTMLElement} container
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
   *   camera: import("./camera.js").Camera, selection: import("./selection.js").Selection}} parts
   */
  constructor(container, parts) {
    this.#parts = parts;
    this.#frame.className = "board-frame";
    this.#frame.hidden = true;
    this.#lasso.setAttribute("class", "lasso");
    this.#lasso.setAttribute("aria-hidden", "true");
    this.#lasso.append(this.#outline);
    container.append(this.#frame, this.#lasso);
  }

  /** @param {Point} from @param {Point} to @param {ReadonlySet<string>} before chosen in any case */
  byFrame(from, to, before) {
    const { camera, view, selection } = this.#parts;
    const area = /** @type {Rect} */ (boundsOf([from, to].map(asObject)));
    const [x, y] = toScreen(camera.sight, [area.x, area.y]);
    const { style } = this.#frame;
    this.#frame.hidden = false;
    style.setProperty("transform", `translate(${x}px, ${y}px)`);
    style.setProperty("width", `${area.width * camera.sight.zoom}px`);
    style.setProperty("height", `${area.height * camera.sight.zoom}px`);
    selection.set([...before, ...this.#loose(view.within(area))]);
  }

  /** @param {Point[]} line grows by the point @param {Point} at @param {ReadonlySet<string>} before */
  byLine(line, at, before) {
    const { camera, view, selection } = this.#parts;
    const last = line.at(-1);
    if (last && Math.hypot(at[0] - last[0], at[1] - last[1]) * camera.sight.zoom < STEP_PX) return;
    line.push(at);
    const points = line.map((point) => toScreen(camera.sight, point).map(Math.round).join(","));
    this.#outline.setAttribute("points", points.join(" "));
    const bounds = /** @type {Rect} */ (boundsOf(line.map(asObject)));
    const near = this.#loose(view.within(bounds));
    selection.set([...before, ...near.filter((id) => encloses(line, /** @type {Rect} */ (view.rect(id))))]);
  }

  end() {
    this.#frame.hidden = true;
    this.#outline.removeAttribute("points");
  }

  /** @param {string[]} ids */
  #loose(ids) {
    return ids.filter((id) => !this.#parts.board.get(id)?.locked);
  }
}

/** @param {Point} pos @returns {{pos: Point, size: Point}} */
function asObject(pos) {
  return { pos, size: [0, 0] };
}
