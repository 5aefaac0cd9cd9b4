// What is chosen moves by arrow keys. As with a drag it is shown at every key and told to the others
// through presence; the document hears of it once, when the key comes up or rests.

import { isMovable } from "./kinds/index.js";
import { owns } from "./owning.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {import("./view.js").Live} Live */

/** A key that is held repeats sooner, so that it came up where nobody heard of it. */
const REST_MS = 150;

export class Nudging {
  /** @type {readonly string[]} what moves now; nothing: nobody is at it */
  #ids = [];
  /** How far. @type {Pair} */
  #by = [0, 0];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;
  #board;
  #show;

  /**
   * @param {import("./document.js").BoardDocument} board
   * @param {(places: ReadonlyMap<string, Live>) => void} show where it is now; empty when it is over
   */
  constructor(board, show) {
    this.#board = board;
    this.#show = show;
  }

  /** @param {readonly string[]} ids that can be moved @param {Pair} by board pixels */
  move(ids, [dx, dy]) {
    if (ids.length !== this.#ids.length || ids.some((id, index) => id !== this.#ids[index])) this.end();
    this.#ids = ids;
    this.#by = [this.#by[0] + dx, this.#by[1] + dy];
    const objects = this.#objects();
    const along = objects.some(owns) ? this.#board.membersOf(ids).filter(isMovable) : [];
    this.#show(new Map([...along, ...objects].map((object) => [object.id, { pos: this.#placeOf(object) }])));
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.end(), REST_MS);
  }

  /** It lies where it is. */
  end() {
    if (this.#ids.length === 0) return;
    clearTimeout(this.#resting);
    const label = `nudge ${this.#ids.join(" ")}`;
    const places = new Map(this.#objects().map((object) => [object.id, this.#placeOf(object)]));
    this.#ids = [];
    this.#by = [0, 0];
    this.#board.move(places, { label });
    this.#show(new Map());
  }

  /** From where it is now: somebody else may have moved it meanwhile. @param {Readonly<BoardObject>} object @returns {Pair} */
  #placeOf({ pos: [x, y] }) {
    return [x + this.#by[0], y + this.#by[1]];
  }

  #objects() {
    return this.#ids.flatMap((id) => this.#board.get(id) ?? []);
  }
}
