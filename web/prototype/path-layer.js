// Click paths over the board, in screen pixels: shown where an end is chosen, or all of them. And
// the small handle at what is chosen: dragged to a frame it leads there, clicked it asks where to.

import { onLanguage, t } from "../i18n/index.js";
import { Emitter } from "../sync/emitter.js";
import { onScreen } from "../board/frame.js";
import { render, svg } from "../vendor/lit.js";
import { arrow } from "./arrow.js";
import { PROTOTYPE_ICONS } from "./icons.js";
import { canLead, isFrame, pathsAmong, pathsAt } from "./paths.js";

/** @typedef {import("../board/camera.js").Rect} Rect */
/** @typedef {import("../board/camera.js").Point} Point */
/** @typedef {import("./paths.js").Path} Path */

/** A hand is not quite still: less than this is a click. */
const SLOP_PX = 6;
/** Between it and the handles at the corners of what is chosen. */
const BESIDE_PX = 5;

export class PathLayer {
  /** @type {Emitter<{shown: boolean}>} whether all paths are shown */
  events = new Emitter();
  #drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  #handle = document.createElement("button");
  #target = document.createElement("div");
  /** @type {Path[]} */
  #paths = [];
  #stale = true;
  #all = false;
  /** While one draws an arrow: from where, and where the pointer is, on the board's screen. @type {{id: string, start: Point, at: Point | null} | null} */
  #pulling = null;
  #parts;

