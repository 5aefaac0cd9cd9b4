// Tells the others of this person: where they point, what they have chosen, write in and move.

import { CHOSEN, MOVED } from "./states.js";
import { Emitter } from "../sync/emitter.js";

/** @typedef {import("../board/view.js").Live} Live */

export class Telling {
  /** @type {Emitter<{began: void, rested: void}>} the person begins to write, and has left what they wrote in */
  events = new Emitter();
  /** @type {Map<"board" | "list", string>} */
  #writing = new Map();
  #presence;
  #selection;

  /**
   * @param {{surface: HTMLElement, list: HTMLElement}} places the board and the list
   * @param {{presence: import("../sync/presence.js").Presence, view: import("../board/view.js").BoardView,
   *   selection: import("../board/selection.js").Selection, editor: import("../board/editor.js").NoteEditor}} parts
   */
  constructor({ surface, list }, { presence, view, selection, editor }) {
    this.#presence = presence;
    this.#selection = selection;
    selection.events.on("changed", () => this.#tellSelection());
    editor.events.on("changed", (id) => this.#writes("board", id));
    list.addEventListener("focusin", ({ target }) => this.#tellCard(/** @type {Element} */ (target)));
    list.addEventListener("focusout", () => this.#tellSelection());
    // A finger covers what it points at, and phones save their battery.
    const isPhone = matchMedia("(pointer: coarse)");
    surface.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || isPhone.matches) return;
      const [x, y] = view.boardPoint(event);
      presence.set({ cursor: [Math.round(x), Math.round(y)] });
    });
    surface.addEventListener("pointerleave", () => presence.set({ cursor: null }));
  }

  get isWriting() {
    return this.#writing.size > 0;
  }

  /** What this person moves; empty when it is over. @param {ReadonlyMap<string, Live>} places */
  share(places) {
    /** @type {Record<string, number[]>} */
    const moving = {};
    for (const [id, { pos, size }] of [...places].slice(0, MOVED)) moving[id] = [...pos, ...(size ?? [])].map(Math.round);
    this.#presence.set({ moving: places.size ? moving : undefined });
  }

  /** @param {string | null} id the card in which they write */
  writesInList(id) {
    this.#writes("list", id);
  }

  /** @param {"board" | "list"} where @param {string | null} id */
  #writes(where, id) {
    const wasWriting = this.isWriting;
    if (id === null) this.#writing.delete(where);
    else this.#writing.set(where, id);
    const [now] = this.#writing.values();
    this.#presence.set({ editing: now === undefined ? null : { id: now } });
    if (this.isWriting !== wasWriting) this.events.emit(wasWriting ? "rested" : "began", undefined);
  }

  #tellSelection() {
    this.#presence.set({ selection: [...this.#selection.ids].slice(0, CHOSEN) });
  }

  /** In the list the card at which one is stands for the selection. @param {Element} target */
  #tellCard(target) {
    const id = target.closest("[data-card]")?.getAttribute("data-card");
    if (id) this.#presence.set({ selection: [id] });
  }
}
