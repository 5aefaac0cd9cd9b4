// The board as a list: the same objects in the one ordering, by area, edited by keyboard or touch. On
// phones it is the first view; for a screen reader it is the board.
//
//   const list = mountList(container, { board, people: () => connection.people, … })
//   list.focus(id)   goes to an object's card;  list.edit(id);  list.update() after people changed;
//   list.written() after others began or ended writing;  list.destroy()
//
// All cards are elements, however many: find-in-page and screen readers see them. What is not on the
// screen is neither laid out nor painted (content-visibility), unchanged cards are not rendered anew,
// and a list that nobody sees is not rendered at all.

import { loadTexts, onLanguage, t } from "../i18n/index.js";
import { sources } from "../board/images/sources.js";
import { drawings } from "../board/kinds/drawings.js";
import { kindOf } from "../board/kinds/index.js";
import { NOTE_SIZE } from "../board/objects.js";
import { announce } from "../shell/notices.js";
import { html, nothing, render, repeat } from "../vendor/lit.js";
import { keepAboveKeyboard } from "./above-keyboard.js";
import { removeFrom, waysOf } from "./acts.js";
import { card } from "./card.js";
import { composer } from "./composer.js";
import { LIST_ICONS } from "./icons.js";
import { areaMenu, objectEntries } from "./menu.js";
import { freePlace, placeIn } from "./place.js";
import { section } from "./section.js";
import { stepByKey } from "./undo-keys.js";
import { isPlainText, isWritable, shortOf, titleOf } from "./words.js";
import { Writing } from "./writing.js";

/**
 * @typedef {import("../board/document.js").BoardDocument} BoardDocument
 * @typedef {import("../board/objects.js").BoardObject} BoardObject
 * @typedef {import("../board/menu.js").Entry} Entry
 * @typedef {import("./section.js").Section} Section
 * @typedef {{x: number, y: number}} At in the window
 */
/**
 * @typedef {object} Options
 * @property {BoardDocument} board
 * @property {() => Record<string, {name: string}>} people
 * @property {(object: Readonly<BoardObject>) => string} [label] what the board says of an object
 * @property {(id: string) => string} [more] what is read with it: stamps and comments
 * @property {(id: string) => void} [show] on the board
 * @property {(id: string) => void} [editElsewhere] what cannot be written here
 * @property {() => void} [trash]
 * @property {(id: string | null) => void} [writing] tells the others
 * @property {(id: string) => readonly {name: string, colour: number}[]} [writers] the others who write in it now
 * @property {(files: File[], centre: import("../board/objects.js").Pair) => void} [pictures] lays them there
 * @property {(at: At, label: string, entries: readonly Entry[]) => void} [open] a menu
 * @property {(object: Readonly<BoardObject>, at: At) => readonly Entry[]} [choices] of its kind and of the tools
 * @property {(id: string) => void} [link] copies its address
 * @property {import("../sync/connection.js").Connection} [connection]
 */

/** Between the board's content and a new area. */
const AREA_GAP = 80;

/** @param {HTMLElement} container @param {Options} options */
export function mountList(container, options) {
  return new ListView(container, options);
}

class ListView {
  /** @type {number | null} */
  #frame = null;
  /** Counts what changes all cards: names, the language, what is read along. */
  #edition = 0;
  /** @type {Map<string, {object: Readonly<BoardObject>, edition: number, inner: boolean, template: import("../vendor/lit.js").TemplateResult}>} */
  #known = new Map();
  #shown = new ResizeObserver(() => this.#soon());
  /** @type {(() => void)[]} */
  #endings;
  #container;
  #options;
  #board;
  #writing;
  /** @type {import("./card.js").Hands} */
  #hands;

