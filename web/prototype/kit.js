// The kit: sketched elements that a click puts at the next free place of the chosen frame, or a drag
// wherever one wants; a further screen, the paths, the play-through. There while a frame, or
// something in one, is chosen. A guest may play.

import { onLanguage, t } from "../i18n/index.js";
import { titleOf } from "../board/kinds/frame-drawing.js";
import { SHAPES } from "../board/kinds/sketch.js";
import { html, nothing, render, svg } from "../vendor/lit.js";
import { PROTOTYPE_ICONS } from "./icons.js";
import { chosenFrame } from "./making.js";
import { drawnShape } from "./shapes.js";

/** @typedef {import("../board/camera.js").Point} Point */
/** @typedef {import("../board/kinds/sketch.js").Shape} Shape */

/** A hand is not quite still: less than this is a click. */
const SLOP_PX = 6;
/** Between it and what is to be seen beside it, with its handle. */
const GAP_PX = 40;
/** What the kit shows of each element. @type {Readonly<Record<Shape, readonly [number, number]>>} */
const SMALL = Object.freeze({
  button: [58, 26], field: [60, 26], list: [52, 44], picture: [52, 42], map: [52, 42], person: [38, 44], sign: [54, 44], text: [54, 36],
});

export class Kit {
  #panel = document.createElement("div");
  #ghost = document.createElement("div");
  /** @type {{shape: Shape, start: Point, moving: boolean} | null} */
  #pulling = null;
  /** Whether the click that follows belongs to a drag. */
  #dragged = false;
  #due = 0;
  #parts;

  /**
   * @param {HTMLElement} area around the board
   * @param {{board: import("../board/document.js").BoardDocument, view: import("../board/view.js").BoardView,
   *   selection: import("../board/selection.js").Selection, toolbox: import("../board/tools/toolbox.js").Toolbox,
   *   paths: import("./path-layer.js").PathLayer,
   *   add: (shape: Shape, point?: Point) => void, beside: () => void, play: (frame: string) => void}} parts
   */
  constructor(area, parts) {
    this.#parts = parts;
    const { board, selection, toolbox, paths, view } = parts;
    this.#panel.className = "board-bar kit";
    this.#panel.setAttribute("role", "group");
    this.#ghost.className = "kit-ghost";
    this.#ghost.setAttribute("aria-hidden", "true");
    this.#ghost.hidden = true;
    area.append(this.#panel, this.#ghost);
    selection.events.on("changed", () => this.#soon());
    board.events.on("changed", () => this.#soon());
    toolbox.events.on("changed", () => this.#soon());
    paths.events.on("shown", () => this.#soon());
    onLanguage(() => this.#show());
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    this.#panel.addEventListener("click", ({ detail }) => {
      if (detail > 0 && this.#panel.contains(document.activeElement)) this.#toBoard();
    });
    view.container.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || event.ctrlKey || event.metaKey || event.altKey) return;
      // What was chosen a moment ago may not be shown yet.
      this.#show();
      if (this.#panel.hidden) return;
      event.preventDefault();
      this.focus();
    });
    this.#show();
  }

  focus() {
    this.#show();
    this.#panel.querySelector("button")?.focus();
  }

  /** What it covers of the board, in screen pixels: a strip at the top, or a panel at the right. */
  get covers() {
    if (this.#panel.hidden) return { top: 0, right: 0 };
    const { offsetTop, offsetHeight, offsetWidth } = this.#panel;
    const isStrip = document.body.classList.contains("narrow-board");
    return isStrip ? { top: offsetHeight + GAP_PX, right: 0 } : { top: 0, right: offsetWidth + offsetTop + GAP_PX };
  }

  #soon() {
    this.#due ||= requestAnimationFrame(() => {
      this.#due = 0;
      this.#show();
    });
  }

  #toBoard() {
    const { selection, view } = this.#parts;
    const [first] = selection.ids;
    if (first === undefined || !view.focus(first)) view.container.focus({ preventScroll: true });
  }

