// Where the others are: cursors with names, what they have chosen, where they write, what they
// move. Names and colours come from the room's members by client id; presence carries movement
// only. Tells the others the same of this person.

import { t } from "../i18n/index.js";
import { onScreen } from "./frame.js";
import { toScreen } from "./camera.js";

/** @typedef {import("../sync/connection.js").Connection} Connection */
/** @typedef {import("../sync/presence.js").State} State */
/** @typedef {import("./view.js").Live} Live */
/** @typedef {import("./camera.js").Point} Point */

/** More names than this would cover the board: then cursors are dots. */
const NAMED = 15;
/** Outlines of one person's selection. */
const OUTLINES = 30;
/** A presence state holds about so many moved objects. */
const MOVED = 40;

export class Cursors {
  #layer = document.createElement("div");
  /** @type {Map<number, HTMLElement>} */
  #cursors = new Map();
  /** @type {Map<string, HTMLElement>} "client id" → outline */
  #outlines = new Map();
  #parts;

  /**
   * @param {HTMLElement} container
   * @param {{connection: Connection,
   *   view: import("./view.js").BoardView, camera: import("./camera.js").Camera,
   *   selection: import("./selection.js").Selection, editor: import("./editor.js").NoteEditor}} parts
   */
  constructor(container, parts) {
    this.#parts = parts;
    this.#layer.className = "cursors";
    this.#layer.setAttribute("aria-hidden", "true");
    container.append(this.#layer);
    const { connection, view, selection, editor } = parts;
    const { presence } = connection;
    presence.on("change", ({ removed }) => {
      for (const client of removed) view.setLive(client, new Map());
      this.#motion();
      view.draw();
    });
    connection.on("members", () => view.draw());
    view.afterDraw(() => this.#draw());

    selection.events.on("changed", (ids) => presence.set({ selection: [...ids].slice(0, OUTLINES) }));
    editor.events.on("changed", (id) => presence.set({ editing: id ? { id } : null }));
    container.addEventListener("pointermove", (event) => {
      // A finger covers what it points at, and phones save their battery.
      if (event.pointerType === "touch") return;
      const [x, y] = view.boardPoint(event);
      presence.set({ cursor: [Math.round(x), Math.round(y)] });
    });
    container.addEventListener("pointerleave", () => presence.set({ cursor: null }));
  }

  /** What this person moves; empty when it is over. @param {ReadonlyMap<string, Live>} places */
  share(places) {
    /** @type {Record<string, number[]>} */
    const moving = {};
    for (const [id, { pos, size }] of [...places].slice(0, MOVED)) moving[id] = [...pos, ...(size ?? [])].map(Math.round);
    this.#parts.connection.presence.set({ moving: places.size ? moving : undefined });
  }

  #motion() {
    for (const [client, state] of this.#parts.connection.presence.others) {
      this.#parts.view.setLive(client, readMoving(state["moving"]));
    }
  }

  #draw() {
    const { connection, camera } = this.#parts;
    const others = [...connection.presence.others].flatMap(([client, state]) => {
      const member = connection.memberOf(client);
      return member ? [{ client, state, member }] : [];
    });
    this.#layer.classList.toggle("many", others.length > NAMED);
    /** @type {Set<number>} */
    const seen = new Set();
    /** @type {Set<string>} */
    const outlined = new Set();
    for (const { client, state, member } of others) {
      // Whoever writes has let go of the mouse: its arrow would only lie on the words.
      const at = state.editing ? null : readPoint(state.cursor);
      if (at) {
        seen.add(client);
        this.#cursor(client, member, toScreen(camera.sight, at));
      }
      this.#outline(client, member, state, outlined);
    }
    sweep(this.#cursors, seen);
    sweep(this.#outlines, outlined);
  }

  /**
   * @param {number} client
   * @param {import("../sync/connection.js").Member} member
   * @param {Point} at on the screen
   */
  #cursor(client, member, [x, y]) {
    let element = this.#cursors.get(client);
    if (!element) {
      element = document.createElement("div");
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
      this.#cursors.set(client, element);
    }
    element.dataset["memberColor"] = String(member.colour);
    const name = /** @type {HTMLElement} */ (element.lastElementChild);
    if (name.textContent !== member.name) name.textContent = member.name;
    element.style.setProperty("transform", `translate(${x}px, ${y}px)`);
  }

  /**
   * @param {number} client
   * @param {import("../sync/connection.js").Member} member
   * @param {State} state
   * @param {Set<string>} outlined
   */
  #outline(client, member, state, outlined) {
    const { view, camera } = this.#parts;
    const writing = typeof state.editing?.["id"] === "string" ? state.editing["id"] : null;
    const chosen = Array.isArray(state.selection) ? state.selection.slice(0, OUTLINES) : [];
    for (const id of new Set(writing === null ? chosen : [writing, ...chosen])) {
      const rect = typeof id === "string" ? view.rect(id) : null;
      if (!rect) continue;
      const key = `${client} ${id}`;
      outlined.add(key);
      let element = this.#outlines.get(key);
      if (!element) {
        element = document.createElement("div");
        element.className = "outline";
        element.append(document.createElement("span"));
        this.#layer.append(element);
        this.#outlines.set(key, element);
      }
      const tag = /** @type {HTMLElement} */ (element.firstElementChild);
      element.dataset["memberColor"] = String(member.colour);
      element.classList.toggle("writing", id === writing);
      tag.textContent = id === writing ? t("cursor.writes", { name: member.name }) : "";
      const { x, y, width, height } = onScreen(rect, camera.sight);
      element.style.setProperty("transform", `translate(${x}px, ${y}px)`);
      element.style.setProperty("width", `${width}px`);
      element.style.setProperty("height", `${height}px`);
    }
  }
}

/** Another client's word: anything may be in it. @param {unknown} value @returns {Map<string, Live>} */
function readMoving(value) {
  /** @type {Map<string, Live>} */
  const places = new Map();
  if (typeof value !== "object" || value === null) return places;
  for (const [id, figures] of Object.entries(value).slice(0, MOVED)) {
    if (!Array.isArray(figures) || !figures.every(Number.isFinite)) continue;
    const [x, y, width, height] = figures;
    if (figures.length === 2) places.set(id, { pos: [x, y] });
    else if (figures.length === 4 && width > 0 && height > 0) places.set(id, { pos: [x, y], size: [width, height] });
  }
  return places;
}

/** @param {unknown} value @returns {Point | null} */
function readPoint(value) {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite)) return null;
  return [value[0], value[1]];
}

/**
 * @template K
 * @param {Map<K, HTMLElement>} elements
 * @param {ReadonlySet<K>} kept
 */
function sweep(elements, kept) {
  for (const [key, element] of elements) {
    if (kept.has(key)) continue;
    element.remove();
    elements.delete(key);
  }
}