  /**
   * @param {{board: import("../board/document.js").BoardDocument, view: import("../board/view.js").BoardView,
   *   camera: import("../board/camera.js").Camera, selection: import("../board/selection.js").Selection,
   *   gestures: import("../board/gestures.js").Gestures, editor: import("../board/editor.js").NoteEditor,
   *   lead: (id: string, target: string) => void,
   *   ask: (id: string, at: {x: number, y: number}) => void}} parts ask: opens the choice of frames
   */
  constructor(parts) {
    this.#parts = parts;
    const { board, view, selection, camera, editor } = parts;
    this.#drawing.setAttribute("class", "paths");
    this.#drawing.setAttribute("aria-hidden", "true");
    this.#target.className = "path-target";
    this.#target.hidden = true;
    this.#handle.type = "button";
    this.#handle.className = "path-handle";
    this.#handle.hidden = true;
    render(PROTOTYPE_ICONS.lead, this.#handle);
    view.container.append(this.#drawing, this.#target, this.#handle);
    board.events.on("changed", () => { this.#stale = true; });
    for (const events of [selection.events, editor.events]) events.on("changed", () => view.draw());
    camera.events.on("moved", () => view.draw());
    view.afterDraw(() => this.#draw());
    onLanguage(() => this.#name());
    this.#name();
    this.#listen();
  }

  get all() {
    return this.#all;
  }

  set all(on) {
    this.#all = on;
    this.events.emit("shown", on);
    this.#parts.view.draw();
  }

  #name() {
    this.#handle.setAttribute("aria-label", t("prototype.lead"));
    this.#handle.title = t("prototype.lead.hint");
  }

  #listen() {
    const handle = this.#handle;
    // Nothing of it is the board's: a press here would choose or move what lies below.
    for (const type of ["dblclick", "contextmenu"]) handle.addEventListener(type, (event) => event.stopPropagation());
    handle.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      const id = this.#parts.selection.single;
      if (event.button !== 0 || id === null) return;
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      this.#pulling = { id, start: this.#parts.view.screenPoint(event), at: null };
    });
    handle.addEventListener("pointermove", (event) => {
      event.stopPropagation();
      const pulling = this.#pulling;
      if (!pulling) return;
      const at = this.#parts.view.screenPoint(event);
      if (pulling.at === null && Math.hypot(at[0] - pulling.start[0], at[1] - pulling.start[1]) < SLOP_PX) return;
      pulling.at = at;
      this.#parts.view.draw();
    });
    handle.addEventListener("pointerup", (event) => {
      event.stopPropagation();
      const pulling = this.#pulling;
      this.#pulling = null;
      this.#parts.view.draw();
      if (!pulling) return;
      if (pulling.at === null) return this.#ask(pulling.id);
      const target = this.#targetAt(pulling.id, pulling.at);
      if (target) this.#parts.lead(pulling.id, target);
    });
    handle.addEventListener("pointercancel", () => {
      this.#pulling = null;
      this.#parts.view.draw();
    });
    handle.addEventListener("click", ({ detail }) => {
      // By keyboard; a hand's click was the pointer's.
      const id = this.#parts.selection.single;
      if (detail === 0 && id !== null) this.#ask(id);
    });
    handle.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#pulling) {
        event.stopPropagation();
        this.#pulling = null;
        this.#parts.view.draw();
      }
    });
  }

  /** @param {string} id */
  #ask(id) {
    const { left, bottom } = this.#handle.getBoundingClientRect();
    this.#parts.ask(id, { x: left, y: bottom + 6 });
  }

  /** The topmost frame there, but not the one it lies in. @param {string} id @param {Point} at on the screen */
  #targetAt(id, [x, y]) {
    const { board, view, camera } = this.#parts;
    const own = board.get(id)?.area;
    const found = [...board.objects.values()].filter((object) => {
      const rect = isFrame(object) && object.id !== id && object.id !== own ? view.rect(object.id) : null;
      const seen = rect && onScreen(rect, camera.sight);
      return seen && x >= seen.x && x < seen.x + seen.width && y >= seen.y && y < seen.y + seen.height;
    });
    return found.sort((a, b) => (a.z < b.z ? -1 : 1)).at(-1)?.id ?? null;
  }

  #draw() {
    const { board, view, camera, selection } = this.#parts;
    if (this.#stale) {
      this.#paths = pathsAmong(board.objects);
      this.#stale = false;
    }
    this.#placeHandle();
    const shown = this.#all ? this.#paths : pathsAt(this.#paths, selection.ids);
    const chosen = new Set(pathsAt(this.#paths, selection.ids));
    const seen = (/** @type {string} */ id) => {
      const rect = view.rect(id);
      return rect && onScreen(rect, camera.sight);
    };
    const arrows = shown.flatMap((path) => {
      const [from, to] = [seen(path.from), seen(path.to)];
      return from && to ? { ...arrow(from, to), chosen: chosen.has(path) } : [];
    });
    const pulled = this.#pulled(seen);
    render(svg`${[...arrows, ...pulled].map(({ curve, head, chosen: strong }) => svg`<g class=${strong ? "path strong" : "path"}>
      <path class="path-under" d=${curve} /><path class="path-line" d=${curve} /><path class="path-head" d=${head} /></g>`)}`, this.#drawing);
  }

  /** @param {(id: string) => Rect | null} seen */
  #pulled(seen) {
    const pulling = this.#pulling;
    this.#target.hidden = true;
    const from = pulling?.at && seen(pulling.id);
    if (!pulling?.at || !from) return [];
    const [x, y] = pulling.at;
    const target = this.#targetAt(pulling.id, pulling.at);
    const rect = target && seen(target);
    if (rect) {
      this.#target.hidden = false;
      place(this.#target, rect);
    }
    return [{ ...arrow(from, { x, y, width: 0, height: 0 }), chosen: true }];
  }

  #placeHandle() {
    const { board, view, camera, selection, gestures, editor } = this.#parts;
    const object = selection.single === null ? undefined : board.get(selection.single);
    const rect = object && view.rect(object.id);
    const pulling = this.#pulling !== null;
    const shown = object && rect && canLead(object) && !object.locked && board.mayWrite && editor.id === null && (pulling || !gestures.busy);
    this.#handle.hidden = !shown;
    if (!shown) return;
    const { x, y, width, height } = onScreen(rect, camera.sight);
    this.#handle.style.setProperty("transform", `translate(${Math.round(x + width + BESIDE_PX)}px, ${Math.round(y + height / 2)}px) translate(0, -50%)`);
  }
}

/** @param {HTMLElement} element @param {Rect} rect */
function place({ style }, { x, y, width, height }) {
  style.setProperty("transform", `translate(${x}px, ${y}px)`);
  style.setProperty("width", `${width}px`);
  style.setProperty("height", `${height}px`);
}
