// Steps back and forward of one person, which never undo somebody else's work. Yjs keeps the steps;
// here is known what of them others have changed since. Knows no object, only ids and keys.

import { Emitter } from "../sync/emitter.js";
import { AbstractType, Doc, Map as YMap, UndoManager } from "../vendor/yjs.js";

/** @typedef {import("../vendor/yjs.js").Item} Item */
/** @typedef {import("../vendor/yjs.js").Transaction} Transaction */
/** @typedef {UndoManager["undoStack"][number]} StackItem */
/**
 * What a step back or forward did: `skipped` steps were left out and some objects of the one
 * that was done left alone (`partly`), as somebody else had changed them since.
 * @typedef {{done: boolean, skipped: number, partly: boolean, ids: string[]}} Stepped
 */
/** @typedef {{seq: number, client: number, start: number, end: number}} Birth */

/** The mark of a whole object among the changes of a step. */
export const WHOLE = "*";
/** Older steps are forgotten. */
const STEPS_KEPT = 300;
/** Keys that every object has: a step back never takes them away. */
const ALWAYS = new Set(["kind", "pos", "size", "z", "area", "color", "author"]);
/** The origin of what is this person's own and no step. */
const DISCARDED = "discarded";

export class Steps {
  /** @type {Emitter<{changed: {undo: boolean, redo: boolean}}>} */
  events = new Emitter();
  /** Whose changes are this person's own: everything else came from others. */
  #origin = Object.freeze({ by: "board" });
  /** Counts transactions, to know what came after what. */
  #seq = 0;
  /** @type {Map<string, number>} "id" and "id key" → when somebody else changed it last */
  #foreign = new Map();
  /** @type {Map<string, Birth>} objects made here, or brought back by an undo */
  #births = new Map();
  /** @type {Map<string, number>} what the current transaction of ours changes, for its step */
  #touched = new Map();
  /** Commands with the same label, shortly after one another, are one step. */
  #label = "";
  #doc;
  #map;
  #undo;
  #isText;

  /**
   * @param {Doc} doc
   * @param {YMap<unknown>} map the objects
   * @param {(id: string, key: string) => boolean} isText whether people write it together
   */
  constructor(doc, map, isText) {
    this.#doc = doc;
    this.#map = map;
    this.#isText = isText;
    this.#undo = new UndoManager(map, {
      trackedOrigins: new Set([this.#origin]),
      deleteFilter: (item) => this.#mayVanish(item),
    });
    this.#undo.on("stack-item-added", (event) => this.#stepTaken(event.stackItem));
    this.#undo.on("stack-item-updated", (event) => this.#stepTaken(event.stackItem));
  }

  close() {
    this.#undo.destroy();
  }

  /**
   * One transaction of this person's own.
   * @param {string} label
   * @param {() => void} change
   */
  command(label, change) {
    if (!label || label !== this.#label) this.#undo.stopCapturing();
    this.#label = label;
    this.#doc.transact(change, this.#origin);
  }

  /** The next command is a step of its own. */
  end() {
    this.#label = "";
  }

  /** This person's own, and nothing to undo. @param {() => void} change */
  unnoticed(change) {
    this.#doc.transact(change, DISCARDED);
  }

  /** Made and gone again is nothing to undo. @param {string} id */
  discard(id) {
    if (this.isKept(id)) return;
    this.end();
    this.unnoticed(() => this.#map.delete(id));
    this.#undo.undoStack = this.#undo.undoStack.filter((step) => {
      const touched = /** @type {Map<string, number>} */ (step.meta.get("touched") ?? new Map());
      return [...touched.keys()].some((mark) => split(mark)[0] !== id);
    });
    this.#tell();
  }

  /** @returns {Stepped} */
  undo() {
    return this.#step("undo");
  }

  /** @returns {Stepped} */
  redo() {
    return this.#step("redo");
  }

