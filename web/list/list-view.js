// The board as a list: the same objects in the one ordering, edited by keyboard or touch. On
// phones it is the first view; for a screen reader it is the board.
//
//   const list = mountList(container, { board, people: () => connection.people, show: (id) => … })
//   list.focus(id)   opens an object's card;  list.update() after people changed;  list.destroy()

import { BOARD_ICONS } from "../board/icons.js";
import { COLORS } from "../board/objects.js";
import { offerUndo } from "../board/offer-undo.js";
import { groups } from "../board/ordering.js";
import { bindTextField } from "../board/text-field.js";
import { onLanguage, t } from "../i18n/index.js";
import { announce, notify } from "../shell/notices.js";
import { html, nothing, render, repeat } from "../vendor/lit.js";
import { LIST_ICONS } from "./icons.js";
import { freePlace } from "./place.js";

/**
 * @typedef {import("../board/document.js").BoardDocument} BoardDocument
 * @typedef {import("../board/objects.js").BoardObject} BoardObject
 * @typedef {import("../board/objects.js").Color} Color
 * @typedef {{board: BoardDocument, people: () => Record<string, {name: string}>,
 *   show?: ((id: string) => void) | undefined, trash?: (() => void) | undefined, writing?: ((id: string | null) => void) | undefined}} Options
 */

/** @param {HTMLElement} container @param {Options} options */
export function mountList(container, options) {
  return new ListView(container, options);
}

class ListView {
  /** The card whose text is being written. @type {string | null} */
  #writing = null;
  #unbind = () => {};
  /** @type {number | null} */
  #frame = null;
  /** @type {(() => void)[]} */
  #endings;
  #container;
  #board;
  #people;
  #showOnBoard;
  #openTrash;
  #tellWriting;

  /** @param {HTMLElement} container @param {Options} options */
  constructor(container, { board, people, show, trash, writing }) {
    this.#container = container;
    this.#board = board;
    this.#people = people;
    this.#showOnBoard = show;
    this.#openTrash = trash;
    this.#tellWriting = writing ?? (() => {});
    container.classList.add("list");
    const keys = (/** @type {KeyboardEvent} */ event) => this.#keyPressed(event);
    container.addEventListener("keydown", keys);
    this.#endings = [
      () => container.removeEventListener("keydown", keys),
      board.events.on("changed", () => this.#soon()),
      board.events.on("trash", () => this.#soon()),
      onLanguage(() => this.#render()),
      keepAboveKeyboard(container),
    ];
    this.#render();
  }

  update() {
    this.#soon();
  }

  /** @param {string} id */
  focus(id) {
    this.#render();
    const card = this.#container.querySelector(`[data-card="${CSS.escape(id)}"] .card-text`);
    if (card instanceof HTMLElement) {
      card.focus();
      card.scrollIntoView({ block: "nearest" });
    }
  }

  destroy() {
    this.#unbind();
    this.#endings.forEach((end) => end());
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #soon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#render();
    });
  }

