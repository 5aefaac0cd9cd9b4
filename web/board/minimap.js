// The whole board small in a corner, with a frame around what one sees; drag it to look elsewhere.
// The picture is drawn now and then, the frame follows each movement. It is for hands and eyes:
// keys have the list, the search and "show everything".

import { fitted, toBoard, toScreen, visible } from "./camera.js";
import { isMapWanted, rememberMap } from "./map-choice.js";
import { clamp } from "./objects.js";
import { byPile } from "./view.js";

/** Between two drawings of the picture. */
const DRAW_EVERY_MS = 400;
/** Screen pixels around what lies on the board. */
const MARGIN_PX = 10;
/** The frame is never smaller than this. */
const FRAME_PX = 8;

export class Minimap {
  /** Called when it came or went. */
  changed = () => {};
  #panel = document.createElement("div");
  #frame = document.createElement("div");
  #picture;
  /** Where the picture looks from. @type {import("./camera.js").Sight} */
  #sight = { x: 0, y: 0, zoom: 1 };
  #size = { width: 0, height: 0 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;
  #parts;

  /**
   * @param {HTMLElement} area around the board
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
   *   camera: import("./camera.js").Camera}} parts
   */
  constructor(area, parts) {
    this.#parts = parts;
    this.#picture = parts.view.picture();
    this.#panel.className = "board-bar board-map";
    this.#panel.setAttribute("aria-hidden", "true");
    this.#panel.hidden = !isMapWanted();
    this.#frame.className = "map-frame";
    this.#panel.append(this.#picture.canvas, this.#frame);
    area.append(this.#panel);
    this.#panel.addEventListener("pointerdown", (event) => this.#down(event));
    this.#panel.addEventListener("pointermove", (event) => this.#move(event));
    parts.board.events.on("changed", () => this.#soon());
    // On a phone the board has no size before its tab is opened.
    new ResizeObserver(() => this.#drawNow()).observe(this.#panel);
    parts.view.afterDraw(() => this.#follow());
    this.#soon();
  }

  get shown() {
    return !this.#panel.hidden;
  }

  toggle() {
    this.#panel.hidden = !this.#panel.hidden;
    rememberMap(this.shown);
    this.#drawNow();
    this.changed();
  }

  #soon() {
    this.#due ??= setTimeout(() => this.#drawNow(), DRAW_EVERY_MS);
  }

  #drawNow() {
    clearTimeout(this.#due);
    this.#due = undefined;
    if (!this.shown) return;
    const { board, view } = this.#parts;
    const objects = [...board.objects.values()];
    const size = { width: this.#panel.clientWidth, height: this.#panel.clientHeight };
    this.#size = size;
    const insets = { top: MARGIN_PX, right: MARGIN_PX, bottom: MARGIN_PX, left: MARGIN_PX };
    this.#sight = fitted(view.bounds() ?? { x: 0, y: 0, width: 1, height: 1 }, size, insets, 0.2);
    this.#picture.draw(objects.sort(byPile), this.#sight, size);
    this.#follow();
  }

  #follow() {
    if (!this.shown) return;
    const { camera } = this.#parts;
    const seen = visible(camera.sight, camera.view);
    const { width, height } = this.#size;
    const start = toScreen(this.#sight, [seen.x, seen.y]);
    const end = toScreen(this.#sight, [seen.x + seen.width, seen.y + seen.height]);
    // All four sides stay in sight, also where one sees more than there is.
    const [left, top] = [clamp(start[0], 0, width - FRAME_PX), clamp(start[1], 0, height - FRAME_PX)];
    const { style } = this.#frame;
    style.setProperty("transform", `translate(${left}px, ${top}px)`);
    style.setProperty("width", `${clamp(end[0], FRAME_PX, width) - left}px`);
    style.setProperty("height", `${clamp(end[1], FRAME_PX, height) - top}px`);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#panel.setPointerCapture(event.pointerId);
    this.#look(event);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (this.#panel.hasPointerCapture(event.pointerId)) this.#look(event);
  }

  /** @param {PointerEvent} event */
  #look({ clientX, clientY }) {
    const { left, top } = this.#picture.canvas.getBoundingClientRect();
    this.#parts.camera.lookAt(toBoard(this.#sight, [clientX - left, clientY - top]));
  }
}
