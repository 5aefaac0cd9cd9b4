// What a person has chosen on the board. Knows ids only, and forgets those that went.

import { Emitter } from "../sync/emitter.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */

export class Selection {
  /** @type {Emitter<{changed: ReadonlySet<string>}>} */
  events = new Emitter();
  /** @type {Set<string>} */
  #ids = new Set();

  /** @param {BoardDocument} board */
  constructor(board) {
    board.events.on("changed", ({ removed }) => {
      if (removed.some((id) => this.#ids.has(id))) this.set([...this.#ids].filter((id) => board.objects.has(id)));
    });
  }

  /** @returns {ReadonlySet<string>} */
  get ids() {
    return this.#ids;
  }

  /** The one that is chosen, null when there are none or several. */
  get single() {
    const [only] = this.#ids;
    return this.#ids.size === 1 && only !== undefined ? only : null;
  }

  /** @param {Iterable<string>} ids */
  set(ids) {
    const next = new Set(ids);
    if (next.size === this.#ids.size && [...next].every((id) => this.#ids.has(id))) return;
    this.#ids = next;
    this.events.emit("changed", next);
  }

  clear() {
    this.set([]);
  }

  /** @param {string} id */
  toggle(id) {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.set(next);
  }
}
