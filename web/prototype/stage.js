// One frame of a prototype, as large as there is room, with nothing but what lies in it. What leads
// somewhere is a button; everything keeps the order in which it is read.

import { t } from "../i18n/index.js";
import { drawingOf } from "../board/kinds/drawings.js";
import { kindOf } from "../board/kinds/index.js";
import { byHeight } from "../board/objects.js";
import { TITLE } from "./devices.js";
import { membersOf, targetOf } from "./paths.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {import("../board/kinds/kind.js").Look} Look */
/** @typedef {{wrapper: HTMLElement, drawn: HTMLElement, kind: string}} Item */

/** Larger than this looks broken. */
const SCALE_MOST = 2.2;

export class Stage {
  element = document.createElement("div");
  #paper = document.createElement("div");
  /** @type {Map<string, Item>} */
  #items = new Map();
  #frame = "";
  #board;
  #look;
  #tap;

  /**
   * @param {import("../board/document.js").BoardDocument} board
   * @param {Look} look
   * @param {(id: string) => void} tap somebody clicked an element, or the frame itself
   */
  constructor(board, look, tap) {
    this.#board = board;
    this.#look = look;
    this.#tap = tap;
    this.element.className = "play-stage";
    this.element.tabIndex = -1;
    this.element.setAttribute("role", "group");
    this.#paper.className = "play-paper";
    this.element.append(this.#paper);
    this.element.addEventListener("click", (event) => this.#clicked(event));
  }

  /** Elements that lead somewhere are marked. @param {boolean} on */
  set marked(on) {
    this.element.classList.toggle("marked", on);
  }

  /** @param {Readonly<BoardObject>} frame @param {string} title */
  show(frame, title) {
    const came = this.#frame !== frame.id;
    if (came) this.#clear();
    this.#frame = frame.id;
    this.element.setAttribute("aria-label", title);
    const members = this.#membersOf(frame);
    const wanted = [frame, ...members];
    for (const [id, { wrapper }] of this.#items) {
      if (wanted.some((object) => object.id === id)) continue;
      wrapper.remove();
      this.#items.delete(id);
    }
    const heights = new Map([...members].sort(byHeight).map(({ id }, index) => [id, index + 1]));
    const wrappers = wanted.map((object) => this.#item(object, frame, heights.get(object.id) ?? 0));
    // Laid anew only where it has to be: moving an element takes its focus away.
    if (wrappers.some((wrapper, index) => this.#paper.children[index] !== wrapper)) {
      const held = wrappers.find((wrapper) => wrapper === document.activeElement);
      this.#paper.replaceChildren(...wrappers);
      held?.focus({ preventScroll: true });
    }
    this.#fit(frame);
    if (came) replay(this.#paper, "came");
  }

  /** Somebody clicked there: a ring that goes. @param {string} id */
  ring(id) {
    const item = this.#items.get(id);
    if (item) replay(item.wrapper, "tapped");
  }

  /** @param {Readonly<BoardObject>} frame @returns {string[]} what is on it, in words, in order */
  words(frame) {
    return this.#membersOf(frame).map((object) => this.#label(object));
  }

  /** The window changed. */
  fit() {
    const frame = this.#board.get(this.#frame);
    if (frame) this.#fit(frame);
  }

  /** What hangs on something is read with it, and a connector is no part of a screen's picture. @param {Readonly<BoardObject>} frame */
  #membersOf(frame) {
    return membersOf(this.#board.objects, frame.id).filter((object) => kindOf(object).unlisted !== true);
  }

  #clear() {
    this.#items.clear();
    this.#paper.replaceChildren();
  }

  /**
   * @param {Readonly<BoardObject>} object
   * @param {Readonly<BoardObject>} frame
   * @param {number} height in the pile
   */
  #item(object, frame, height) {
    const isFrame = object.id === frame.id;
    const leads = targetOf(object, this.#board.objects) !== null;
    const drawing = drawingOf(object);
    const kind = `${object.kind} ${leads} ${drawing !== null}`;
    let item = this.#items.get(object.id);
    if (!item || item.kind !== kind) {
      item?.wrapper.remove();
      item = { wrapper: document.createElement(leads && !isFrame ? "button" : "div"), drawn: drawing?.create(object) ?? document.createElement("div"), kind };
      item.wrapper.append(item.drawn);
      item.wrapper.className = isFrame ? "play-frame" : "play-item";
      item.wrapper.dataset["play"] = object.id;
      item.drawn.setAttribute("aria-hidden", "true");
      item.wrapper.classList.toggle("leads", leads);
      if (item.wrapper instanceof HTMLButtonElement) item.wrapper.type = "button";
      else if (!isFrame) item.wrapper.setAttribute("role", "img");
      this.#items.set(object.id, item);
    }
    drawing?.update(item.drawn, object, this.#look);
    if (!isFrame) item.wrapper.setAttribute("aria-label", this.#label(object));
    const [x, y] = isFrame ? [0, 0] : [object.pos[0] - frame.pos[0], object.pos[1] - frame.pos[1]];
    const { style } = item.wrapper;
    style.setProperty("transform", `translate(${x}px, ${y}px)`);
    style.setProperty("width", `${object.size[0]}px`);
    style.setProperty("height", `${object.size[1]}px`);
    style.setProperty("z-index", String(height));
    return item.wrapper;
  }

  /** @param {Readonly<BoardObject>} object */
  #label(object) {
    return drawingOf(object)?.label(object, this.#look) ?? t("board.unknown");
  }

  /** The line with the title is not shown: it stands above. @param {Readonly<BoardObject>} frame */
  #fit({ size: [width, height] }) {
    const { clientWidth, clientHeight } = this.element;
    const tall = Math.max(1, height - TITLE);
    const scale = Math.min(SCALE_MOST, clientWidth / width, clientHeight / tall) || 1;
    const { style } = this.#paper;
    style.setProperty("width", `${width}px`);
    style.setProperty("height", `${tall}px`);
    style.setProperty("--scale", String(scale));
    style.setProperty("--title", `${-TITLE}px`);
    style.setProperty("left", `${(clientWidth - width * scale) / 2}px`);
    style.setProperty("top", `${(clientHeight - tall * scale) / 2}px`);
  }

  /** @param {Event} event */
  #clicked({ target }) {
    const item = /** @type {Element} */ (target).closest("[data-play]");
    this.#tap(item?.getAttribute("data-play") ?? this.#frame);
  }
}

/** @param {HTMLElement} element @param {string} name of the class with its animation */
function replay(element, name) {
  element.classList.remove(name);
  // Its animation begins anew only after the browser saw it without.
  void element.offsetWidth;
  element.classList.add(name);
}
