// The board as a document that many write at once. The only module that knows its keys and the
// types of Yjs: outside there are plain frozen values, events by id, and commands of which each
// is one transaction. Undo is per person and never undoes somebody else's work.

import { Emitter } from "../sync/emitter.js";
import { Doc, Map as YMap, Text as YText, YMapEvent, generateKeyBetween, generateNKeysBetween } from "../vendor/yjs.js";
import { LAID } from "./kinds/area.js";
import { KINDS, kindOf } from "./kinds/index.js";
import { FAR } from "./kinds/kind.js";
import { COLORS, TEXT_LONGEST, byHeight, clamp, readObject, replaced } from "./objects.js";
import { groups, inOrder } from "./ordering.js";
import { alongWith, membersOf, settled, taken } from "./owning.js";
import { clean } from "./text-edit.js";
import { keepable, outdated, recent } from "./trash.js";
import { Steps, WHOLE, same } from "./undo.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Color} Color */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {import("./text-edit.js").Edit} Edit */
/** @typedef {import("./text-edit.js").Delta} Delta */
/** @typedef {import("./owning.js").Placed} Placed */
/** @typedef {import("./undo.js").Stepped} Stepped */
/** @typedef {import("../vendor/yjs.js").Transaction} Transaction */
/** @typedef {import("../vendor/yjs.js").YEvent<any>} YEvent */

/** @typedef {{added: string[], changed: string[], removed: string[], own: boolean}} Change */
/**
 * An area that facilitators laid down: a record of the server, below everything.
 * @typedef {import("./owning.js").Laid & {title: string, prompt: string, color: Color, order: number}} LaidArea
 */
/** What becomes of one: it is laid (`fresh`), gone (`area: null`), or has some other values. @typedef {{id: string, area: Partial<LaidArea> | null, fresh?: boolean}} LaidChange */
/**
 * `data` are further fields of its kind as they are stored; a value that names another of the
 * drafts by its place among them is written {draft: index}. Without `area` it belongs to what it
 * lies in.
 * @typedef {{pos: Pair, kind?: string, size?: Pair, color?: Color, text?: string, texts?: Readonly<Record<string, string>>,
 *   data?: Readonly<Record<string, unknown>>, area?: string | null | {draft: number}, group?: string | null}} Draft
 */

/** What a copy does not take along. */
const NOT_COPIED = ["locked", "group"];
/** What a move changes; no kind reads anything else from them. */
const PLACING = new Set(["pos", "z", "area"]);
/** Beside an object's copy. */
const BESIDE = 24;

export class BoardDocument {
  /** @type {Emitter<{changed: Change, text: {id: string, key: string, delta: Delta, own: boolean}, undo: {undo: boolean, redo: boolean}, trash: null, laid: null}>} */
  events = new Emitter();
  /** @type {Map<string, Readonly<BoardObject>>} */
  #objects = new Map();
  #map;
  #me;
  #steps;
  /** @type {readonly LaidArea[]} */
  #laid = [];
  /** The same as they are shown. @type {ReadonlyMap<string, Readonly<BoardObject>>} */
  #below = new Map();
  #trash;
  #newId;
  #now;
  #close;