  #render() {
    // Locked by somebody else in the middle of writing.
    if (this.#writing !== null && this.#board.get(this.#writing)?.locked) this.#leave();
    // Cards change places under somebody's fingers: moving an element takes its focus away.
    const held = document.activeElement;
    const sections = groups(this.#board.objects.values());
    const count = this.#board.objects.size;
    render(html`
      <div class="list-scroll">
        <h2 class="list-title">${t("list.title")} <span class="list-count">${t("list.count", { n: count })}</span></h2>
        ${sections.map(({ area, objects }) => html`<section aria-label=${t("list.area.none")} data-area=${area ?? ""}>
          ${objects.length === 0 ? html`<p class="list-empty">${t(this.#board.mayWrite ? "list.empty" : "list.empty.guest")}</p>` : nothing}
          <ol role="list" class="list-cards">
            ${repeat(objects, ({ id }) => id, (object) => this.#cardTemplate(object))}
          </ol>
        </section>`)}
        ${this.#trashTemplate()}
      </div>
      ${this.#board.mayWrite ? this.#composerTemplate() : nothing}`, this.#container);
    if (held instanceof HTMLElement && held !== document.activeElement && this.#container.contains(held)) {
      held.focus({ preventScroll: true });
    }
  }

  /** @param {Readonly<BoardObject>} object */
  #cardTemplate(object) {
    const { id, text, color, kind } = object;
    const writable = this.#board.mayWrite && kind === "note" && !object.locked;
    return html`<li class="card" data-card=${id} data-note-color=${kind === "note" ? color : "grey"}>
      ${this.#writing === id
        ? html`<textarea class="card-field" rows="3" aria-label=${t("list.text")} enterkeyhint="done"
            @keydown=${(/** @type {KeyboardEvent} */ event) => this.#fieldKey(event, id)}
            @blur=${() => this.#stopWriting(id)}></textarea>`
        : html`<button type="button" class="card-text" aria-label=${this.#label(object)}
            aria-keyshortcuts=${writable ? "Enter Delete" : nothing}
            @click=${() => writable && this.#write(id)}
            @keydown=${(/** @type {KeyboardEvent} */ event) => writable && this.#cardKey(event, id)}>${kind !== "note" ? t("list.unknown") : text || html`<span class="card-blank">${t("list.blank")}</span>`}</button>`}
      <div class="card-foot">
        <span class="card-author">${this.#author(object)}</span>
        ${writable ? this.#toolsTemplate(object) : nothing}
        ${object.locked && this.#board.mayWrite ? this.#unlockTemplate(object) : nothing}
      </div>
    </li>`;
  }

  /** @param {Readonly<BoardObject>} object */
  #toolsTemplate({ id, color }) {
    const recolor = (/** @type {Event} */ event) => {
      const chosen = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
      this.#board.recolor([id], /** @type {Color} */ (chosen));
    };
    return html`<select class="card-color" aria-label=${t("list.color")} .value=${color} @change=${recolor}>
        ${COLORS.map((each) => html`<option value=${each} ?selected=${each === color}>${t(`color.${each}`)}</option>`)}
      </select>
      ${this.#showOnBoard
        ? html`<button type="button" class="button quiet icon" aria-label=${t("list.show")} title=${t("list.show")}
            @click=${() => this.#showOnBoard?.(id)}>${LIST_ICONS.locate}</button>`
        : nothing}
      <button type="button" class="button quiet icon" aria-label=${t("list.delete")} title=${t("list.delete")}
        @click=${() => this.#remove(id)}>${LIST_ICONS.trash}</button>`;
  }

  /** @param {Readonly<BoardObject>} object */
  #unlockTemplate({ id }) {
    const unlock = () => {
      this.#board.unlock([id]);
      announce(t("done.unlocked", { n: 1 }));
      this.focus(id);
    };
    return html`<button type="button" class="button quiet card-unlock" @click=${unlock}>${BOARD_ICONS.unlock} ${t("menu.unlock")}</button>`;
  }

  /** Only where something lies in it. */
  #trashTemplate() {
    const count = this.#board.mayWrite && this.#openTrash ? this.#board.trash.length : 0;
    return count === 0 ? nothing : html`<button type="button" class="button quiet list-trash" @click=${() => this.#openTrash?.()}>
      ${LIST_ICONS.trash} ${t("list.trash", { n: count })}</button>`;
  }

  #composerTemplate() {
    const add = () => this.#add();
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      add();
    };
    return html`<form class="composer" @submit=${(/** @type {Event} */ event) => { event.preventDefault(); add(); }}>
      <textarea class="input composer-field" rows="1" enterkeyhint="send" aria-label=${t("list.new")}
        placeholder=${t("list.new.placeholder")} maxlength="4000" @keydown=${key}></textarea>
      <button class="button primary">${t("list.add")}</button>
    </form>`;
  }

  #add() {
    const field = /** @type {HTMLTextAreaElement} */ (this.#container.querySelector(".composer-field"));
    const text = field.value.trim();
    field.focus();
    if (!text) return;
    const objects = [...this.#board.objects.values()];
    this.#board.create([{ pos: freePlace(objects), text }]);
    field.value = "";
    announce(t("list.added"));
    this.#render();
    const cards = this.#container.querySelectorAll(".card");
    cards[cards.length - 1]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} id */
  #write(id) {
    this.#writing = id;
    this.#render();
    const field = this.#container.querySelector(".card-field");
    if (!(field instanceof HTMLTextAreaElement)) return;
    this.#unbind();
    this.#unbind = bindTextField(field, this.#board, id);
    this.#tellWriting(id);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  /** @param {string} id */
  #stopWriting(id) {
    // A card that changes places blurs for a moment and gets its focus back.
    queueMicrotask(() => {
      if (this.#writing !== id || this.#container.querySelector(".card-field") === document.activeElement) return;
      this.#leave();
      this.#render();
    });
  }

  /** @param {KeyboardEvent} event @param {string} id */
  #fieldKey(event, id) {
    const done = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!done || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#leave();
    this.focus(id);
  }

  #leave() {
    this.#unbind();
    this.#unbind = () => {};
    this.#writing = null;
    this.#tellWriting(null);
  }

  /** @param {KeyboardEvent} event @param {string} id */
  #cardKey(event, id) {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    this.#remove(id);
  }

  /** Undo and redo as on the board; a field has its own. @param {KeyboardEvent} event */
  #keyPressed(event) {
    const step = stepOf(event);
    const isField = event.target instanceof HTMLElement && event.target.matches("textarea, input");
    if (!step || isField || !this.#board.mayWrite) return;
    event.preventDefault();
    const { done, skipped, partly } = this.#board[step]();
    if (skipped > 0) notify(t(done ? "undo.skipped" : "undo.blocked"));
    else if (partly) notify(t("undo.partly"));
    else announce(t(done ? `done.${step}` : `undo.nothing.${step}`));
  }

  /** @param {string} id */
  #remove(id) {
    const cards = [...this.#container.querySelectorAll("[data-card]")];
    const index = cards.findIndex((card) => card.getAttribute("data-card") === id);
    const next = cards[index + 1] ?? cards[index - 1];
    this.#board.remove([id]);
    this.#render();
    const target = next?.querySelector(".card-text") ?? this.#container.querySelector(".composer-field");
    if (target instanceof HTMLElement) target.focus();
    offerUndo(this.#board, t("list.deleted"), () => this.#board.undo());
  }

  /** @param {Readonly<BoardObject>} object */
  #label(object) {
    const { kind, text, color, locked } = object;
    if (kind !== "note") return t("list.unknown");
    const label = t("list.label", { text: text || t("list.blank"), color: t(`color.${color}`), author: this.#author(object) });
    return locked ? t("note.label.locked", { label }) : label;
  }

  /** @param {Readonly<BoardObject>} object */
  #author({ author }) {
    return this.#people()[author]?.name ?? "";
  }
}

/** @param {KeyboardEvent} event @returns {"undo" | "redo" | null} */
function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  if (key.toLowerCase() === "y") return "redo";
  return key.toLowerCase() !== "z" ? null : shiftKey ? "redo" : "undo";
}

/**
 * On iOS the keyboard lies over the page instead of making it smaller.
 * @param {HTMLElement} container
 */
function keepAboveKeyboard(container) {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const place = () => {
    const covered = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
    container.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  viewport.addEventListener("resize", place);
  viewport.addEventListener("scroll", place);
  place();
  return () => {
    viewport.removeEventListener("resize", place);
    viewport.removeEventListener("scroll", place);
  };
}