  /** @param {HTMLElement} container @param {Options} options */
  constructor(container, options) {
    const { board, people, label, more, show, writing, writers, connection } = options;
    this.#container = container;
    this.#options = options;
    this.#board = board;
    this.#writing = new Writing(container, { board, connection, tell: writing ?? (() => {}) });
    this.#hands = {
      reading: {
        label: label ?? (() => t("list.unknown")),
        more: more ?? (() => ""),
        author: ({ author }) => people()[author]?.name ?? "",
      },
      mayWrite: board.mayWrite,
      writers: writers ?? (() => []),
      open: (id) => this.edit(id),
      key: (event, id) => this.#cardKey(event, id),
      fieldKey: (event, id) => this.#fieldKey(event, id),
      left: (id) => this.#left(id),
      show,
      remove: (id) => this.#remove(id),
      unlock: (id) => this.#ways({ x: 0, y: 0 }).unlock(id),
      menu: (id, at) => this.#menu(id, at),
    };
    container.classList.add("list");
    const keys = (/** @type {KeyboardEvent} */ event) => stepByKey(event, board);
    container.addEventListener("keydown", keys);
    this.#shown.observe(container);
    this.#endings = [
      () => container.removeEventListener("keydown", keys),
      () => this.#shown.disconnect(),
      board.events.on("changed", ({ added, changed, removed }) => {
        const along = [...added, ...changed].some((id) => kindOf(board.get(id) ?? { kind: "" }).unlisted);
        if (along || removed.length > 0) this.#edition++;
        this.#soon();
      }),
      board.events.on("laid", () => this.update()),
      board.events.on("trash", () => this.#soon()),
      sources.on("own", () => this.update()),
      drawings.on("loaded", () => this.update()),
      onLanguage(() => this.update()),
      keepAboveKeyboard(container),
    ];
    this.#render();
  }

  /** All cards: names or the language changed. */
  update() {
    this.#edition++;
    this.#soon();
  }

  /** Who writes where changed. */
  written() {
    this.#soon();
  }

  /** @param {string} id */
  focus(id) {
    this.#render();
    const target = this.#cardOf(id)?.querySelector(".card-text") ?? this.#sectionOf(id)?.querySelector(".area-more, .list-area-title");
    if (!(target instanceof HTMLElement)) return;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  /** Opens its text, its fields, or an area's words. @param {string} id */
  edit(id) {
    const object = this.#board.get(id);
    if (!object || !isWritable(object, this.#board)) return;
    const here = object.kind === "area" || isPlainText(object) || object.kind === "problem" || object.kind === "idea";
    if (!here) {
      this.#options.editElsewhere?.(id);
      return;
    }
    this.#writing.end();
    this.#writing.id = id;
    this.#render();
    this.#writing.begin(id, () => this.#leave(id));
  }

  destroy() {
    this.#writing.end();
    this.#endings.forEach((end) => end());
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #soon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      // Nobody sees it: it is rendered when it is shown.
      if (!this.#container.closest("[hidden]")) this.#render();
    });
  }

  #render() {
    const { id } = this.#writing;
    const written = id === null ? undefined : this.#board.get(id);
    // Locked or deleted by somebody else in the middle of writing.
    if (id !== null && (!written || written.locked)) {
      this.#writing.end();
      if (!written) announce(t("list.gone"));
    }
    // Cards change places under somebody's fingers: moving an element takes its focus away.
    const held = document.activeElement;
    const index = this.#cards().indexOf(/** @type {HTMLElement} */ (held?.closest("[data-card]")));
    const wasHere = held !== null && this.#container.contains(held);
    render(this.#template(), this.#container);
    if (!wasHere || held === document.activeElement) return;
    if (held instanceof HTMLElement && held.isConnected) held.focus({ preventScroll: true });
    else if (index >= 0) this.#focusAt(index);
  }

  #template() {
    const groups = this.#board.groups().map((group) => ({ ...group, objects: group.objects.filter((object) => !kindOf(object).unlisted) }));
    const alone = groups.length === 1;
    const sections = groups.filter(({ area, objects }) => alone || area !== null || objects.length > 0);
    const count = groups.reduce((sum, { objects }) => sum + objects.length, 0);
    const { mayWrite } = this.#board;
    const parts = {
      card: (/** @type {Readonly<BoardObject>} */ object) => this.#card(object),
      composer: (/** @type {Section} */ each) => (mayWrite ? this.#composer(each) : nothing),
      alone,
      naming: this.#writing.id,
      menu: null,
      nameKey: (/** @type {KeyboardEvent} */ event, /** @type {string} */ id) => this.#nameKey(event, id),
      nameLeft: (/** @type {FocusEvent} */ { currentTarget, relatedTarget }, /** @type {string} */ id) => {
        const inside = /** @type {Element} */ (currentTarget).contains(/** @type {Node | null} */ (relatedTarget));
        if (document.hasFocus() && !inside) this.#left(id);
      },
      empty: t(mayWrite ? "list.empty" : "list.empty.guest"),
    };
    const menu = (/** @type {string} */ id, /** @type {At} */ at) => this.#areaMenu(id, at);
    const changeable = (/** @type {Section} */ { head }) => mayWrite && head !== null && (!head.data["laid"] || this.#board.mayLay);
    return html`
      <div class="list-scroll">
        <h2 class="list-title">${t("list.title")} <span class="list-count">${t("list.count", { n: count })}</span></h2>
        ${repeat(sections, ({ area }) => area ?? "", (each) => section(each, { ...parts, menu: changeable(each) ? menu : null }))}
        ${mayWrite ? html`<div class="list-ends">
          <button type="button" class="button quiet" @click=${() => this.#newArea()}>${t("list.area.new")}</button>${this.#trash()}</div>` : nothing}
      </div>
      ${mayWrite && alone ? this.#composer({ area: null, head: null, objects: [] }) : nothing}`;
  }

  /** @param {Readonly<BoardObject>} object */
  #card(object) {
    const { id, area } = object;
    const kind = kindOf(object);
    const owner = area === null ? undefined : this.#board.get(area);
    const inner = owner !== undefined && owner.kind !== "area";
    const writing = this.#writing.id === id;
    const isWritten = this.#hands.writers(id).length > 0;
    const known = writing || isWritten ? undefined : this.#known.get(id);
    if (known && known.object === object && known.edition === this.#edition && known.inner === inner) return known.template;
    const template = card(object, { inner, writing }, this.#hands);
    // What says something about others, or changes without its object.
    const changes = writing || isWritten || kind.refs !== undefined || kind.owns === true;
    if (changes) this.#known.delete(id);
    else this.#known.set(id, { object, edition: this.#edition, inner, template });
    return template;
  }

  #trash() {
    const count = this.#options.trash ? this.#board.trash.length : 0;
    return count === 0 ? nothing : html`<button type="button" class="button quiet list-trash" @click=${() => this.#options.trash?.()}>
      ${LIST_ICONS.trash} ${t("list.trash", { n: count })}</button>`;
  }

  // Making

  /** @param {Section} section */
  #composer({ area, head }) {
    const { pictures } = this.#options;
    return composer({
      name: area === null ? (this.#board.groups().length > 1 ? t("list.area.free") : "") : titleOf({ area, head }),
      add: (text) => {
        this.#board.create([{ pos: this.#place(area), text, ...(this.#board.groups().length > 1 && { area }) }]);
        announce(t("list.added"));
        this.#render();
        if (area === null) this.#cards().at(-1)?.scrollIntoView({ block: "nearest" });
      },
      pictures: pictures && ((files) => {
        const [x, y] = this.#place(area);
        // In an area the middle decides whose it is; beside the cards there is room for its size.
        pictures(files, area === null ? [x + NOTE_SIZE[0], y + NOTE_SIZE[1]] : [x + NOTE_SIZE[0] / 2, y + NOTE_SIZE[1] / 2]);
      }),
    });
  }

  /** @param {string | null} area @param {import("../board/objects.js").Pair} [size] */
  #place(area, size) {
    const box = area === null ? undefined : this.#board.get(area);
    if (!box) return freePlace([...this.#board.seen()]);
    return placeIn(box, [...this.#board.objects.values()].filter((object) => object.area === area), size);
  }

  #newArea() {
    const boxes = [...this.#board.seen()];
    const right = Math.max(...boxes.map(({ pos, size }) => pos[0] + size[0]));
    const top = Math.min(...boxes.map(({ pos }) => pos[1]));
    const [id] = this.#board.create([{ kind: "area", pos: boxes.length > 0 ? [right + AREA_GAP, top] : [0, 0] }]);
    if (id !== undefined) this.edit(id);
  }

  // Writing

  /** @param {string} id */
  #left(id) {
    // A card that changes places blurs for a moment and gets its focus back.
    queueMicrotask(() => {
      if (this.#writing.id !== id || document.activeElement?.matches(".card-field, .area-name, .area-todo")) return;
      this.#writing.end();
      this.#render();
    });
  }

  /** @param {string} id */
  #leave(id) {
    this.#writing.end();
    this.focus(id);
  }

  /** @param {KeyboardEvent} event @param {string} id */
  #fieldKey(event, id) {
    const done = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!done || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#leave(id);
  }

  /** @param {KeyboardEvent} event @param {string} id */
  #nameKey(event, id) {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    const todo = this.#container.querySelector(".area-todo");
    if (event.key === "Enter" && event.target !== todo && todo instanceof HTMLElement) todo.focus();
    else this.#leave(id);
  }

  /** @param {KeyboardEvent} event @param {string} id */
  #cardKey(event, id) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const object = this.#board.get(id);
    if (step) {
      this.#focusAt(this.#cards().findIndex(({ dataset }) => dataset["card"] === id) + step);
    } else if ((event.key === "Delete" || event.key === "Backspace") && object && this.#board.mayWrite && !object.locked) {
      this.#remove(id);
    } else return;
    event.preventDefault();
  }

  // Acting

  /** @param {string} id @param {At} at */
  #menu(id, at) {
    const object = this.#board.get(id);
    if (object) this.#options.open?.(at, shortOf(object, this.#hands.reading), objectEntries(object, this.#ways(at)));
  }

  /** @param {string} id @param {At} at */
  #areaMenu(id, at) {
    const open = () => {
      const area = this.#board.get(id);
      if (area) this.#options.open?.(at, titleOf({ area: id, head: area }), areaMenu(area, this.#ways(at)));
    };
    // What facilitators can do with it is said in texts of its own.
    void loadTexts("areas").then(open, open);
  }

  /** @param {At} at */
  #ways(at) {
    return waysOf({ ...this.#options, reading: this.#hands.reading, place: (area, size) => this.#place(area, size) }, {
      edit: (id) => this.edit(id),
      focus: (id) => this.focus(id),
      remove: (id, how) => this.#remove(id, how),
    }, at);
  }

  /** @param {string} id @param {{withContent?: boolean}} [how] */
  #remove(id, how) {
    const index = this.#cards().findIndex(({ dataset }) => dataset["card"] === id);
    removeFrom(this.#board, id, how);
    this.#render();
    this.#focusAt(Math.max(0, index));
  }

  // Finding

  /** @returns {HTMLElement[]} */
  #cards() {
    return [...this.#container.querySelectorAll("[data-card]")].map((each) => /** @type {HTMLElement} */ (each));
  }

  /** @param {string} id */
  #cardOf(id) {
    return this.#container.querySelector(`[data-card="${CSS.escape(id)}"]`);
  }

  /** @param {string} area */
  #sectionOf(area) {
    return this.#container.querySelector(`[data-area="${CSS.escape(area)}"]`);
  }

  /** The card that is there now, or the last, or the field for a new one. @param {number} index */
  #focusAt(index) {
    const cards = this.#cards();
    const target = cards[Math.max(0, Math.min(index, cards.length - 1))]?.querySelector(".card-text")
      ?? this.#container.querySelector(".composer-field, .list-title");
    if (target instanceof HTMLElement) target.focus();
  }
}
