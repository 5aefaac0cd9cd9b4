// The board as a document that many write at once. The only module that knows its keys and the
// types of Yjs: outside there are plain frozen values, events by id, and commands of which each
// is one transaction. Undo is per person and never undoes somebody else's work.

import { Emitter } from "../sync/emitter.js";
import { AbstractType, Doc, Map as YMap, Text as YText, UndoManager, generateKeyBetween, generateNKeysBetween } from "../vendor/yjs.js";
import { KINDS, kindOf } from "./kinds/index.js";
import { COLORS, FAR, TEXT_LONGEST, byHeight, clamp, readObject } from "./objects.js";
import { inOrder } from "./ordering.js";
import { clean } from "./text-edit.js";
import { keepable, outdated, recent } from "./trash.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Color} Color */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {import("./text-edit.js").Edit} Edit */
/** @typedef {import("./text-edit.js").Delta} Delta */
/** @typedef {import("../vendor/yjs.js").Item} Item */
/** @typedef {import("../vendor/yjs.js").Transaction} Transaction */
/** @typedef {import("../vendor/yjs.js").YEvent<any>} YEvent */
/** @typedef {UndoManager["undoStack"][number]} StackItem */

/** @typedef {{added: string[], changed: string[], removed: string[], own: boolean}} Change */
/**
 * `data` are further fields of its kind as they are stored; a value that names another of the
 * drafts by its place among them is written {draft: index}.
 * @typedef {{pos: Pair, kind?: string, size?: Pair, color?: Color, text?: string, texts?: Readonly<Record<string, string>>,
 *   data?: Readonly<Record<string, unknown>>, area?: string | null, group?: string | null}} Draft
 */
/**
 * What a step back or forward did: `skipped` steps were left out and some objects of the one
 * that was done left alone (`partly`), as somebody else had changed them since.
 * @typedef {{done: boolean, skipped: number, partly: boolean, ids: string[]}} Stepped
 */
/** @typedef {{seq: number, client: number, start: number, end: number}} Birth */

/** Older steps are forgotten. */
const STEPS_KEPT = 300;
/** The mark of a whole object among the changes of a step. */
const WHOLE = "*";
/** Keys that every object has: a step back never takes them away. */
const ALWAYS = new Set(["kind", "pos", "size", "z", "area", "color", "author"]);
/** What a copy does not take along. */
const NOT_COPIED = ["locked", "group"];
/** The origin of what is this person's own and no step. */
const DISCARDED = "discarded";
/** Beside an object's copy. */
const BESIDE = 24;

export class BoardDocument {
  /** @type {Emitter<{changed: Change, text: {id: string, key: string, delta: Delta, own: boolean}, undo: {undo: boolean, redo: boolean}, trash: null}>} */
  events = new Emitter();
  /** @type {Map<string, Readonly<BoardObject>>} */
  #objects = new Map();
  #doc;
  #map;
  #me;
  #undo;
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
  #trash;
  #newId;
  #now;
  #close;

  /**
   * @param {Doc} doc
   * @param {{person: string, mayWrite: boolean}} me
   * @param {{newId?: () => string, now_ms?: () => number}} [sources] now_ms: since the epoch
   */
  constructor(doc, me, { newId = randomId, now_ms = Date.now } = {}) {
    this.#doc = doc;
    this.#me = me;
    this.#newId = newId;
    this.#now = now_ms;
    this.#trash = /** @type {YMap<unknown>} */ (doc.getMap("trash"));
    this.#map = /** @type {YMap<unknown>} */ (doc.getMap("objects"));
    this.#undo = new UndoManager(this.#map, {
      trackedOrigins: new Set([this.#origin]),
      deleteFilter: (item) => this.#mayVanish(item),
    });
    for (const id of this.#map.keys()) this.#read(id);
    const observer = (/** @type {YEvent[]} */ events, /** @type {Transaction} */ transaction) =>
      this.#observed(events, transaction);
    this.#map.observeDeep(observer);
    const trashObserver = () => this.events.emit("trash", null);
    this.#trash.observe(trashObserver);
    this.#undo.on("stack-item-added", (event) => this.#stepTaken(event.stackItem));
    this.#undo.on("stack-item-updated", (event) => this.#stepTaken(event.stackItem));
    this.#close = () => {
      this.#map.unobserveDeep(observer);
      this.#trash.unobserve(trashObserver);
      this.#undo.destroy();
    };
  }

  close() {
    this.#close();
  }

  /** @returns {ReadonlyMap<string, Readonly<BoardObject>>} */
  get objects() {
    return this.#objects;
  }

  get mayWrite() {
    return this.#me.mayWrite;
  }

