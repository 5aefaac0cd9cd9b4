// The board from far away, on a canvas. It draws what elements could not at that number: 2,000
// objects in a few milliseconds.

import { drawingOf } from "./kinds/drawings.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./kinds/kind.js").Look} Look */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./camera.js").Sight} Sight */

/** Around what is chosen, in screen pixels. */
const CHOSEN_PX = 2;

export class FarPicture {
  canvas = document.createElement("canvas");
  /** @type {Map<string, {bg: string, edge: string, ink: string}>} */
  #paints = new Map();
  #shown = false;
  #accent = "";
  #context = this.canvas.getContext("2d");
  #look;

  /** @param {Look} look */
  constructor(look) {
    this.#look = look;
    this.canvas.className = "board-far";
    this.canvas.setAttribute("aria-hidden", "true");
    this.canvas.hidden = true;
  }

  /**
   * @param {Readonly<BoardObject>[] | null} pile from the bottom to the top; null clears
   * @param {Sight} sight
   * @param {{width: number, height: number}} view
   * @param {{elements?: ReadonlyMap<string, unknown>, chosen?: ReadonlySet<string>}} [marks] elements: have one,
   *   which is drawn over this
   */
  draw(pile, { x, y, zoom }, view, { elements, chosen } = {}) {
    if (!this.#context || (!pile && !this.#shown)) return;
    this.#shown = pile !== null;
    this.canvas.hidden = !this.#shown;
    if (!pile) return;
    const ratio = Math.min(2, devicePixelRatio);
    this.#fill(view, ratio);
    const context = this.#context;
    this.#accent ||= getComputedStyle(document.documentElement).getPropertyValue("--accent");
    context.setTransform(ratio * zoom, 0, 0, ratio * zoom, -x * zoom * ratio, -y * zoom * ratio);
    for (const object of pile) {
      if (elements?.has(object.id)) continue;
      const rect = this.#look.rectOf(object.id);
      if (!rect) continue;
      const paint = drawingOf(object)?.paint ?? sheet;
      paint(context, object, rect, this.#paint, this.#look);
      if (chosen?.has(object.id)) {
        context.strokeStyle = this.#accent;
        context.lineWidth = CHOSEN_PX / zoom;
        context.strokeRect(rect.x, rect.y, rect.width, rect.height);
      }
    }
  }

  /** @param {{width: number, height: number}} view @param {number} ratio */
  #fill({ width, height }, ratio) {
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      this.canvas.width = wide;
      this.canvas.height = high;
    } else {
      this.#context?.setTransform(1, 0, 0, 1, 0, 0);
      this.#context?.clearRect(0, 0, wide, high);
    }
  }

  /** The colours of the one place that has them. @type {import("./kinds/kind.js").Paints} */
  #paint = (color) => {
    const known = this.#paints.get(color);
    if (known) return known;
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ part) => style.getPropertyValue(`--note-${color}-${part}`);
    const paint = { bg: read("bg"), edge: read("edge"), ink: read("mark") };
    this.#paints.set(color, paint);
    return paint;
  };
}

/** @type {NonNullable<import("./kinds/kind.js").Drawing["paint"]>} */
function sheet(context, _object, { x, y, width, height }, paints) {
  context.fillStyle = paints("grey").bg;
  context.fillRect(x, y, width, height);
}
