// What a person has chosen on the board: ids, of a group always all. Forgets those that went.

import { Emitter } from "../sync/emitter.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */

export class Selection {
  /** @type {Emitter<{changed: ReadonlySet<string>}>} */
  events = new Emitter();
  /** @type {Set<string>} */
  #ids = new Set();

  #board;

  /** @param {BoardDocument} board */
  constructor(board) {
    this.#board = board;
    board.events.on("changed", ({ added, changed, removed }) => {
      const grown = [...added, ...changed].some((id) => (board.get(id)?.group ?? null) !== null);
      if (grown || removed.some((id) => this.#ids.has(id))) this.set([...this.#ids].filter((id) => board.get(id) !== undefined));
    });
    board.events.on("laid", () => this.set([...this.#ids].filter((id) => board.get(id) !== undefined)));
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
    const next = this.#whole(ids);
    if (next.size === this.#ids.size && [...next].every((id) => this.#ids.has(id))) return;
    this.#ids = next;
    this.events.emit("changed", next);
  }

  clear() {
    this.set([]);
  }

  /** @param {string} id */
  toggle(id) {
    const unit = this.#whole([id]);
    const others = [...this.#ids].filter((each) => !unit.has(each));
    this.set(this.#ids.has(id) ? others : [...others, ...unit]);
  }

  /** With all the others of their groups. @param {Iterable<string>} ids */
  #whole(ids) {
    const whole = new Set(ids);
    const groups = new Set([...whole].flatMap((id) => this.#board.get(id)?.group ?? []));
    if (groups.size === 0) return whole;
    for (const { id, group } of this.#board.objects.values()) if (group !== null && groups.has(group)) whole.add(id);
    return whole;
  }
}
