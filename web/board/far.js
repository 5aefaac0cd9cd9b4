// The board from far away: coloured papers on a canvas, with grey lines for their text. It draws
// what elements could not at that number: 2,000 of them in a few milliseconds.

import { TEXT_LONGEST } from "./objects.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./camera.js").Sight} Sight */

/** Letters that a line of the smallest text holds, to guess how full a note is. */
const LETTERS = 26;
const LINES = 6;
/** Around what is chosen, in screen pixels. */
const CHOSEN_PX = 2;

export class FarPicture {
  canvas = document.createElement("canvas");
  /** @type {Map<string, {bg: string, edge: string, ink: string}>} */
  #paints = new Map();
  #shown = false;
  #accent = "";
  #context = this.canvas.getContext("2d");

  constructor() {
    this.canvas.className = "board-far";
    this.canvas.setAttribute("aria-hidden", "true");
    this.canvas.hidden = true;
  }

  /**
   * @param {Readonly<BoardObject>[] | null} pile from the bottom to the top; null clears
   * @param {(object: Readonly<BoardObject>) => Rect} rectOf
   * @param {Sight} sight
   * @param {{width: number, height: number}} view
   * @param {{elements?: ReadonlyMap<string, unknown>, chosen?: ReadonlySet<string>}} [marks] elements: have one,
   *   which is drawn over this
   */
  draw(pile, rectOf, { x, y, zoom }, view, { elements, chosen } = {}) {
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
      const rect = rectOf(object);
      const paint = this.#paint(object.kind === "note" ? object.color : "grey");
      context.fillStyle = paint.edge;
      context.fillRect(rect.x, rect.y + 5, rect.width + 3, rect.height);
      context.fillStyle = paint.bg;
      context.fillRect(rect.x, rect.y, rect.width, rect.height);
      if (object.text) lines(context, object.text.length, rect, paint.ink);
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

  /** The colours of the one place that has them. @param {string} color */
  #paint(color) {
    const known = this.#paints.get(color);
    if (known) return known;
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ part) => style.getPropertyValue(`--note-${color}-${part}`);
    const paint = { bg: read("bg"), edge: read("edge"), ink: read("mark") };
    this.#paints.set(color, paint);
    return paint;
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} letters
 * @param {Rect} rect
 * @param {string} ink
 */
function lines(context, letters, rect, ink) {
  const filled = Math.min(letters, TEXT_LONGEST) / LETTERS;
  const step = rect.height / (LINES + 2);
  context.fillStyle = ink;
  for (let line = 0; line < Math.min(LINES, filled); line++) {
    const part = Math.min(1, filled - line) * (line % 2 ? 0.72 : 0.84);
    context.fillRect(rect.x + rect.width * 0.08, rect.y + step * (line + 0.8), rect.width * part, step * 0.28);
  }
}
