// What a person can do on the board, whichever way they ask for it: key, button, menu, touch.
// Says in words what cannot be seen, and where the focus goes.

import { t } from "../i18n/index.js";
import { announce, notify } from "../shell/notices.js";
import { boundsOf, overlap } from "./camera.js";
import { COLORS, NOTE_SIZE, SIZE_MAX, SIZE_MIN, clamp } from "./objects.js";
import { offerUndo } from "./offer-undo.js";
import { inOrder } from "./ordering.js";
import { GAP, NOTES_AT_ONCE, inGrid, linesOf } from "./paste.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */
/** @typedef {import("./document.js").Stepped} Stepped */
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

  /**
   * @param {{board: BoardDocument, camera: Camera, selection: Selection, view: BoardView, editor: NoteEditor,
   *   isAlone: () => boolean}} parts isAlone: offline, one does not see where others lay something
   */
  constructor({ board, camera, selection, view, editor, isAlone }) {
    this.#board = board;
    this.#camera = camera;
    this.#selection = selection;
    this.#view = view;
    this.#editor = editor;
    this.#isAlone = isAlone;
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

  /** Right of a note, or where there is room beside it. @param {string} id */
  noteBeside(id) {
    const object = this.#board.get(id);
    if (!object || !this.mayWrite) return;
    const { pos, size, color, area } = object;
    const beside = this.#free([pos[0] + size[0] + GAP, pos[1]], size);
    this.#begin({ pos: beside, size, color, area });
  }

  /** @param {string} id */
  edit(id) {
    const object = this.#board.get(id);
    if (!object || object.kind !== "note" || !this.mayWrite) return;
    this.#selection.set([id]);
    this.#editor.open(id);
  }

  /** @param {string} text @param {Pair} [centre] */
  paste(text, centre) {
    const lines = linesOf(text);
    if (!this.mayWrite || lines.length === 0) return;
    const drafts = inGrid(lines, centre ?? this.#here(), this.color);
    const ids = this.#board.create(drafts);
    this.#selection.set(ids);
    const bounds = boundsOf(drafts.map(({ pos }) => ({ pos, size: NOTE_SIZE })));
    if (bounds && ids.length > 1) this.#camera.reveal(bounds);
    const first = ids[0];
    if (first) this.#view.focus(first);
    if (lines.length > NOTES_AT_ONCE) notify(t("paste.bounded", { n: NOTES_AT_ONCE }), { kind: "warn" });
    announce(t("paste.done", { n: ids.length }));
  }

  duplicate() {
    if (!this.mayWrite || this.#selection.ids.size === 0) return;
    const ids = this.#board.duplicate(this.#selection.ids);
    if (ids.length === 0) return;
    this.#selection.set(ids);
    this.#focusFirst(ids);
    announce(t("done.duplicated", { n: ids.length }));
  }

  remove() {
    const ids = [...this.#selection.ids];
    if (!this.mayWrite || ids.length === 0) return;
    const order = inOrder(this.#board.objects.values()).map(({ id }) => id);
    const after = order.slice(order.indexOf(/** @type {string} */ (ids[0]))).find((id) => !ids.includes(id));
    const next = after ?? order.findLast((id) => !ids.includes(id));
    this.#board.remove(ids);
    if (!(next && this.#view.focus(next))) this.#view.container.focus({ preventScroll: true });
    offerUndo(this.#board, t("done.removed", { n: ids.length }), () => this.undo());
  }

  /** Of the chosen ones, and of the next note. @param {Color} color */
  recolor(color) {
    this.color = color;
    if (!this.mayWrite || this.#selection.ids.size === 0) return;
    this.#board.recolor(this.#selection.ids, color);
    announce(t("done.recolored", { color: t(`color.${color}`) }));
  }

  /** By its place in the row of colours. @param {number} index */
  recolorBy(index) {
    const color = COLORS[index];
    if (color) this.recolor(color);
  }

  raise() {
    if (this.mayWrite) this.#board.raise(this.#selection.ids);
  }

  lower() {
    if (this.mayWrite) this.#board.lower(this.#selection.ids);
  }

  /** @param {number} dx @param {number} dy board pixels */
  moveBy(dx, dy) {
    if (!this.mayWrite || this.#selection.ids.size === 0) return;
    const ids = [...this.#selection.ids];
    /** @type {Map<string, Pair>} */
    const places = new Map();
    for (const id of ids) {
      const object = this.#board.get(id);
      if (object) places.set(id, [object.pos[0] + dx, object.pos[1] + dy]);
    }
    this.#board.move(places, { label: `nudge ${ids.join(" ")}` });
    const rect = this.#view.rect(/** @type {string} */ (ids[0]));
    if (rect) this.#camera.reveal(rect);
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => announce(t("done.moved")), ANNOUNCE_MOVE_MS);
  }

  /** The chosen ones, with their middle there. @param {Pair} point on the board */
  moveTo(point) {
    const bounds = boundsOf([...this.#selection.ids].flatMap((id) => this.#board.get(id) ?? []));
    this.#focusChosen();
    if (bounds) this.moveBy(point[0] - bounds.x - bounds.width / 2, point[1] - bounds.y - bounds.height / 2);
  }

  /** @param {1 | -1} direction larger or smaller */
  grow(direction) {
    if (!this.mayWrite) return;
    for (const id of this.#selection.ids) {
      const object = this.#board.get(id);
      if (!object) continue;
      const size = object.size.map((each) => clamp(each * GROW ** direction, SIZE_MIN, SIZE_MAX));
      this.#board.resize(id, object.pos, /** @type {[number, number]} */ (size));
    }
  }

  selectAll() {
    this.#selection.set(this.#board.objects.keys());
    announce(t("done.selected", { n: this.#board.objects.size }));
  }

  undo() {
    if (this.mayWrite) this.#stepped(this.#board.undo(), "undo");
  }

  redo() {
    if (this.mayWrite) this.#stepped(this.#board.redo(), "redo");
  }

  fit() {
    this.#camera.fit(boundsOf(this.#board.objects.values()));
  }

  /** The neighbour in the one ordering. @param {string} id @param {1 | -1} direction */
  neighbour(id, direction) {
    const order = inOrder(this.#board.objects.values());
    const index = order.findIndex((object) => object.id === id);
    return index < 0 ? null : (order[index + direction]?.id ?? null);
  }

  /** @param {"first" | "last"} which */
  endOf(which) {
    return inOrder(this.#board.objects.values()).at(which === "first" ? 0 : -1)?.id ?? null;
  }

  /** Chooses it, shows it and gives it the focus. @param {string} id */
  goTo(id) {
    const rect = this.#view.rect(id);
    if (!rect) return;
    this.#selection.set([id]);
    this.#view.focus(id);
    this.#camera.reveal(rect);
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
   * The next place without a note: to the right, and from row to row.
   * @param {Pair} start
   * @param {Pair} size
   * @returns {Pair}
   */
  #free([x, y], [width, height]) {
    const objects = [...this.#board.objects.values()];
    const taken = (/** @type {Pair} */ [left, top]) =>
      objects.some(({ pos, size }) =>
        overlap({ x: left, y: top, width, height }, { x: pos[0], y: pos[1], width: size[0], height: size[1] }),
      );
    for (let row = 0; row < 40; row++) {
      for (let column = 0; column < 6; column++) {
        const place = /** @type {Pair} */ ([x + column * (width + GAP), y + row * (height + GAP)]);
        if (!taken(place)) return place;
      }
    }
    return [x, y];
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