  #show() {
    const { board, selection, toolbox, paths, beside, play } = this.#parts;
    const frame = toolbox.tool ? null : chosenFrame(board, selection.ids);
    this.#panel.hidden = !frame;
    if (!frame) return;
    const title = titleOf(frame) || t("prototype.untitled");
    this.#panel.setAttribute("aria-label", t("kit.label", { title }));
    this.#panel.classList.toggle("looking", !board.mayWrite);
    const pathsButton = html`<button class="button quiet kit-paths" type="button" aria-pressed=${String(paths.all)} @click=${() => { paths.all = !paths.all; }}>
      ${PROTOTYPE_ICONS.paths}<span>${t("kit.paths")}</span></button>`;
    render(html`
      <p class="kit-title" aria-hidden="true">${title}</p>
      <button class="button primary kit-play" type="button" @click=${() => play(frame.id)}>${PROTOTYPE_ICONS.play}<span>${t("play.start")}</span></button>
      ${board.mayWrite ? html`<div class="kit-shapes" role="group" aria-label=${t("kit.shapes")}>${SHAPES.map((shape) => this.#shape(shape))}</div>
        <button class="button quiet kit-beside" type="button" @click=${beside}>${PROTOTYPE_ICONS.beside}<span>${t(frame.data["device"] === "story" ? "kit.beside.step" : "kit.beside")}</span></button>` : nothing}
      ${pathsButton}`, this.#panel);
  }

  /** @param {Shape} shape */
  #shape(shape) {
    return html`<button class="kit-shape" type="button" title=${t("kit.hint")} aria-label=${t("kit.add", { shape: t(`kit.${shape}`) })}
      @click=${(/** @type {MouseEvent} */ { detail }) => this.#clicked(shape, detail)}
      @pointerdown=${(/** @type {PointerEvent} */ event) => this.#down(event, shape)}
      @pointermove=${(/** @type {PointerEvent} */ event) => this.#move(event)}
      @pointerup=${(/** @type {PointerEvent} */ event) => this.#up(event)}
      @pointercancel=${() => this.#rest()}>
      ${this.#picture(shape)}<span>${t(`kit.${shape}`)}</span></button>`;
  }

  /** @param {Shape} shape */
  #picture(shape) {
    const size = SMALL[shape];
    const { fill, lines, thin } = drawnShape(shape, `kit ${shape}`, size, "");
    return svg`<svg class="sketched kit-picture" viewBox="0 0 ${size[0]} ${size[1]}" width=${size[0]} height=${size[1]} aria-hidden="true" focusable="false">
      <path class="sketch-fill" d=${fill} /><path class="sketch-lines" d=${lines} /><path class="sketch-thin" d=${thin} /></svg>`;
  }

  /** @param {Shape} shape @param {number} clicks none: by keyboard */
  #clicked(shape, clicks) {
    if (clicks === 0 || !this.#dragged) this.#parts.add(shape);
    this.#dragged = false;
  }

  /** @param {PointerEvent} event @param {Shape} shape */
  #down(event, shape) {
    this.#dragged = false;
    // A finger scrolls the kit; its click adds.
    if (event.button !== 0 || event.pointerType === "touch") return;
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.#pulling = { shape, start: [event.clientX, event.clientY], moving: false };
  }

  /** @param {PointerEvent} event */
  #move({ clientX, clientY }) {
    const pulling = this.#pulling;
    if (!pulling) return;
    if (!pulling.moving) {
      if (Math.hypot(clientX - pulling.start[0], clientY - pulling.start[1]) < SLOP_PX) return;
      pulling.moving = true;
      render(this.#picture(pulling.shape), this.#ghost);
      this.#ghost.hidden = false;
    }
    this.#ghost.style.setProperty("transform", `translate(${clientX}px, ${clientY}px) translate(-50%, -50%)`);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const pulling = this.#pulling;
    this.#rest();
    if (!pulling?.moving) return;
    this.#dragged = true;
    const { left, top, right, bottom } = this.#panel.getBoundingClientRect();
    const overKit = event.clientX >= left && event.clientX < right && event.clientY >= top && event.clientY < bottom;
    if (!overKit) this.#parts.add(pulling.shape, this.#parts.view.boardPoint(event));
  }

  #rest() {
    this.#pulling = null;
    this.#ghost.hidden = true;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.#pulling) this.#rest();
      else this.#toBoard();
      return;
    }
    const direction = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!direction) return;
    const buttons = [...this.#panel.querySelectorAll("button")];
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (index < 0) return;
    event.preventDefault();
    buttons[(index + direction + buttons.length) % buttons.length]?.focus();
  }
}
