// What a person can do on the board, whichever way they ask for it: key, button, menu, touch.
// Says in words what cannot be seen, and where the focus goes.

import { t } from "../i18n/index.js";
import { announce, notify } from "../shell/notices.js";
import { addressOf, copyText } from "./address.js";
import { aligned, distributed, tidied, unitsOf } from "./arrange.js";
import { boundsOf } from "./camera.js";
import { FORMAT, asText, draftsAround, packed, unpacked } from "./clipboard.js";
import { COLORS, NOTE_SIZE, clamp } from "./objects.js";
import { KINDS, isMovable, kindOf } from "./kinds/index.js";
import { Nudging } from "./nudging.js";
import { offerUndo } from "./offer-undo.js";
import { apart } from "./owning.js";
import { GAP, NOTES_AT_ONCE, inGrid, inTable, linesOf, tableOf } from "./paste.js";
import { roomFor } from "./room.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */
/** @typedef {import("./document.js").Stepped} Stepped */
/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Color} Color */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("./selection.js").Selection} Selection */
/** @typedef {import("./view.js").BoardView} BoardView */
/** @typedef {import("./editor.js").NoteEditor} NoteEditor */

/** A moved note is announced once the arrow keys rest. */
const ANNOUNCE_MOVE_MS = 700;
/** Board pixels to each side, so that two people who are offline do not lay notes on one another. */
const SCATTER = 120;
/** How much a note grows or shrinks by the menu. */
const GROW = 1.25;

export class Actions {
  /** The colour of the next note. @type {Color} */
  color = "yellow";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #announcing;
  #board;
  #camera;
  #selection;
  #view;
  #editor;
  #isAlone;
  #nudging;