  /**
   * A transaction changed these.
   * @param {Map<string, Set<string>>} keys id → keys, WHOLE when it came, went or was replaced
   * @param {Transaction} transaction
   * @returns {boolean} whether it is this person's own
   */
  observed(keys, transaction) {
    const own = [this.#origin, this.#undo, DISCARDED].includes(transaction.origin);
    const seq = ++this.#seq;
    if (own) this.#noteOwn(keys, seq, transaction);
    else this.#noteForeign(keys, seq);
    return own;
  }

  /** Whether an object made here holds somebody else's work. @param {string} id */
  isKept(id) {
    const birth = this.#births.get(id);
    return birth !== undefined && (this.#foreign.get(id) ?? 0) > birth.seq;
  }

  /**
   * @param {Map<string, Set<string>>} keys
   * @param {number} seq
   * @param {Transaction} transaction
   */
  #noteOwn(keys, seq, transaction) {
    const client = this.#doc.clientID;
    this.#touched = new Map();
    for (const [id, names] of keys) {
      for (const name of names) this.#touched.set(`${id} ${name}`, seq);
      if (names.has(WHOLE) && this.#map.has(id)) {
        const start = transaction.beforeState.get(client) ?? 0;
        this.#births.set(id, { seq, client, start, end: transaction.afterState.get(client) ?? start });
      }
    }
  }

  /**
   * @param {Map<string, Set<string>>} keys
   * @param {number} seq
   */
  #noteForeign(keys, seq) {
    for (const [id, names] of keys) {
      this.#foreign.set(id, seq);
      for (const name of names) this.#foreign.set(`${id} ${name}`, seq);
      // Typing together is the normal case; anything else of theirs parts our steps.
      if (![...names].every((name) => this.#isText(id, name))) this.#label = "";
    }
  }

  /** @param {StackItem} step */
  #stepTaken(step) {
    const touched = step.meta.get("touched") ?? new Map();
    for (const [key, seq] of this.#touched) touched.set(key, seq);
    step.meta.set("touched", touched);
    if (this.#undo.undoStack.length > STEPS_KEPT) this.#undo.undoStack.shift();
    this.#tell();
  }

  /**
   * @param {"undo" | "redo"} direction
   * @returns {Stepped}
   */
  #step(direction) {
    const stack = /** @type {const} */ (`${direction}Stack`);
    let skipped = 0;
    this.#label = "";
    this.#undo.stopCapturing();
    for (;;) {
      const step = this.#undo[stack].at(-1);
      if (!step) {
        this.#tell();
        return { done: false, skipped, partly: false, ids: [] };
      }
      const rest = this.#undo[stack].slice(0, -1);
      const touched = /** @type {Map<string, number>} */ (step.meta.get("touched") ?? new Map());
      const held = this.#heldByOthers(touched);
      if (held.length > 0 && held.length === touched.size) {
        this.#undo[stack] = rest;
        skipped++;
        continue;
      }
      const kept = held.map(([id, key]) => ({ id, key, value: this.#valueOf(id, key) }));
      // Alone on the stack: Yjs would go on to older steps by itself where one has no effect.
      this.#undo[stack] = [step];
      const done = this.#undo[direction]();
      this.#undo[stack] = rest;
      if (!done) {
        if (this.#anyForeign(touched)) skipped++;
        continue;
      }
      this.#keep(kept);
      const ids = new Set([...touched.keys()].map((mark) => split(mark)[0]));
      const partly = kept.length > 0 || [...ids].some((id) => touched.has(`${id} ${WHOLE}`) && this.isKept(id));
      this.#tell();
      return { done: true, skipped, partly, ids: [...ids].filter((id) => this.#map.has(id)) };
    }
  }

  /**
   * Values of a step that somebody else has changed since. Texts are not among them: they are
   * undone letter by letter, each person's own.
   * @param {Map<string, number>} touched
   * @returns {[string, string][]} [id, key]
   */
  #heldByOthers(touched) {
    /** @type {[string, string][]} */
    const held = [];
    for (const [mark, seq] of touched) {
      const [id, key] = split(mark);
      const theirs = Math.max(this.#foreign.get(mark) ?? 0, this.#foreign.get(`${id} ${WHOLE}`) ?? 0);
      if (key !== WHOLE && !this.#isText(id, key) && theirs > seq) held.push([id, key]);
    }
    return held;
  }

  /** @param {Map<string, number>} touched */
  #anyForeign(touched) {
    for (const [mark, seq] of touched) {
      if ((this.#foreign.get(split(mark)[0]) ?? 0) > seq) return true;
    }
    return false;
  }

  /** @param {string} id @param {string} key */
  #valueOf(id, key) {
    const map = this.#map.get(id);
    return map instanceof YMap ? map.get(key) : undefined;
  }

  /**
   * Puts back what the step would have taken from others. Not a step itself.
   * @param {{id: string, key: string, value: unknown}[]} kept
   */
  #keep(kept) {
    const changed = kept.filter(
      ({ id, key, value }) =>
        value !== undefined && !(value instanceof AbstractType) && !same(this.#valueOf(id, key), value),
    );
    if (changed.length === 0) return;
    this.#doc.transact(() => {
      for (const { id, key, value } of changed) {
        const map = this.#map.get(id);
        if (map instanceof YMap) map.set(key, value);
      }
    }, "kept");
  }

  /**
   * Asked by Yjs for everything a step of ours would delete. A value that every object has is
   * never deleted: undo writes the earlier one over it, or nothing.
   * @param {Item} item
   */
  #mayVanish(item) {
    const path = pathOf(item, this.#map);
    if (path.length === 1) return !this.isKept(String(path[0]));
    const id = String(path[0]);
    if (path.length === 2) return !ALWAYS.has(String(path[1])) && !this.#isText(id, String(path[1]));
    const birth = this.#births.get(id);
    const born =
      birth !== undefined && item.id.client === birth.client && item.id.clock >= birth.start && item.id.clock < birth.end;
    return !(born && this.isKept(id));
  }

  #tell() {
    this.events.emit("changed", { undo: this.#undo.undoStack.length > 0, redo: this.#undo.redoStack.length > 0 });
  }
}

/**
 * The keys from the root down to the item.
 * @param {Item} item
 * @param {YMap<unknown>} root
 * @returns {(string | null)[]}
 */
function pathOf(item, root) {
  /** @type {(string | null)[]} */
  const path = [];
  /** @type {Item | null} */
  let at = item;
  while (at) {
    path.unshift(at.parentSub);
    if (at.parent === root) break;
    at = /** @type {{_item: Item | null}} */ (/** @type {unknown} */ (at.parent))._item;
  }
  return path;
}

/** @param {string} mark "id key" @returns {[string, string]} */
function split(mark) {
  const at = mark.lastIndexOf(" ");
  return [mark.slice(0, at), mark.slice(at + 1)];
}

/** @param {unknown} a @param {unknown} b @returns {boolean} */
export function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => same(each, b[index]));
  return a === b;
}
