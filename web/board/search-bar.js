// Searching the board: a field, how many there are, and the way from one to the next. The one it
// stands at is marked and in the middle; Escape goes on working there.

import { onLanguage, t } from "../i18n/index.js";
import { html, render } from "../vendor/lit.js";
import { BOARD_ICONS } from "./icons.js";
import { keyNames } from "./key-name.js";
import { hitsOf } from "./search.js";

export class SearchBar {
  #bar = document.createElement("form");
  #query = "";
  /** The board as it is read, until it changes. @type {readonly Readonly<import("./objects.js").BoardObject>[] | null} */
  #order = null;
  /** @type {string[]} */
  #hits = [];
  /** The hit it stands at. @type {string | null} */
  #at = null;
  #parts;

  /**
   * @param {HTMLElement} area around the board
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
   *   camera: import("./camera.js").Camera, actions: import("./actions.js").Actions}} parts
   */
  constructor(area, parts) {
    this.#parts = parts;
    this.#bar.className = "board-bar board-search";
    this.#bar.setAttribute("role", "search");
    this.#bar.hidden = true;
    area.append(this.#bar);
    this.#bar.addEventListener("submit", (event) => event.preventDefault());
    this.#bar.addEventListener("keydown", (event) => this.#key(event));
    parts.board.events.on("changed", () => {
      this.#order = null;
      if (!this.#bar.hidden) this.#find(false);
    });
    onLanguage(() => this.#show());
  }

  open() {
    this.#bar.hidden = false;
    this.#find(false);
    const field = this.#field;
    field.focus();
    field.select();
  }

  close() {
    this.#bar.hidden = true;
    this.#parts.view.mark(null);
    if (this.#at === null) this.#parts.view.container.focus({ preventScroll: true });
    else this.#parts.actions.goTo(this.#at);
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.#bar.querySelector("input"));
  }

  /** @param {boolean} jump whether to the first where the one it stood at is none any more */
  #find(jump) {
    this.#order ??= this.#parts.board.inOrder();
    this.#hits = hitsOf(this.#order, this.#query);
    const stays = this.#at !== null && this.#hits.includes(this.#at);
    if (!stays) this.#at = null;
    if (jump && !stays) this.#stand(this.#hits[0] ?? null);
    else this.#show();
  }

  /** @param {1 | -1} direction from the last to the first again */
  #step(direction) {
    const count = this.#hits.length;
    if (count === 0) return;
    const index = this.#at === null ? (direction > 0 ? -1 : 0) : this.#hits.indexOf(this.#at);
    this.#stand(this.#hits[(index + direction + count) % count] ?? null);
  }

  /** @param {string | null} id */
  #stand(id) {
    const { camera, view } = this.#parts;
    this.#at = id;
    view.mark(id);
    const rect = id === null ? null : view.rect(id);
    if (rect) camera.centreOn(rect);
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const inField = event.target === this.#field;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && inField) this.#step(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown" && inField) this.#step(1);
    else if (event.key === "ArrowUp" && inField) this.#step(-1);
    else if (event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey)) this.#field.select();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #show() {
    const typed = () => {
      this.#query = this.#field.value;
      this.#find(true);
    };
    const button = (/** @type {keyof typeof BOARD_ICONS} */ icon, /** @type {string} */ name, /** @type {string} */ key, /** @type {() => void} */ run) => html`
      <button class="tool" type="button" title="${t(name)} (${keyNames(key)})" aria-label=${t(name)} @click=${run}>${BOARD_ICONS[icon]}</button>`;
    this.#bar.setAttribute("aria-label", t("search.label"));
    render(html`
      <input class="search-field" type="text" enterkeyhint="search" autocomplete="off" spellcheck="false" maxlength="200"
        aria-label=${t("search.field")} placeholder=${t("search.field")} .value=${this.#query} @input=${typed}>
      <span class="search-count" role="status">${this.#count()}</span>
      ${button("up", "search.previous", "key.shift+Enter", () => this.#step(-1))}
      ${button("below", "search.next", "Enter", () => this.#step(1))}
      ${button("close", "search.close", "Esc", () => this.close())}`, this.#bar);
  }

  #count() {
    if (this.#query.trim() === "") return "";
    if (this.#hits.length === 0) return t("search.none");
    const number = this.#at === null ? 0 : this.#hits.indexOf(this.#at) + 1;
    return number === 0 ? t("search.found", { n: this.#hits.length }) : t("search.count", { number, n: this.#hits.length });
  }
}
