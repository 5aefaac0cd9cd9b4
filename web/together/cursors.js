// The others on the board: their cursors, what they have chosen, where they write, what they move.
// Draws when presence or the view changed and writes only what is new, so that a board on which
// nothing happens stays still.

import { toScreen } from "../board/camera.js";
import { NAMED, near, pointedAt } from "./crowd.js";
import { Outlines } from "./outlines.js";
import { cursorIn, movingIn, writingIn } from "./states.js";

/** @typedef {import("../sync/connection.js").Member} Member */
/** @typedef {import("../board/camera.js").Point} Point */
/** @typedef {{client: number, member: Member, at: Point}} Placed */
/** @typedef {{element: HTMLElement, name: HTMLElement, text: string, colour: number, place: string, isNamed: boolean}} Cursor */

/** A cursor just beyond the edge still shows a part of itself. */
const MARGIN_PX = 24;

export class Cursors {
  #layer = document.createElement("div");
  /** @type {Map<number, Cursor>} by client */
  #cursors = new Map();
  #outlines;
  #frame = 0;
  #isCrowd = false;
  /** Where one points, on the board's screen. @type {Point | null} */
  #pointer = null;
  /** The object there, and the one that has the focus. @type {[string | null, string | null]} */
  #looked = [null, null];
  /** The dot there. @type {number | null} */
  #dot = null;
  /** @type {Placed[]} */
  #placed = [];
  #parts;

  /**
   * @param {HTMLElement} container
   * @param {{connection: import("../sync/connection.js").Connection, others: import("./others.js").Others,
   *   view: import("../board/view.js").BoardView, camera: import("../board/camera.js").Camera}} parts
   */
  constructor(container, parts) {
    this.#parts = parts;
    this.#layer.className = "cursors";
    // Who is here is in the list of people, who writes where is announced.
    this.#layer.setAttribute("aria-hidden", "true");
    container.append(this.#layer);
    this.#outlines = new Outlines(this.#layer, parts);
    const { connection, view } = parts;
    connection.presence.on("change", ({ added, updated, removed }) => {
      for (const client of removed) view.setLive(client, new Map());
      for (const client of [...added, ...updated]) view.setLive(client, movingIn(connection.presence.others.get(client) ?? {}));
      this.#soon();
    });
    connection.on("members", () => this.#soon());
    view.afterDraw(() => this.#drawNow());
    container.addEventListener("pointermove", (event) => this.#points(event));
    container.addEventListener("pointerleave", () => this.#points(null));
    for (const type of ["focusin", "focusout"]) {
      container.addEventListener(type, (event) => this.#looks(1, type === "focusin" ? event.target : null));
    }
  }

  #soon() {
    this.#frame ||= requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const others = this.#parts.others.all();
    this.#setCrowd(others.length > NAMED);
    this.#placed = this.#place(others);
    this.#dot = pointedAt(this.#placed, this.#pointer)?.client ?? null;
    const drawn = new Set(this.#placed.map((each) => this.#cursor(each)));
    for (const [client, { element }] of this.#cursors) {
      if (drawn.has(client)) continue;
      element.remove();
      this.#cursors.delete(client);
    }
    this.#outlines.draw(others, this.#isCrowd ? { looked: this.#looked, dot: this.#dot } : null);
  }

  /** @param {boolean} isCrowd */
  #setCrowd(isCrowd) {
    if (isCrowd === this.#isCrowd) return;
    this.#isCrowd = isCrowd;
    this.#layer.classList.toggle("many", isCrowd);
  }

  /** @param {import("./others.js").Other[]} others @returns {Placed[]} those whose cursor is to be seen */
  #place(others) {
    const { sight, view: { width, height }, centre } = this.#parts.camera;
    const placed = others.flatMap(({ client, state, member }) => {
      // Whoever writes has let go of the mouse: its arrow would only lie on the words.
      const cursor = writingIn(state) === null ? cursorIn(state) : null;
      if (!cursor) return [];
      const at = toScreen(sight, cursor);
      const isSeen = at[0] > -MARGIN_PX && at[1] > -MARGIN_PX && at[0] < width + MARGIN_PX && at[1] < height + MARGIN_PX;
      return isSeen ? [{ client, member, at }] : [];
    });
    return near(placed, this.#pointer ?? toScreen(sight, centre));
  }

  /** @param {Placed} placed */
  #cursor({ client, member, at: [x, y] }) {
    const cursor = this.#cursors.get(client) ?? this.#make(client);
    const { element, name } = cursor;
    if (cursor.colour !== member.colour) {
      cursor.colour = member.colour;
      element.dataset["memberColor"] = String(member.colour);
    }
    if (cursor.text !== member.name) name.textContent = cursor.text = member.name;
    const isNamed = this.#isCrowd && client === this.#dot;
    if (cursor.isNamed !== isNamed) {
      cursor.isNamed = isNamed;
      element.classList.toggle("named", isNamed);
    }
    const place = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    if (cursor.place !== place) element.style.setProperty("transform", (cursor.place = place));
    return client;
  }

  /** @param {number} client @returns {Cursor} */
  #make(client) {
    const element = document.createElement("div");
    element.className = "cursor";
    const arrow = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    arrow.setAttribute("viewBox", "0 0 20 20");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M2 2l6 15 2.6-6.4L17 8z");
    arrow.append(path);
    const name = document.createElement("span");
    name.className = "cursor-name";
    element.append(arrow, name);
    this.#layer.append(element);
    const cursor = { element, name, text: "", colour: -1, place: "", isNamed: false };
    this.#cursors.set(client, cursor);
    return cursor;
  }

  // In a crowd names come when one points at a dot or an object, or has the focus on it

  /** @param {PointerEvent | null} event */
  #points(event) {
    this.#pointer = event && this.#parts.view.screenPoint(event);
    if (!this.#isCrowd) return;
    this.#looks(0, event?.target ?? null);
    if ((pointedAt(this.#placed, this.#pointer)?.client ?? null) !== this.#dot) this.#soon();
  }

  /** @param {0 | 1} which pointer or focus @param {EventTarget | null} target */
  #looks(which, target) {
    const id = target instanceof Element ? (target.closest("[data-id]")?.getAttribute("data-id") ?? null) : null;
    if (this.#looked[which] === id) return;
    this.#looked[which] = id;
    if (this.#isCrowd) this.#soon();
  }
}
