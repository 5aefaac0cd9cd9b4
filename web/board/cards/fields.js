// The fields of a problem or idea card to write in, beside the board and in the list alike. Several
// people fill in one card at once, field by field; each sees who writes in which.
//
//   const destroy = mountFields(container, { board, id, connection, writing, leave, focus })
//
// Its texts are the topic "cards" (loadTexts("cards") before it, or lazy(…, ["cards"])); its style
// comes by itself. It fills the container and shows what the card says now until it is destroyed,
// read-only for a guest and while the card is locked. When the card is deleted it stays as it was:
// whoever shows it watches for that and destroys it. Tab goes from field to field; Escape and
// Ctrl+Enter call `leave`, where it is given.

import { onLanguage, t } from "../../i18n/index.js";
import { loadStyle } from "../../shell/load-style.js";
import { announce, notify } from "../../shell/notices.js";
import { html, nothing, render } from "../../vendor/lit.js";
import { bindTextField } from "../text-field.js";
import { THEMES_MOST, THEME_LONGEST, TYPES, cardOf, countOf, isFilled, keysOf, themesOf, typeOf, withTheme } from "./cards.js";
import { sentenceOf } from "./sentence.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../../sync/connection.js").Member} Member */
/**
 * @typedef {object} Options
 * @property {import("../document.js").BoardDocument} board
 * @property {string} id of the card
 * @property {import("../../sync/connection.js").Connection | undefined} [connection] who else writes, and telling them
 * @property {(id: string | null) => void} [writing] somebody writes in the card; null when they have left it
 * @property {() => void} [leave] they are done
 * @property {boolean | string} [focus] at once: a field by its key, or true for the first that is empty
 */

/** Suggestions for fields of action that are shown at once. */
const SUGGESTED = 8;

/**
 * @param {HTMLElement} container
 * @param {Options} options
 * @returns {() => void} destroys
 */
export function mountFields(container, options) {
  const fields = new CardFields(container, options);
  return () => fields.destroy();
}

class CardFields {
  /** @type {(() => void)[]} */
  #endings;
  /** @type {string | null} */
  #at = null;
  #container;
  #options;