  /**
   * @param {{board: BoardDocument, camera: Camera, selection: Selection, view: BoardView, editor: NoteEditor,
   *   isAlone: () => boolean, share: (places: ReadonlyMap<string, import("./view.js").Live>) => void}} parts
   *   isAlone: offline, one does not see where others lay something; share: tells them what is in motion
   */
  constructor({ board, camera, selection, view, editor, isAlone, share }) {
    this.#board = board;
    this.#camera = camera;
    this.#selection = selection;
    this.#view = view;
    this.#editor = editor;
    this.#isAlone = isAlone;
    this.#nudging = new Nudging(board, (places) => {
      view.setLive(this, places);
      share(places);
    });
    editor.actions = this;
  }

  get mayWrite() {
    return this.#board.mayWrite;
  }

  /**
   * With the cursor in it, where one looks or around the given point.
   * @param {Pair} [centre] on the board
   */
  newNote(centre) {
    if (!this.mayWrite) return;
    const [width, height] = NOTE_SIZE;
    const [x, y] = centre ?? this.#here();
    const start = /** @type {Pair} */ ([x - width / 2, y - height / 2]);
    const pos = centre ? start : this.#free(start, NOTE_SIZE);
    this.#begin({ pos, color: this.color });
  }

  /**
   * One of a kind where one looks and there is room, open to be written in.
   * @param {string} name of the kind
   */
  insert(name) {
    const kind = KINDS.get(name);
    if (!kind || !this.mayWrite) return;
    const [width, height] = kind.size;
    const pos = this.roomFor(name);
    const [id] = this.#board.create([{ kind: name, pos }]);
    if (id === undefined) return;
    this.#selection.set([id]);
    this.#camera.reveal({ x: pos[0], y: pos[1], width, height });
    this.#editor.open(id);
  }

  /** Where one looks, or where there is room beside it. @param {string} kind of what is to lie there @returns {Pair} */
  roomFor(kind) {
    const { size } = kindOf({ kind });
    const [x, y] = this.#here();
    return this.#free([Math.round(x - size[0] / 2), Math.round(y - size[1] / 2)], size, kind);
  }

  /** Right of a note, or where there is room beside it. @param {string} id */
  noteBeside(id) {
    const object = this.#board.get(id);
    if (!object || !this.mayWrite) return;
    const { pos, color } = object;
    const size = object.kind === "note" ? object.size : NOTE_SIZE;
    const beside = this.#free([pos[0] + size[0] + GAP, pos[1]], size);
    this.#begin({ pos: beside, size, color });
  }

  /** @param {string} id */
  edit(id) {
    const object = this.#board.get(id);
    if (!object || !this.mayWrite) return;
    this.#selection.set([id]);
    if (object.locked) this.#offerUnlock();
    else this.#editor.open(id);
  }

  /**
   * Our own objects, the cells of a table, or a note per line.
   * @param {{objects: string, text: string}} data as the clipboard has it
   */
  paste({ objects, text }) {
    if (!this.mayWrite) return false;
    const own = unpacked(objects);
    if (own.length > 0) return this.#add(draftsAround(own, this.#clear(own), this.#board.freshGroups()));
    const table = tableOf(text);
    const lines = linesOf(text);
    if (lines.length === 0) return false;
    const drafts = table ? inTable(table, this.#here(), this.color) : inGrid(lines, this.#here(), this.color);
    const count = table ? table.flat().filter((cell) => cell !== "").length : lines.length;
    if (count > NOTES_AT_ONCE) notify(t("paste.bounded", { n: NOTES_AT_ONCE }), { kind: "warn" });
    return this.#add(drafts);
  }

  /** @param {DataTransfer} data @returns {boolean} whether there was something to take along */
  copy(data) {
    const { chosen } = this;
    if (chosen.length === 0) return false;
    data.setData(FORMAT, packed([...this.#board.along(this.#selection.ids)].flatMap((id) => this.#board.get(id) ?? [])));
    data.setData("text/plain", asText(chosen));
    announce(t("done.copied", { n: chosen.length }));
    return true;
  }

  duplicate() {
    if (!this.mayWrite || this.#selection.ids.size === 0) return;
    const ids = this.#board.duplicate(this.#selection.ids);
    if (ids.length === 0) return;
    this.#selection.set(ids);
    this.#focusFirst(ids);
    announce(t("done.duplicated", { n: ids.length }));
  }

  /** @param {{withContent?: boolean}} [how] of an area: with all that lies in it */
  remove({ withContent = false } = {}) {
    const ids = this.#loose().map(({ id }) => id);
    if (ids.length === 0) return;
    const order = this.#listed().map(({ id }) => id);
    const after = order.slice(order.indexOf(/** @type {string} */ (ids[0]))).find((id) => !ids.includes(id));
    const next = after ?? order.findLast((id) => !ids.includes(id));
    const laid = this.#board.laid.filter(({ id }) => ids.includes(id));
    this.#board.remove(ids, { withContent });
    if (!(next && this.#view.focus(next))) this.#view.container.focus({ preventScroll: true });
    const undo = () => {
      // What the server decides is no step of the document.
      for (const area of laid) this.#board.lay(area);
      if (laid.length < ids.length) this.undo();
    };
    offerUndo(this.#board, t("done.removed", { n: ids.length }), undo);
  }

  /** Of the chosen ones, and of the next note. @param {Color} color */
  recolor(color) {
    this.color = color;
    const objects = this.#loose().filter((object) => kindOf(object).colored);
    if (objects.length === 0) return;
    this.#board.recolor(objects.map(({ id }) => id), color);
    announce(t("done.recolored", { color: t(`color.${color}`) }));
  }

  /** By its place in the row of colours. @param {number} index */
  recolorBy(index) {
    const color = COLORS[index];
    if (color) this.recolor(color);
  }

  raise() {
    const objects = this.#loose();
    if (objects.length === 0) return;
    this.#board.raise(objects.map(({ id }) => id));
    announce(t("done.front"));
  }

  lower() {
    const objects = this.#loose();
    if (objects.length === 0) return;
    this.#board.lower(objects.map(({ id }) => id));
    announce(t("done.back"));
  }

  /** @param {import("./arrange.js").Side} side */
  align(side) {
    this.#arrange(aligned(this.#units(), side));
  }

  /** @param {import("./arrange.js").Axis} axis */
  distribute(axis) {
    this.#arrange(distributed(this.#units(), axis));
  }

  /** Rows and columns, in the order in which they are read. */
  tidy() {
    this.#arrange(tidied(this.#units()));
  }

  group() {
    const objects = this.#loose();
    if (unitsOf(objects).length < 2) return;
    this.#board.group(objects.map(({ id }) => id));
    announce(t("done.grouped", { n: objects.length }));
  }

  ungroup() {
    const objects = this.#loose();
    if (objects.every(({ group }) => group === null)) return;
    this.#board.ungroup(objects.map(({ id }) => id));
    announce(t("done.ungrouped"));
  }

  /** Locks, or unlocks where everything is locked. */
  toggleLock() {
    const objects = this.chosen.filter(({ data }) => !data["laid"]);
    if (!this.mayWrite || objects.length === 0) return;
    const ids = objects.map(({ id }) => id);
    const locked = objects.every((object) => object.locked);
    if (locked) this.#board.unlock(ids);
    else this.#board.lock(ids);
    announce(t(locked ? "done.unlocked" : "done.locked", { n: ids.length }));
  }

  /** Step by step, as long as a key is held. @param {number} dx @param {number} dy board pixels */
  nudge(dx, dy) {
    const ids = this.#loose().filter(isMovable).map(({ id }) => id);
    if (ids.length === 0) return;
    this.#nudging.move(ids, [dx, dy]);
    const rect = this.#view.rect(/** @type {string} */ (ids[0]));
    if (rect) this.#camera.reveal(rect);
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => announce(t("done.moved")), ANNOUNCE_MOVE_MS);
  }

  /** The key came up, or something else begins. */
  endNudge() {
    this.#nudging.end();
  }

  /** The chosen ones, with their middle there. @param {Pair} point on the board */
  moveTo(point) {
    const bounds = boundsOf(this.chosen);
    this.#focusChosen();
    if (!bounds) return;
    this.nudge(point[0] - bounds.x - bounds.width / 2, point[1] - bounds.y - bounds.height / 2);
    this.endNudge();
  }

  /** @param {1 | -1} direction larger or smaller */
  grow(direction) {
    const objects = this.#loose().filter((object) => kindOf(object).resizing !== "no");
    if (objects.length === 0) return;
    this.#board.resize(new Map(objects.map((object) => {
      const { id, pos, size: [width, height] } = object;
      const [least, most] = kindOf(object).sizes;
      const factor = clamp(GROW ** direction, least / Math.min(width, height), most / Math.max(width, height));
      return [id, { pos, size: /** @type {Pair} */ ([width * factor, height * factor]) }];
    })));
  }

  copyLink() {
    const [first] = this.chosen;
    if (first && copyText(addressOf(first.id))) notify(t("address.copied"), { kind: "ok", topic: "address" });
  }

  /** All that is not locked. */
  selectAll() {
    this.#selection.set(this.#listed().filter(({ locked }) => !locked).map(({ id }) => id));
    announce(t("done.selected", { n: this.#selection.ids.size }));
  }

  undo() {
    if (this.mayWrite) this.#stepped(this.#board.undo(), "undo");
  }

  redo() {
    if (this.mayWrite) this.#stepped(this.#board.redo(), "redo");
  }

  fit() {
    this.#camera.fit(this.#view.bounds());
  }

  /** The neighbour in the one ordering. @param {string} id @param {1 | -1} direction */
  neighbour(id, direction) {
    const order = this.#listed();
    const index = order.findIndex((object) => object.id === id);
    return index < 0 ? null : (order[index + direction]?.id ?? null);
  }

  /** @param {"first" | "last"} which */
  endOf(which) {
    return this.#listed().at(which === "first" ? 0 : -1)?.id ?? null;
  }

  /** Chooses it, shows it and gives it the focus. @param {string} id */
  goTo(id) {
    const rect = this.#view.rect(id);
    if (!rect) return;
    this.#selection.set([id]);
    this.#view.focus(id);
    this.#camera.reveal(rect);
  }

  /** @returns {Readonly<BoardObject>[]} */
  get chosen() {
    return [...this.#selection.ids].flatMap((id) => this.#board.get(id) ?? []);
  }

  /** In the one ordering, without what is read with another object. */
  #listed() {
    return this.#board.inOrder().filter((object) => !kindOf(object).unlisted);
  }

  /** What is arranged: what moves along with an owner is not arranged beside it. */
  #units() {
    return unitsOf(apart(this.#board.objects.values(), this.#loose()));
  }

  /** What of the chosen may be changed; offers to unlock where nothing may. */
  #loose() {
    const { chosen } = this;
    const loose = this.mayWrite ? chosen.filter(({ locked }) => !locked) : [];
    if (this.mayWrite && chosen.length > 0 && loose.length === 0) this.#offerUnlock();
    return loose;
  }

  #offerUnlock() {
    notify(t("locked.notice"), { topic: "locked", actions: [{ label: t("menu.unlock"), run: () => this.toggleLock() }] });
  }

  /** @param {ReadonlyMap<string, Pair>} places */
  #arrange(places) {
    if (places.size < 2) return;
    this.#board.move(places);
    const bounds = boundsOf(this.chosen);
    if (bounds) this.#camera.reveal(bounds);
    announce(t("done.arranged"));
  }

  /** Where one looks. @returns {Pair} */
  #here() {
    const [x, y] = this.#camera.centre;
    const scatter = () => (this.#isAlone() ? (Math.random() - 0.5) * 2 * SCATTER : 0);
    return [x + scatter(), y + scatter()];
  }

  /** @param {import("./document.js").Draft} draft */
  #begin(draft) {
    const [id] = this.#board.create([draft]);
    if (id === undefined) return;
    this.#selection.set([id]);
    this.#editor.open(id, { fresh: true });
  }

  /**
   * @param {Pair} start
   * @param {Pair} size
   * @param {string} [kind]
   */
  #free(start, size, kind = "note") {
    return roomFor(start, size, { kind, objects: this.#board.seen(), gap: GAP });
  }

  /** @param {import("./document.js").Draft[]} drafts */
  #add(drafts) {
    const ids = this.#board.create(drafts);
    this.#selection.set(ids);
    const bounds = boundsOf(this.chosen);
    if (bounds && ids.length > 1) this.#camera.reveal(bounds);
    const first = ids[0];
    if (first) this.#view.focus(first);
    announce(t(this.chosen.every(({ kind }) => kind === "note") ? "paste.done" : "paste.done.any", { n: ids.length }));
    return true;
  }

  /**
   * Where one looks, or a little beside what was pasted there before.
   * @param {readonly Readonly<BoardObject>[]} objects
   * @returns {Pair}
   */
  #clear(objects) {
    const centre = this.#here();
    const taken = new Set([...this.#board.objects.values()].map(({ pos }) => pos.join()));
    for (let step = 0; step < 40; step++) {
      const place = /** @type {Pair} */ ([centre[0] + step * GAP, centre[1] + step * GAP]);
      const [first] = draftsAround(objects, place, () => null);
      if (!first || !taken.has(first.pos.map(Math.round).join())) return place;
    }
    return centre;
  }

  #focusChosen() {
    const [first] = this.#selection.ids;
    if (first === undefined || !this.#view.focus(first)) this.#view.container.focus({ preventScroll: true });
  }

  /** @param {readonly string[]} ids */
  #focusFirst(ids) {
    const [first] = ids;
    if (first === undefined) return;
    this.#view.focus(first);
    const rect = this.#view.rect(first);
    if (rect) this.#camera.reveal(rect);
  }

  /** @param {Stepped} stepped @param {"undo" | "redo"} direction */
  #stepped({ done, skipped, partly, ids }, direction) {
    if (done && ids.length) {
      this.#selection.set(ids);
      const bounds = boundsOf(ids.flatMap((id) => this.#board.get(id) ?? []));
      if (bounds) this.#camera.reveal(bounds);
    }
    const isElsewhere = document.activeElement?.closest(".board-bar") || this.#editor.id !== null;
    if (done && !isElsewhere) this.#focusChosen();
    if (skipped > 0) notify(t(done ? "undo.skipped" : "undo.blocked"), { kind: "info" });
    else if (partly) notify(t("undo.partly"), { kind: "info" });
    else announce(t(done ? `done.${direction}` : `undo.nothing.${direction}`));
  }
}
