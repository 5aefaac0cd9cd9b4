// What others draw right now, in its place. It goes when the stroke has become an object, when it
// was broken off, and with whoever draws it.

import { loadStyle } from "../../shell/load-style.js";
import { finished, heard, joined } from "./telling.js";
import { WetInk } from "./wet.js";

/** @typedef {import("./points.js").InkPoint} InkPoint */

export class OthersInk {
  /** @type {Map<number, {n: number, line: InkPoint[]}>} by client */
  #strokes = new Map();
  /** @type {Map<number, string>} client → the object that its stroke becomes */
  #awaited = new Map();
  #wet;
  #parts;

  /**
   * @param {{connection: import("../../sync/connection.js").Connection, view: import("../view.js").BoardView,
   *   board: import("../document.js").BoardDocument}} parts
   */
  constructor(parts) {
    this.#parts = parts;
    this.#wet = new WetInk(parts.view);
    void loadStyle("ink").catch(() => {});
    const { presence } = parts.connection;
    presence.on("change", ({ added, updated, removed }) => {
      for (const client of [...added, ...updated]) this.#look(client, presence.others.get(client)?.["ink"]);
      for (const client of removed) this.#end(client);
    });
    parts.board.events.on("changed", ({ added }) => {
      for (const [client, id] of this.#awaited) if (added.includes(id)) this.#end(client);
    });
    for (const [client, state] of presence.others) this.#look(client, state["ink"]);
  }

  /** @param {number} client @param {unknown} value */
  #look(client, value) {
    const done = finished(value);
    const more = heard(value);
    const known = this.#strokes.get(client);
    if (done && known?.n === done.n) {
      if (this.#parts.board.get(done.id)) this.#end(client);
      else this.#awaited.set(client, done.id);
    } else if (more && this.#parts.connection.memberOf(client)) {
      const line = joined(known?.n === more.n ? known.line : [], more);
      this.#awaited.delete(client);
      this.#strokes.set(client, { n: more.n, line });
      this.#wet.show(client, line, more.look);
    } else if (!done) {
      this.#end(client);
    }
  }

  /** @param {number} client */
  #end(client) {
    this.#awaited.delete(client);
    if (this.#strokes.delete(client)) this.#wet.hide(client);
  }
}