  /**
   * @param {Doc} doc
   * @param {{person: string, mayWrite: boolean, lay?: (changes: LaidChange[]) => void}} me lay: changes what the
   *   facilitators laid down, for one of them
   * @param {{newId?: () => string, now_ms?: () => number}} [sources] now_ms: since the epoch
   */
  constructor(doc, me, { newId = randomId, now_ms = Date.now } = {}) {
    this.#me = me;
    this.#newId = newId;
    this.#now = now_ms;
    this.#trash = /** @type {YMap<unknown>} */ (doc.getMap("trash"));
    this.#map = /** @type {YMap<unknown>} */ (doc.getMap("objects"));
    this.#steps = new Steps(doc, this.#map, (id, key) => key in (this.#objects.get(id)?.texts ?? {}));
    for (const id of this.#map.keys()) this.#read(id);
    const observer = (/** @type {YEvent[]} */ events, /** @type {Transaction} */ transaction) =>
      this.#observed(events, transaction);
    this.#map.observeDeep(observer);
    const trashObserver = () => this.events.emit("trash", null);
    this.#trash.observe(trashObserver);
    this.#steps.events.on("changed", (can) => this.events.emit("undo", can));
    this.#close = () => {
      this.#map.unobserveDeep(observer);
      this.#trash.unobserve(trashObserver);
      this.#steps.close();
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

  /** Who writes here. */
  get person() {
    return this.#me.person;
  }

  /** @param {string} id also of an area of the facilitators */
  get(id) {
    return this.#below.get(id) ?? this.#objects.get(id);
  }

  /** All that is seen: what the facilitators laid down lies lowest. @returns {IterableIterator<Readonly<BoardObject>>} */
  *seen() {
    yield* this.#below.values();
    for (const object of this.#objects.values()) if (!this.#below.has(object.id)) yield object;
  }

  /** Whether one may change what the facilitators laid down. */
  get mayLay() {
    return this.#me.lay !== undefined;
  }

  /** What the facilitators laid down, in their order. @returns {readonly LaidArea[]} */
  get laid() {
    return this.#laid;
  }

  set laid(areas) {
    this.#laid = areas;
    this.#below = new Map(areas.map(({ id, title, prompt, pos, size, color }, index) => [id, readObject(id, {
      kind: "area", text: title, prompt, pos, size, color, z: String.fromCharCode(index + 1), laid: LAID, locked: !this.mayLay,
    })]));
    this.events.emit("laid", null);
  }

  /** What one can work with, in the one ordering. */
  inOrder() {
    return inOrder(this.mayLay ? this.seen() : this.#objects.values(), this.#laid.map(({ id }) => id));
  }

  /** All that is seen, by area; its head is the area itself. */
  groups() {
    return groups(this.seen(), this.#laid.map(({ id }) => id));
  }

  /** What belongs to these, with what belongs to that. @param {Iterable<string>} ids @returns {Readonly<BoardObject>[]} */
  membersOf(ids) {
    return membersOf(this.#objects.values(), ids);
  }

  // Commands

  /**
   * @param {readonly Draft[]} drafts
   * @returns {string[]} their ids
   */
  create(drafts) {
    const ids = drafts.map(() => this.#newId());
    const heights = above(this.#top(), drafts.length);
    const made = drafts.map((draft, index) => asMade(draft, ids, index, heights));
    this.#command("", () => {
      drafts.forEach((draft, index) => this.#map.set(/** @type {string} */ (ids[index]), this.#made(draft, /** @type {Placed} */ (made[index]), ids)));
      // Who says where it belongs knows better than its place.
      this.#settle(made, made.filter((_, index) => typeof drafts[index]?.area !== "string" && drafts[index]?.area !== null));
    });
    return ids;
  }

  /**
   * @param {ReadonlyMap<string, Pair>} places
   * @param {{label?: string, onTop?: boolean}} [how] moves with the same label soon after one
   *   another are one step; onTop also lays them on top of everything
   */
  move(places, { label = "", onTop = false } = {}) {
    this.#relay(places.keys(), ({ id }) => ({ pos: rounded(/** @type {Pair} */ (places.get(id))) }));
    const loose = this.#loose(places.keys());
    if (loose.length === 0) return;
    const wanted = new Map(loose.map(({ id }) => [id, rounded(/** @type {Pair} */ (places.get(id)))]));
    const along = alongWith(this.#objects, wanted);
    const risen = onTop ? loose.sort(byHeight) : [];
    const heights = onTop ? above(this.#top(), risen.length) : [];
    this.#command(label, () => {
      const moved = this.#lay(wanted);
      this.#settle([...moved, ...this.#lay(along)], moved);
      risen.forEach((object, index) => this.#set(object.id, "z", heights[index]));
    });
  }

  /** Into another area, with a place there. @param {string} id @param {string | null} area @param {Pair} pos */
  moveInto(id, area, pos) {
    const [object] = this.#loose([id]);
    if (!object) return;
    const along = alongWith(this.#objects, new Map([[id, rounded(pos)]]));
    this.#command("", () => {
      this.#lay(new Map([[id, pos], ...along]));
      this.#set(id, "area", area);
    });
  }

  // What the facilitators laid down: the server decides, and what follows from it is no step of anybody

  /** @param {string} id @param {{title: string, prompt: string}} words */
  name(id, { title, prompt }) {
    this.#relay([id], () => ({ title, prompt }));
  }

  /** For all, under the same id: a team's own area, or a new one. @param {LaidArea} area */
  lay(area) {
    this.#tellLaid([{ id: area.id, area, fresh: true }]);
    this.#unnoticed(() => this.#map.delete(area.id));
    this.#take(area);
  }

  /** The other way round. @param {string} id */
  takeBack(id) {
    const area = this.#laid.find((each) => each.id === id);
    if (!area || !this.mayLay) return;
    const { pos, size, color, title, prompt } = area;
    const draft = { kind: "area", pos, size, color, texts: { text: title, prompt }, area: null };
    const made = asMade(draft, [id], 0, above(this.#top(), 1));
    this.#unnoticed(() => this.#map.set(id, this.#made(draft, made, [id])));
    this.#tellLaid([{ id, area: null }]);
  }

  /** In the list and for a screen reader. @param {string} id @param {1 | -1} by */
  reorder(id, by) {
    const index = this.#laid.findIndex((area) => area.id === id);
    const other = this.#laid[index + by];
    const area = this.#laid[index];
    if (!area || !other) return;
    this.#tellLaid([{ id, area: { order: other.order } }, { id: other.id, area: { order: area.order } }]);
  }

  /**
   * Moved with what lies in it, resized, coloured, gone: where it is one of the facilitators' and one may.
   * @param {Iterable<string>} ids
   * @param {(area: LaidArea) => Partial<LaidArea> | null} change
   */
  #relay(ids, change) {
    const chosen = new Set(ids);
    const areas = this.mayLay ? this.#laid.filter(({ id }) => chosen.has(id)) : [];
    const changes = areas.map((area) => ({ id: area.id, area: change(area) }));
    if (changes.length === 0) return;
    this.#tellLaid(changes);
    changes.forEach(({ id, area }, index) => {
      const { pos: [x, y], size } = /** @type {LaidArea} */ (areas[index]);
      if (area?.size && !same(area.size, size)) this.#take({ id, pos: area.pos ?? [x, y], size: area.size });
      else if (area?.pos) this.#carry(id, [area.pos[0] - x, area.pos[1] - y], chosen);
    });
  }

  /** Shown at once; what the server says counts. @param {LaidChange[]} changes */
  #tellLaid(changes) {
    const byId = new Map(this.#laid.map((area) => [area.id, area]));
    for (const { id, area, fresh } of changes) {
      if (area === null) byId.delete(id);
      else if (fresh || byId.has(id)) byId.set(id, /** @type {LaidArea} */ ({ ...byId.get(id), ...area }));
    }
    this.laid = [...byId.values()].sort((a, b) => a.order - b.order);
    this.#me.lay?.(changes);
  }

  /** What lies in it goes along. @param {string} area @param {Pair} by @param {ReadonlySet<string>} but what goes by itself */
  #carry(area, [dx, dy], but) {
    const members = this.membersOf([area]).filter(({ id }) => !but.has(id));
    if (members.length > 0) this.#unnoticed(() => this.#lay(new Map(members.map(({ id, pos: [x, y] }) => [id, [x + dx, y + dy]]))));
  }

  /** It came, or has another size: what lies in it now belongs to it. @param {import("./owning.js").Laid} area */
  #take(area) {
    const changes = taken(this.#objects, area, this.#laid);
    if (changes.size > 0) this.#unnoticed(() => { for (const [id, owner] of changes) this.#set(id, "area", owner); });
  }

  /** @param {Readonly<BoardObject>} object @param {ReadonlyMap<string, {pos: Pair, size: Pair}>} places */
  #resized(object, places) {
    const [least, most] = kindOf(object).sizes;
    const { pos, size: [width, height] } = /** @type {{pos: Pair, size: Pair}} */ (places.get(object.id));
    const fit = (/** @type {number} */ each) => Math.round(clamp(each, least, most));
    return { pos: rounded(pos), size: /** @type {Pair} */ ([fit(width), fit(height)]) };
  }

  /** @param {ReadonlyMap<string, {pos: Pair, size: Pair}>} places */
  resize(places) {
    this.#relay(places.keys(), ({ id }) => this.#resized(/** @type {Readonly<BoardObject>} */ (this.get(id)), places));
    const resized = this.#loose(places.keys()).map((object) => ({ ...object, ...this.#resized(object, places) }));
    if (resized.length === 0) return;
    this.#command("", () => {
      for (const { id, pos, size } of resized) {
        this.#set(id, "pos", pos);
        this.#set(id, "size", size);
      }
      this.#settle(resized, resized);
    });
  }

  /**
   * @param {Iterable<string>} ids
   * @param {Color} color
   */
  recolor(ids, color) {
    if (!COLORS.includes(color)) throw new RangeError(`expected a note colour, got ${color}`);
    this.#relay(ids, () => ({ color }));
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
      const changed = this.#loose(ids);
      for (const { id } of changed) for (const [key, value] of Object.entries(fields)) this.#set(id, key, value);
      // Another end of a line lies elsewhere.
      const lines = changed.filter((object) => kindOf(object).moves).map(({ id }) => this.#asWritten(id));
      if (lines.length > 0) this.#settle(lines, lines);
    });
  }

  /**
   * What comes by itself after somebody made it: the address of a picture that has been sent. No step.
   * @param {Iterable<string>} ids
   * @param {Readonly<Record<string, unknown>>} fields
   */
  complete(ids, fields) {
    if (!this.#me.mayWrite) return;
    this.#unnoticed(() => {
      for (const { id } of this.#existing(ids)) for (const [key, value] of Object.entries(fields)) this.#set(id, key, value);
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
    const originals = this.#existing(this.along(ids)).sort(byHeight);
    const heights = above(this.#top(), originals.length);
    const copies = originals.map(() => this.#newId());
    const copyOf = new Map(originals.map(({ id }, index) => [id, /** @type {string} */ (copies[index])]));
    const groups = this.freshGroups();
    const made = originals.map(({ id, kind, pos, size, area, data }, index) => ({
      id: /** @type {string} */ (copyOf.get(id)), kind, size, data, z: /** @type {string} */ (heights[index]),
      pos: rounded([pos[0] + offset[0], pos[1] + offset[1]]), area: copyOf.get(String(area)) ?? area,
    }));
    this.#command("", () => {
      originals.forEach((original, index) => {
        const { id, pos, z, area } = /** @type {Placed} */ (made[index]);
        const copy = /** @type {YMap<unknown>} */ (this.#map.get(original.id)).clone();
        copy.set("pos", pos);
        copy.set("z", z);
        copy.set("area", area);
        copy.set("author", this.#me.person);
        for (const key of NOT_COPIED) copy.delete(key);
        if (original.group !== null) copy.set("group", groups(original.group));
        for (const key of [...(kindOf(original).refs ?? []), ...(kindOf(original).links ?? [])]) {
          const ref = original.data[key];
          if (typeof ref === "string" && copyOf.has(ref)) copy.set(key, copyOf.get(ref));
        }
        this.#map.set(id, copy);
      });
      this.#settle(made, made);
    });
    return copies;
  }

  /**
   * These and what a copy of them takes along: what belongs to them, and lines between them, but
   * nobody's word on one of them.
   * @param {Iterable<string>} ids
   * @returns {ReadonlySet<string>}
   */
  along(ids) {
    const chosen = new Set(ids);
    for (const { id } of this.membersOf([...chosen])) chosen.add(id);
    const comes = (/** @type {Readonly<BoardObject>} */ object, /** @type {ReadonlySet<string>} */ found) =>
      !kindOf(object).stays && refsOf(object).every((ref) => found.has(ref));
    return this.#withHanging(chosen, comes);
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

  /**
   * With what hangs on them; what belongs to them stays where it is, or goes too. What is deleted can
   * be restored for a day.
   * @param {Iterable<string>} ids
   * @param {{withContent?: boolean}} [how]
   */
  remove(ids, { withContent = false } = {}) {
    this.#relay(ids, () => null);
    const loose = this.#loose(ids).map(({ id }) => id);
    const inside = this.membersOf(loose);
    const emptied = withContent ? loose : loose.filter((id) => isWhole(this.#objects.get(id)));
    const content = this.membersOf(emptied).filter(({ locked }) => !locked).map(({ id }) => id);
    const leaving = this.#withHanging([...loose, ...content]);
    const gone = this.#existing(leaving);
    const kept = keepable(gone);
    // One time for all: what went together comes back together.
    const at = this.#now();
    this.#command("", () => {
      this.#settle([], inside.filter(({ id }) => !leaving.has(id)), leaving);
      for (const id of outdated(new Map(this.#trash.entries()), at, kept.length)) this.#trash.delete(id);
      for (const { id } of kept) {
        this.#trash.set(id, { at, by: this.#me.person, fields: /** @type {YMap<unknown>} */ (this.#map.get(id)).toJSON() });
      }
      for (const { id } of gone) this.#map.delete(id);
    });
  }

  /** Deleted within the last day, the latest first; without what is read with another object. */
  get trash() {
    return this.#deleted().filter(({ object }) => !kindOf(object).unlisted);
  }

  #deleted() {
    return recent(this.#trash.entries(), this.#now()).filter(({ object }) => !this.#objects.has(object.id));
  }

  /**
   * As they were, where they were, on top of everything, with what hung on them: a new edit.
   * @param {Iterable<string>} ids
   */
  restore(ids) {
    const deleted = this.#deleted();
    const wanted = new Set(ids);
    const times = new Map(deleted.map(({ object, at_ms }) => [object.id, at_ms]));
    const whole = new Set(deleted.flatMap(({ object }) => (isWhole(object) ? object.id : [])));
    for (let before = -1; before < wanted.size;) {
      before = wanted.size;
      for (const { object, at_ms } of deleted) {
        const refs = refsOf(object);
        const wentWithIt = refs.some((ref) => wanted.has(ref) && times.get(ref) === at_ms);
        if (wentWithIt && refs.every((ref) => wanted.has(ref) || this.#objects.has(ref))) wanted.add(object.id);
        const { area } = object;
        if (area !== null && whole.has(area) && wanted.has(area) && times.get(area) === at_ms) wanted.add(object.id);
      }
    }
    const found = deleted.filter(({ object }) => wanted.has(object.id));
    const heights = above(this.#top(), found.length);
    const back = found.map(({ object }, index) => ({ ...object, z: /** @type {string} */ (heights[index]) }));
    this.#command("", () => {
      found.forEach(({ object, fields }, index) => {
        /** @type {YMap<unknown>} */
        const map = new YMap();
        for (const [key, value] of Object.entries(fields)) map.set(key, key in object.texts ? new YText(object.texts[key]) : value);
        map.set("z", heights[index]);
        this.#map.set(object.id, map);
      });
      this.#settle(back, back);
    });
  }

  /**
   * A note that was made and never written in. Made and gone again is nothing to undo.
   * @param {string} id
   */
  discard(id) {
    if (this.#objects.has(id)) this.#steps.discard(id);
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
    if (/\s$/.test(edits.at(-1)?.inserted ?? "")) this.#steps.end();
  }

  /** The next edit is a step of its own. */
  endStep() {
    this.#steps.end();
  }

  /** @returns {Stepped} */
  undo() {
    return this.#steps.undo();
  }

  /** @returns {Stepped} */
  redo() {
    return this.#steps.redo();
  }

  // Reading

  /** @param {YEvent[]} events @param {Transaction} transaction */
  #observed(events, transaction) {
    const keys = this.#changedKeys(events);
    const own = this.#steps.observed(keys, transaction);

    /** @type {Change} */
    const change = { added: [], changed: [], removed: [], own };
    for (const [id, names] of keys) {
      const known = this.#objects.has(id);
      const exists = this.#read(id, names);
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
      else if (event instanceof YMapEvent && event.path.length === 1) add(event.path[0], /** @type {Set<string>} */ (event.keysChanged));
      else add(event.path[0], [String(event.path[1])]);
    }
    return keys;
  }

  /**
   * @param {string} id
   * @param {ReadonlySet<string>} [names] of what has changed, if not everything
   * @returns {boolean} whether there is such an object now
   */
  #read(id, names) {
    const map = this.#map.get(id);
    if (!(map instanceof YMap)) {
      this.#objects.delete(id);
      return false;
    }
    const before = names && this.#objects.get(id);
    if (before && [...names].every((name) => PLACING.has(name))) {
      this.#objects.set(id, replaced(before, { pos: map.get("pos"), z: map.get("z"), area: map.get("area") }));
    } else {
      this.#objects.set(id, readObject(id, fieldsOf(map)));
    }
    return true;
  }

  // Writing

  /**
   * @param {string} label
   * @param {() => void} change
   */
  #command(label, change) {
    this.#checkRight();
    this.#steps.command(label, change);
  }

  /** @param {() => void} change */
  #unnoticed(change) {
    this.#checkRight();
    this.#steps.unnoticed(change);
  }

  #checkRight() {
    if (!this.#me.mayWrite) throw new Error("expected a person who may write on this board, got a guest");
  }

  /**
   * In the middle of a command: who owns what now.
   * @param {readonly Placed[]} laid as they lie now
   * @param {readonly Placed[]} moved whose owner may be another one
   * @param {Iterable<string>} [gone]
   */
  #settle(laid, moved, gone = []) {
    /** @type {Map<string, Placed>} */
    const after = new Map(this.#objects);
    for (const each of laid) after.set(each.id, each);
    for (const id of gone) after.delete(id);
    for (const [id, area] of settled(after, new Set(moved.map(({ id }) => id)), this.#laid)) this.#set(id, "area", area);
  }

  /** In the middle of a command. @param {string} id of one there is */
  #asWritten(id) {
    return readObject(id, fieldsOf(/** @type {YMap<unknown>} */ (this.#map.get(id))));
  }

  /** In the middle of a command. @param {ReadonlyMap<string, Pair>} places @returns {Placed[]} as they lie then */
  #lay(places) {
    return this.#existing(places.keys()).map((object) => {
      const pos = rounded(/** @type {Pair} */ (places.get(object.id)));
      this.#set(object.id, "pos", pos);
      return { ...object, pos };
    });
  }

  /**
   * @param {Draft} draft
   * @param {Placed} made where it lies
   * @param {readonly string[]} ids of all drafts
   */
  #made(draft, { kind: name, pos, size, z, area }, ids) {
    const kind = /** @type {import("./kinds/kind.js").Kind} */ (KINDS.get(name));
    /** @type {YMap<unknown>} */
    const map = new YMap();
    map.set("kind", name);
    map.set("pos", [...pos]);
    map.set("size", [...size]);
    map.set("z", z);
    map.set("area", area);
    map.set("color", draft.color ?? kind.color);
    map.set("author", this.#me.person);
    if (draft.group) map.set("group", draft.group);
    for (const [key, value] of dataOf(draft, ids)) map.set(key, value);
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

  /**
   * These and all that hangs on them.
   * @param {Iterable<string>} ids
   * @param {(object: Readonly<BoardObject>, found: ReadonlySet<string>) => boolean} [comes]
   */
  #withHanging(ids, comes = () => true) {
    const found = new Set(ids);
    for (let before = -1; before < found.size;) {
      before = found.size;
      for (const object of this.#objects.values()) {
        if (!found.has(object.id) && refsOf(object).some((ref) => found.has(ref)) && comes(object, found)) found.add(object.id);
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

  /** What of the document may be changed. @param {Iterable<string>} ids */
  #loose(ids) {
    return this.#existing(ids).filter(({ locked }) => !locked);
  }

  #top() {
    return extreme(this.#objects.values(), (a, b) => a > b);
  }

  #bottom() {
    return extreme(this.#objects.values(), (a, b) => a < b);
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

/** @param {Pair} pair @returns {Pair} */
function rounded([x, y]) {
  return [placed(x), placed(y)];
}

/**
 * A draft as an object, before anybody knows whose it is.
 * @param {Draft} draft
 * @param {readonly string[]} ids of all drafts
 * @param {number} index
 * @param {readonly string[]} heights
 * @returns {Placed}
 */
function asMade(draft, ids, index, heights) {
  const { kind: name = "note", pos, size, area = null } = draft;
  const kind = KINDS.get(name);
  if (!kind) throw new RangeError(`expected a kind of object, got ${name}`);
  return {
    id: /** @type {string} */ (ids[index]), kind: kind.name, pos: rounded(pos), size: size ?? kind.size,
    z: /** @type {string} */ (heights[index]), area: isPlace(area) ? (ids[area.draft] ?? null) : area,
    // Only of a line it is asked where its ends are.
    data: kind.moves ? kind.read(Object.fromEntries(dataOf(draft, ids))) : {},
  };
}

/** As it is stored. @param {Draft} draft @param {readonly string[]} ids of all drafts @returns {[string, unknown][]} */
function dataOf({ data = {} }, ids) {
  return Object.entries(data).map(([key, value]) => [key, isPlace(value) ? (ids[value.draft] ?? null) : value]);
}

/** What an object's map holds, its texts as strings. @param {YMap<unknown>} map */
function fieldsOf(map) {
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const [key, value] of map.entries()) fields[key] = value instanceof YText ? value.toString() : value;
  return fields;
}

/** @param {number} figure */
function placed(figure) {
  return Math.round(clamp(Number.isFinite(figure) ? figure : 0, -FAR, FAR));
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

/** Whether it goes with all that lies in it. @param {{kind: string} | undefined} object */
function isWhole(object) {
  return object !== undefined && kindOf(object).whole === true;
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