  /** @param {string} id */
  get(id) {
    return this.#objects.get(id);
  }

  // Commands

  /**
   * @param {readonly Draft[]} drafts
   * @returns {string[]} their ids
   */
  create(drafts) {
    const ids = drafts.map(() => this.#newId());
    const heights = above(this.#top(), drafts.length);
    this.#command("", () => {
      drafts.forEach((draft, index) => {
        this.#map.set(/** @type {string} */ (ids[index]), this.#made(draft, /** @type {string} */ (heights[index]), ids));
      });
    });
    return ids;
  }

  /**
   * @param {ReadonlyMap<string, Pair>} places
   * @param {{label?: string, onTop?: boolean}} [how] moves with the same label soon after one
   *   another are one step; onTop also lays them on top of everything
   */
  move(places, { label = "", onTop = false } = {}) {
    const loose = this.#loose(places.keys());
    const risen = onTop ? loose.sort(byHeight) : [];
    const heights = above(this.#top(), risen.length);
    this.#command(label, () => {
      for (const { id } of loose) this.#set(id, "pos", /** @type {Pair} */ (places.get(id)).map(placed));
      risen.forEach((object, index) => this.#set(object.id, "z", heights[index]));
    });
  }

  /** @param {ReadonlyMap<string, {pos: Pair, size: Pair}>} places */
  resize(places) {
    this.#command("", () => {
      for (const object of this.#loose(places.keys())) {
        const { id } = object;
        const [least, most] = kindOf(object).sizes;
        const { pos, size } = /** @type {{pos: Pair, size: Pair}} */ (places.get(id));
        this.#set(id, "pos", pos.map(placed));
        this.#set(id, "size", size.map((each) => Math.round(clamp(each, least, most))));
      }
    });
  }

  /**
   * @param {Iterable<string>} ids
   * @param {Color} color
   */
  recolor(ids, color) {
    if (!COLORS.includes(color)) throw new RangeError(`expected a note colour, got ${color}`);
    this.#command("", () => {
      for (const { id } of this.#loose(ids)) this.#set(id, "color", color);
    });
  }

  /**
   * Fields of its kind, as they are stored: plain values, or undefined to be without.
   * @param {Iterable<string>} ids
   * @param {Readonly<Record<string, unknown>>} fields
   * @param {{label?: string}} [how] changes with the same label soon after one another are one step
   */
  change(ids, fields, { label = "" } = {}) {
    this.#command(label, () => {
      for (const { id } of this.#loose(ids)) {
        for (const [key, value] of Object.entries(fields)) this.#set(id, key, value);
      }
    });
  }

  /** On top of everything, in the order they lie now. @param {Iterable<string>} ids */
  raise(ids) {
    const chosen = this.#loose(ids).sort(byHeight);
    const heights = above(this.#top(), chosen.length);
    this.#command("", () => chosen.forEach((object, index) => this.#set(object.id, "z", heights[index])));
  }

  /** Below everything. @param {Iterable<string>} ids */
  lower(ids) {
    const chosen = this.#loose(ids).sort(byHeight);
    const heights = below(this.#bottom(), chosen.length);
    this.#command("", () => chosen.forEach((object, index) => this.#set(object.id, "z", heights[index])));
  }

  /** Until it is unlocked nobody changes it by accident. @param {Iterable<string>} ids */
  lock(ids) {
    this.#command("", () => {
      for (const { id } of this.#loose(ids)) this.#set(id, "locked", true);
    });
  }

  /** @param {Iterable<string>} ids */
  unlock(ids) {
    this.#command("", () => {
      for (const { id, locked } of this.#existing(ids)) if (locked) this.#set(id, "locked", false);
    });
  }

  /** From now on they go together; groups they were in are left. @param {Iterable<string>} ids */
  group(ids) {
    const name = this.#newId();
    this.#command("", () => {
      for (const { id } of this.#loose(ids)) this.#set(id, "group", name);
    });
  }

  /** @param {Iterable<string>} ids */
  ungroup(ids) {
    this.#command("", () => {
      for (const { id, group } of this.#loose(ids)) if (group !== null) this.#set(id, "group", null);
    });
  }

  /**
   * Whatever it is, on top of everything, unlocked, its groups new ones.
   * @param {Iterable<string>} ids
   * @param {Pair} [offset]
   * @returns {string[]} the copies
   */
  duplicate(ids, offset = [BESIDE, BESIDE]) {
    const originals = this.#existing(this.#withHanging(ids)).sort(byHeight);
    const heights = above(this.#top(), originals.length);
    const copies = originals.map(() => this.#newId());
    const copyOf = new Map(originals.map(({ id }, index) => [id, /** @type {string} */ (copies[index])]));
    const groups = this.freshGroups();
    this.#command("", () => originals.forEach((original, index) => {
      const { id, pos, group, area } = original;
      const copy = /** @type {YMap<unknown>} */ (this.#map.get(id)).clone();
      copy.set("pos", [placed(pos[0] + offset[0]), placed(pos[1] + offset[1])]);
      copy.set("z", heights[index]);
      copy.set("author", this.#me.person);
      for (const key of NOT_COPIED) copy.delete(key);
      if (group !== null) copy.set("group", groups(group));
      if (area !== null && copyOf.has(area)) copy.set("area", copyOf.get(area));
      for (const key of kindOf(original).refs ?? []) {
        const ref = original.data[key];
        if (typeof ref === "string" && copyOf.has(ref)) copy.set(key, copyOf.get(ref));
      }
      this.#map.set(/** @type {string} */ (copies[index]), copy);
    }));
    return copies;
  }

  /** @returns {(group: string | null) => string | null} a copy's group by that of the original */
  freshGroups() {
    /** @type {Map<string, string>} */
    const fresh = new Map();
    return (group) => {
      if (group === null) return null;
      const known = fresh.get(group) ?? this.#newId();
      fresh.set(group, known);
      return known;
    };
  }

  /** With what hangs on them. What is deleted can be restored for a day. @param {Iterable<string>} ids */
  remove(ids) {
    const loose = this.#loose(ids).map(({ id }) => id);
    const gone = this.#existing(this.#withHanging(loose));
    const kept = keepable(gone);
    this.#command("", () => {
      for (const id of outdated(new Map(this.#trash.entries()), this.#now(), kept.length)) this.#trash.delete(id);
      for (const { id } of kept) {
        this.#trash.set(id, { at: this.#now(), by: this.#me.person, fields: /** @type {YMap<unknown>} */ (this.#map.get(id)).toJSON() });
      }
      for (const { id } of gone) this.#map.delete(id);
    });
  }

  /** Deleted within the last day, the latest first. */
  get trash() {
    return recent(this.#trash.entries(), this.#now()).filter(({ object }) => !this.#objects.has(object.id));
  }

  /**
   * As they were, where they were, on top of everything: a new edit.
   * @param {Iterable<string>} ids
   */
  restore(ids) {
    const wanted = new Set(ids);
    const found = this.trash.filter(({ object }) => wanted.has(object.id));
    const heights = above(this.#top(), found.length);
    this.#command("", () => found.forEach(({ object, fields }, index) => {
      /** @type {YMap<unknown>} */
      const map = new YMap();
      for (const [key, value] of Object.entries(fields)) map.set(key, key in object.texts ? new YText(object.texts[key]) : value);
      map.set("z", heights[index]);
      this.#map.set(object.id, map);
    }));
  }

  /**
   * A note that was made and never written in. Made and gone again is nothing to undo.
   * @param {string} id
   */
  discard(id) {
    if (!this.#objects.has(id) || this.#isKept(id)) return;
    this.endStep();
    this.#doc.transact(() => this.#map.delete(id), DISCARDED);
    this.#undo.undoStack = this.#undo.undoStack.filter((step) => {
      const touched = /** @type {Map<string, number>} */ (step.meta.get("touched") ?? new Map());
      return [...touched.keys()].some((mark) => split(mark)[0] !== id);
    });
    this.#tellUndo();
  }

  /**
   * Edits as a person types them, one after the other.
   * @param {string} id
   * @param {readonly Edit[]} edits
   * @param {string} [key] which of its texts
   */
  editText(id, edits, key = "text") {
    const [object] = this.#loose([id]);
    if (edits.length === 0 || !object || !(key in object.texts)) return;
    this.#command(`text ${id} ${key}`, () => {
      const text = this.#textOf(id, key);
      if (!text) return;
      for (const { index, removed, inserted } of edits) {
        const at = clamp(index, 0, text.length);
        const count = Math.min(removed, text.length - at);
        if (count) text.delete(at, count);
        if (inserted) text.insert(at, inserted);
      }
    });
    // A new word is a new step.
    if (/\s$/.test(edits.at(-1)?.inserted ?? "")) this.#label = "";
  }

  /** The next edit is a step of its own. */
  endStep() {
    this.#label = "";
  }

  /** @returns {Stepped} */
  undo() {
    return this.#step("undo");
  }

  /** @returns {Stepped} */
  redo() {
    return this.#step("redo");
  }

  // Reading

  /** @param {YEvent[]} events @param {Transaction} transaction */
  #observed(events, transaction) {
    const own = [this.#origin, this.#undo, DISCARDED].includes(transaction.origin);
    const seq = ++this.#seq;
    const keys = this.#changedKeys(events);
    if (own) this.#noteOwn(keys, seq, transaction);
    else this.#noteForeign(keys, seq);

    /** @type {Change} */
    const change = { added: [], changed: [], removed: [], own };
    for (const id of keys.keys()) {
      const known = this.#objects.has(id);
      const exists = this.#read(id);
      if (known || exists) (!exists ? change.removed : known ? change.changed : change.added).push(id);
    }
    for (const event of events) {
      if (event.path.length === 2 && event.target instanceof YText) {
        const [id, key] = event.path.map(String);
        this.events.emit("text", { id: id ?? "", key: key ?? "", delta: /** @type {Delta} */ (event.delta), own });
      }
    }
    this.events.emit("changed", change);
  }

  /**
   * @param {YEvent[]} events
   * @returns {Map<string, Set<string>>} id → keys, WHOLE when it came, went or was replaced
   */
  #changedKeys(events) {
    /** @type {Map<string, Set<string>>} */
    const keys = new Map();
    const add = (/** @type {unknown} */ id, /** @type {Iterable<string>} */ names) => {
      const known = keys.get(String(id)) ?? new Set();
      for (const name of names) known.add(name);
      keys.set(String(id), known);
    };
    for (const event of events) {
      if (event.path.length === 0) for (const id of event.changes.keys.keys()) add(id, [WHOLE]);
      else if (event.path.length === 1) add(event.path[0], event.changes.keys.keys());
      else add(event.path[0], [String(event.path[1])]);
    }
    return keys;
  }

  /** @param {string} id @returns {boolean} whether there is such an object now */
  #read(id) {
    const map = this.#map.get(id);
    if (!(map instanceof YMap)) {
      this.#objects.delete(id);
      return false;
    }
    /** @type {Record<string, unknown>} */
    const fields = {};
    for (const [key, value] of map.entries()) fields[key] = value instanceof YText ? value.toString() : value;
    this.#objects.set(id, readObject(id, fields));
    return true;
  }

  // Writing

  /**
   * @param {string} label
   * @param {() => void} change
   */
  #command(label, change) {
    if (!this.#me.mayWrite) throw new Error("expected a person who may write on this board, got a guest");
    if (!label || label !== this.#label) this.#undo.stopCapturing();
    this.#label = label;
    this.#doc.transact(change, this.#origin);
  }

  /**
   * @param {Draft} draft
   * @param {string} z
   * @param {readonly string[]} ids of all drafts
   */
  #made(draft, z, ids) {
    const kind = KINDS.get(draft.kind ?? "note");
    if (!kind) throw new RangeError(`expected a kind of object, got ${draft.kind}`);
    /** @type {YMap<unknown>} */
    const map = new YMap();
    map.set("kind", kind.name);
    map.set("pos", draft.pos.map(placed));
    map.set("size", [...(draft.size ?? kind.size)]);
    map.set("z", z);
    map.set("area", draft.area ?? null);
    map.set("color", draft.color ?? kind.color);
    map.set("author", this.#me.person);
    if (draft.group) map.set("group", draft.group);
    for (const [key, value] of Object.entries(draft.data ?? {})) map.set(key, isPlace(value) ? ids[value.draft] ?? null : value);
    for (const key of kind.texts) {
      const text = new YText();
      const written = draft.texts?.[key] ?? (key === "text" ? draft.text : "");
      if (written) text.insert(0, clean(written, TEXT_LONGEST));
      map.set(key, text);
    }
    return map;
  }

  /** @param {string} id @param {string} key @param {unknown} value undefined: without */
  #set(id, key, value) {
    const map = this.#map.get(id);
    if (!(map instanceof YMap) || same(map.get(key), value)) return;
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  /** These and all that hangs on them. @param {Iterable<string>} ids */
  #withHanging(ids) {
    const found = new Set(ids);
    for (let before = -1; before < found.size;) {
      before = found.size;
      for (const object of this.#objects.values()) {
        if (!found.has(object.id) && refsOf(object).some((ref) => found.has(ref))) found.add(object.id);
      }
    }
    return found;
  }

  /**
   * What another client stored instead of a plain text becomes one before it is written in.
   * @param {string} id
   * @param {string} key
   */
  #textOf(id, key) {
    const map = this.#map.get(id);
    if (!(map instanceof YMap)) return null;
    const found = map.get(key);
    const string = found instanceof YText ? found.toString() : typeof found === "string" ? found : "";
    if (found instanceof YText && found.length === string.length) return found;
    const text = new YText(string);
    map.set(key, text);
    return text;
  }

  /** @param {Iterable<string>} ids */
  #existing(ids) {
    return [...ids].flatMap((id) => this.#objects.get(id) ?? []);
  }

  /** What may be changed. @param {Iterable<string>} ids */
  #loose(ids) {
    return this.#existing(ids).filter(({ locked }) => !locked);
  }

  #top() {
    return extreme(this.#objects.values(), (a, b) => a > b);
  }

  #bottom() {
    return extreme(this.#objects.values(), (a, b) => a < b);
  }

  // Undo: what belongs to whom

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
    this.#tellUndo();
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
        this.#tellUndo();
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
      const partly = kept.length > 0 || [...ids].some((id) => touched.has(`${id} ${WHOLE}`) && this.#isKept(id));
      this.#tellUndo();
      return { done: true, skipped, partly, ids: [...ids].filter((id) => this.#objects.has(id)) };
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

  /** Whether people write it together. @param {string} id @param {string} key */
  #isText(id, key) {
    const object = this.#objects.get(id);
    return object !== undefined && key in object.texts;
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
      for (const { id, key, value } of changed) this.#set(id, key, value);
    }, "kept");
  }

  /** Whether an object made here holds somebody else's work. @param {string} id */
  #isKept(id) {
    const birth = this.#births.get(id);
    return birth !== undefined && (this.#foreign.get(id) ?? 0) > birth.seq;
  }

  /**
   * Asked by Yjs for everything a step of ours would delete. A value that every object has is
   * never deleted: undo writes the earlier one over it, or nothing.
   * @param {Item} item
   */
  #mayVanish(item) {
    const path = pathOf(item, this.#map);
    if (path.length === 1) return !this.#isKept(String(path[0]));
    const id = String(path[0]);
    if (path.length === 2) return !ALWAYS.has(String(path[1])) && !this.#isText(id, String(path[1]));
    const birth = this.#births.get(id);
    const born =
      birth !== undefined && item.id.client === birth.client && item.id.clock >= birth.start && item.id.clock < birth.end;
    return !(born && this.#isKept(id));
  }

  #tellUndo() {
    this.events.emit("undo", { undo: this.#undo.undoStack.length > 0, redo: this.#undo.redoStack.length > 0 });
  }
}

/**
 * A document as a file for people: its objects in the one ordering.
 * @param {Doc} doc
 */
export function asFile(doc) {
  const board = new BoardDocument(doc, { person: "", mayWrite: false });
  const objects = inOrder(board.objects.values());
  board.close();
  return JSON.stringify({ format: "helpathon.room", version: 1, objects }, null, 2);
}

/** 16 characters of [a-z0-9]: 82 bits. */
export function randomId() {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  let id = "";
  while (id.length < 16) {
    // 252 is the largest multiple of 36 in a byte: every letter is equally likely.
    for (const byte of crypto.getRandomValues(new Uint8Array(24))) {
      if (byte < 252 && id.length < 16) id += letters[byte % 36];
    }
  }
  return id;
}

/** @param {number} figure */
function placed(figure) {
  return Math.round(clamp(Number.isFinite(figure) ? figure : 0, -FAR, FAR));
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

/**
 * The highest or lowest order key in use; another client's nonsense does not count.
 * @param {Iterable<BoardObject>} objects
 * @param {(a: string, b: string) => boolean} further
 */
function extreme(objects, further) {
  /** @type {string | null} */
  let found = null;
  for (const { z } of objects) {
    if ((found === null || further(z, found)) && isOrderKey(z)) found = z;
  }
  return found;
}

/** @param {string} z */
function isOrderKey(z) {
  try {
    generateKeyBetween(z, null);
    return z !== "";
  } catch {
    return false;
  }
}

/** @param {string | null} top @param {number} count */
function above(top, count) {
  return generateNKeysBetween(top, null, count);
}

/** @param {string | null} bottom @param {number} count */
function below(bottom, count) {
  return generateNKeysBetween(null, bottom, count);
}

/** The objects it hangs on. @param {Readonly<BoardObject>} object @returns {string[]} */
export function refsOf(object) {
  return (kindOf(object).refs ?? []).flatMap((key) => {
    const ref = object.data[key];
    return typeof ref === "string" ? ref : [];
  });
}

/** @param {unknown} value @returns {value is {draft: number}} */
function isPlace(value) {
  return typeof value === "object" && value !== null && "draft" in value;
}

/** @param {unknown} a @param {unknown} b @returns {boolean} */
function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => same(each, b[index]));
  return a === b;
}