  /** @param {HTMLElement} container @param {Options} options */
  constructor(container, options) {
    const { board, id, connection, focus } = options;
    this.#container = container;
    this.#options = options;
    // Without it the fields are plain, and work.
    loadStyle("cards").catch(() => {});
    container.classList.add("fields-form");
    this.#render();
    const entered = (/** @type {FocusEvent} */ { target }) => this.#enter(/** @type {Element} */ (target));
    const left = () => queueMicrotask(() => this.#leftOrNot());
    const key = (/** @type {KeyboardEvent} */ event) => this.#key(event);
    container.addEventListener("focusin", entered);
    container.addEventListener("focusout", left);
    container.addEventListener("keydown", key);
    this.#endings = [
      () => container.removeEventListener("focusin", entered),
      () => container.removeEventListener("focusout", left),
      () => container.removeEventListener("keydown", key),
      ...this.#fieldElements().map((field) => bindTextField(field, board, id, field.name)),
      board.events.on("changed", ({ changed, removed }) => {
        if (changed.includes(id) || removed.includes(id)) this.#render();
      }),
      onLanguage(() => this.#render()),
      connection?.presence.on("change", () => this.#render()) ?? (() => {}),
    ];
    if (focus) this.#focus(focus);
  }

  destroy() {
    this.#rest();
    this.#endings.forEach((end) => end());
    render(nothing, this.#container);
    this.#container.classList.remove("fields-form");
  }

  /** @param {true | string} which */
  #focus(which) {
    const fields = this.#fieldElements();
    const field = fields.find(({ name, value }) => (which === true ? value.trim() === "" : name === which)) ?? fields[0];
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }

  #fieldElements() {
    return /** @type {HTMLTextAreaElement[]} */ ([...this.#container.querySelectorAll("textarea[name]")]);
  }

  #render() {
    const object = this.#options.board.get(this.#options.id);
    const card = object && cardOf(object);
    if (!object || !card) return;
    const { filled, all } = countOf(object);
    const writers = this.#writers();
    render(html`
      <p class="fields-count">${t("cards.filled", { n: filled, all })}<span class="fields-legend"> · <span aria-hidden="true">*</span> ${t("cards.required.legend")}</span></p>
      ${card.sentence ? this.#sentence(object) : nothing}
      ${keysOf(card).map((key) => this.#field(object, key, card.required.has(key), writers.get(key) ?? []))}
      ${card.sorted ? html`${this.#types(object)}${this.#themes(object)}` : nothing}`, this.#container);
  }

  /** @param {Readonly<BoardObject>} object */
  #sentence({ texts }) {
    return html`<p class="fields-sentence"><span class="fields-sentence-name">${t("cards.problem.sentence.name")}</span>
      <span class="fields-sentence-text">${sentenceOf(texts).map(({ text, missing }) => (missing ? html`<span class="fields-gap">${text}</span>` : text))}</span></p>`;
  }

  /**
   * @param {Readonly<BoardObject>} object
   * @param {string} key
   * @param {boolean} required
   * @param {readonly Member[]} writers
   */
  #field(object, key, required, writers) {
    const name = `card-${object.id}-${key}`;
    return html`<div class="fields-row" data-key=${key}>
      <div class="fields-head"><label for=${name}>${t(`cards.${object.kind}.${key}`)}${required ? html`<span class="fields-required" aria-hidden="true"> *</span>` : nothing}</label>
        <span class="fields-writers">${writers.map(({ name: person, colour }) => html`<span class="fields-writer" data-member-color=${colour}>${t("cursor.writes", { name: person })}</span>`)}</span></div>
      <textarea class="input fields-input" id=${name} name=${key} rows=${key === "title" ? 1 : 2} aria-required=${required ? "true" : nothing}
        aria-describedby=${`${name}-hint`} ?readonly=${!this.#mayWrite(object)} enterkeyhint="enter"></textarea>
      <p class="fields-hint" id=${`${name}-hint`} ?hidden=${isFilled(object, key)}>${t(`cards.${object.kind}.${key}.hint`)}</p>
    </div>`;
  }

  /** @param {Readonly<BoardObject>} object */
  #types(object) {
    const now = typeOf(object);
    const { board, id } = this.#options;
    const choice = (/** @type {string} */ type) => html`<label class="fields-choice"><input type="radio" name=${`card-${id}-type`} .checked=${now === type}
      ?disabled=${!this.#mayWrite(object)} @change=${() => board.change([id], { type: type || undefined })}><span>${t(`cards.type.${type || "open"}`)}</span></label>`;
    return html`<fieldset class="fields-group"><legend>${t("cards.type")}</legend><div class="fields-choices">${["", ...TYPES].map(choice)}</div></fieldset>`;
  }

  /** @param {Readonly<BoardObject>} object */
  #themes(object) {
    const themes = themesOf(object);
    const mayWrite = this.#mayWrite(object);
    return html`<fieldset class="fields-group"><legend>${t("cards.themes")}</legend>
      ${themes.length === 0 ? nothing : html`<ul class="fields-themes" role="list">${themes.map((theme) => html`<li class="fields-theme">${theme}${mayWrite
        ? html`<button type="button" aria-label=${t("cards.themes.remove", { theme })} @click=${() => this.#removeTheme(theme)}>×</button>` : nothing}</li>`)}</ul>`}
      ${mayWrite && themes.length < THEMES_MOST ? this.#themeChoice(themes) : nothing}
    </fieldset>`;
  }

  /** @param {readonly string[]} themes */
  #themeChoice(themes) {
    const add = () => {
      const field = /** @type {HTMLInputElement | null} */ (this.#container.querySelector(".fields-theme-field"));
      if (!field) return;
      this.#addTheme(field.value);
      field.value = "";
      field.focus();
    };
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      add();
    };
    return html`<div class="fields-theme-new">
        <input class="input fields-theme-field" type="text" maxlength=${THEME_LONGEST} aria-label=${t("cards.themes.new")} placeholder=${t("cards.themes.new")}
          autocomplete="off" enterkeyhint="done" @keydown=${key}>
        <button type="button" class="button" @click=${add}>${t("cards.themes.add")}</button>
      </div>
      <div class="fields-suggestions" role="group" aria-label=${t("cards.themes.suggested")}>
        ${this.#suggestions(themes).map((theme) => html`<button type="button" class="fields-suggestion" @click=${() => this.#addTheme(theme)}><span aria-hidden="true">+ </span>${theme}</button>`)}
      </div>`;
  }

  /** What other cards of this board have comes first. @param {readonly string[]} themes */
  #suggestions(themes) {
    const elsewhere = [...this.#options.board.objects.values()].filter((object) => cardOf(object)?.sorted).flatMap(themesOf);
    const known = t("cards.themes.known").split("; ");
    return [...new Set([...elsewhere, ...known])].filter((theme) => withTheme(themes, theme) !== null).slice(0, SUGGESTED);
  }

  /** @param {string} theme */
  #addTheme(theme) {
    const { board, id } = this.#options;
    const object = board.get(id);
    const themes = object && withTheme(themesOf(object), theme);
    if (!themes) return;
    board.change([id], { themes });
    announce(t("cards.themes.added", { theme: /** @type {string} */ (themes.at(-1)) }));
    this.#keepFocus();
  }

  /** @param {string} theme */
  #removeTheme(theme) {
    const { board, id } = this.#options;
    const object = board.get(id);
    if (!object) return;
    board.change([id], { themes: themesOf(object).filter((each) => each !== theme) });
    announce(t("cards.themes.removed", { theme }));
    this.#keepFocus();
  }

  /** The button one pressed is gone, or another one now. */
  #keepFocus() {
    const field = this.#container.querySelector(".fields-theme-field");
    // A finger does not want the keyboard of the phone again.
    if (field instanceof HTMLElement && !matchMedia("(pointer: coarse)").matches) field.focus();
  }

  /** @param {Readonly<BoardObject>} object */
  #mayWrite({ locked }) {
    return this.#options.board.mayWrite && !locked;
  }

  // Who writes where

  /** @returns {Map<string, Member[]>} by key */
  #writers() {
    const { connection, id } = this.#options;
    /** @type {Map<string, Member[]>} */
    const found = new Map();
    for (const [client, state] of connection?.presence.others ?? []) {
      const member = connection?.memberOf(client);
      const key = keyIn(state["field"], id);
      if (member && key !== null) found.set(key, [...(found.get(key) ?? []), member]);
    }
    return found;
  }

  /** @param {Element} target */
  #enter(target) {
    const { board, id, connection, writing } = this.#options;
    const object = board.get(id);
    const key = target instanceof HTMLTextAreaElement ? target.name : null;
    if (!object || !this.#mayWrite(object) || this.#at === (key ?? "")) return;
    if (this.#at === null) writing?.(id);
    this.#at = key ?? "";
    connection?.presence.set({ field: key === null ? undefined : { id, key } });
    // A step back takes one field, not two.
    board.endStep();
  }

  #leftOrNot() {
    if (!this.#container.contains(document.activeElement)) this.#rest();
  }

  #rest() {
    if (this.#at === null) return;
    this.#at = null;
    this.#options.connection?.presence.set({ field: undefined });
    this.#options.writing?.(null);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const { board, leave } = this.#options;
    const command = event.ctrlKey || event.metaKey;
    if (leave && (event.key === "Escape" || (event.key === "Enter" && command))) {
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (command && !event.altKey && board.mayWrite && ["z", "y"].includes(event.key.toLowerCase())) {
      // The field's own undo knows nothing of what others wrote.
      event.preventDefault();
      event.stopPropagation();
      const step = event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo";
      const { done, skipped, partly } = board[step]();
      if (skipped > 0) notify(t(done ? "undo.skipped" : "undo.blocked"));
      else if (partly) notify(t("undo.partly"));
      else announce(t(done ? `done.${step}` : `undo.nothing.${step}`));
    }
  }
}

/** Another client's word: anything may be in it. @param {unknown} value @param {string} id of the card @returns {string | null} */
function keyIn(value, id) {
  if (typeof value !== "object" || value === null) return null;
  const { id: card, key } = /** @type {{id?: unknown, key?: unknown}} */ (value);
  return card === id && typeof key === "string" ? key : null;
}
