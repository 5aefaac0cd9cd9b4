// Board and list: beside each other on a laptop, two tabs on a phone, where the list comes first.
// Measures what bars and a phone's keyboard cover of the board.

import { t } from "../i18n/index.js";
import { html, render } from "../vendor/lit.js";

/** @typedef {"list" | "board"} ViewName */
/** @typedef {{views: HTMLElement, area: HTMLElement, surface: HTMLElement, panel: HTMLElement, list: HTMLElement}} Elements */

/** Where the list is the first view; 400 % zoom on a laptop leads here too. */
const HANDHELD = "(max-width: 640px), (pointer: coarse)";
/** Screen pixels that the tools at the side and at the bottom cover, and the zoom in its corner. */
const SIDE_PX = 84;
const BOTTOM_PX = 76;
const CORNER_PX = 68;
/** Between notices and the list's composer. */
const NOTICES_GAP_PX = 12;
/** A board narrower than this has its tools at the bottom. */
const NARROW_PX = 760;

export class Layout {
  /** Called when something came or went: names of buttons depend on it. */
  changed = () => {};
  /** Called when the board is seen, and when its size changed. */
  boardShown = () => {};
  resized = () => {};
  /** Called when the list came; true when somebody gave it the focus. @type {() => boolean} */
  listShown = () => false;
  #handheld = matchMedia(HANDHELD);
  /** @type {ViewName} of a phone */
  #shown = "list";
  /** Beside the board of a laptop. */
  #listOpen = false;
  #observer = new ResizeObserver(() => this.#measure());
  #elements;
  #camera;

  /** @param {Elements} elements @param {import("./camera.js").Camera} camera */
  constructor(elements, camera) {
    this.#elements = elements;
    this.#camera = camera;
    this.#handheld.addEventListener("change", () => this.arrange());
    this.#observer.observe(elements.surface);
    window.visualViewport?.addEventListener("resize", () => this.#measure());
    elements.panel.addEventListener("keydown", (event) => this.#panelKey(event));
  }

  get isListShown() {
    return !this.#elements.panel.hidden;
  }

  get isBoardShown() {
    return !this.#elements.area.hidden;
  }

  get isHandheld() {
    return this.#handheld.matches;
  }

  arrange() {
    const { views, area, panel } = this.#elements;
    const phone = this.#handheld.matches;
    document.body.classList.toggle("handheld", phone);
    views.hidden = !phone;
    area.hidden = phone && this.#shown !== "board";
    panel.hidden = phone ? this.#shown !== "list" : !this.#listOpen;
    render(this.#tabs(), views);
    nameRegion(area, "board", phone);
    nameRegion(panel, "list", phone);
    const composer = this.#composer();
    // It grows with what is written.
    if (composer) this.#observer.observe(composer);
    this.#measure();
    this.changed();
  }

  toggleList() {
    if (this.#handheld.matches) {
      this.#switchTo(this.#shown === "list" ? "board" : "list");
      return;
    }
    this.#listOpen = !this.#listOpen;
    this.arrange();
    if (this.#listOpen) this.#focusList();
    else this.#elements.surface.focus({ preventScroll: true });
  }

  toList() {
    if (this.isListShown) this.#focusList();
    else this.toggleList();
  }

  toBoard() {
    if (!this.isBoardShown) this.#switchTo("board");
    this.#elements.surface.focus({ preventScroll: true });
  }

  #tabs() {
    const tab = (/** @type {ViewName} */ name) => html`<button type="button" role="tab" id=${`tab-${name}`}
      aria-selected=${String(this.#shown === name)} aria-controls=${name === "list" ? "panel" : "area"}
      tabindex=${this.#shown === name ? 0 : -1} @click=${() => this.#switchTo(name)}>${t(`views.${name}`)}</button>`;
    return html`<div role="tablist" aria-label=${t("views.label")} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#tabKey(event)}>
      ${tab("list")}${tab("board")}</div>`;
  }

  /** @param {KeyboardEvent} event */
  #tabKey({ key }) {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    this.#switchTo(this.#shown === "list" ? "board" : "list");
    document.getElementById(`tab-${this.#shown}`)?.focus();
  }

  /** @param {ViewName} name */
  #switchTo(name) {
    this.#shown = name;
    this.arrange();
    if (name === "board") this.boardShown();
  }

  /** @param {KeyboardEvent} event */
  #panelKey(event) {
    const isField = event.target instanceof HTMLElement && event.target.matches("textarea, input, select");
    if (isField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "l" || (event.key === "Escape" && !this.#handheld.matches)) this.toggleList();
  }

  #composer() {
    return this.#elements.list.querySelector(":scope > .composer");
  }

  #focusList() {
    if (this.listShown()) return;
    const target = this.#elements.list.querySelector(".card-text, .composer-field");
    if (target instanceof HTMLElement) target.focus();
  }

  #measure() {
    this.#placeNotices();
    const { width, height } = this.#elements.surface.getBoundingClientRect();
    if (width === 0) return;
    const atBottom = width < NARROW_PX || this.#handheld.matches;
    document.body.classList.toggle("narrow-board", atBottom);
    const bottom = Math.max(keyboardHeight(), atBottom ? BOTTOM_PX : CORNER_PX);
    this.#camera.resize({ width, height }, { top: atBottom ? CORNER_PX : 0, right: 0, bottom, left: atBottom ? 0 : SIDE_PX });
    this.resized();
  }

  /** A phone's list has its composer at the bottom; elsewhere the style sheet knows the place. */
  #placeNotices() {
    const composer = this.#handheld.matches && this.isListShown ? this.#composer() : null;
    const bottom = composer && `${innerHeight - composer.getBoundingClientRect().top + NOTICES_GAP_PX}px`;
    document.body.style.setProperty("--notices-bottom", bottom);
  }
}

/** Where a phone's keyboard lies over the page instead of making it smaller. */
function keyboardHeight() {
  const viewport = window.visualViewport;
  return viewport ? Math.max(0, innerHeight - viewport.height - viewport.offsetTop) : 0;
}

/**
 * @param {HTMLElement} element
 * @param {ViewName} name
 * @param {boolean} isTab
 */
function nameRegion(element, name, isTab) {
  if (isTab) {
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", `tab-${name}`);
    element.removeAttribute("aria-label");
  } else {
    element.removeAttribute("role");
    element.removeAttribute("aria-labelledby");
    element.setAttribute("aria-label", t(`views.${name}`));
  }
}
