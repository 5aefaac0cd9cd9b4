// The menu of a note or of an empty place: right click, long press, or the menu key.

import { t } from "../i18n/index.js";
import { html, nothing, render } from "../vendor/lit.js";
import { keyNames } from "./key-name.js";

/** @typedef {{label: string, key?: string, run: () => void}} Item */

export class BoardMenu {
  #panel = document.createElement("div");
  /** @type {Element | null} */
  #before = null;

  constructor() {
    this.#panel.className = "popover board-menu";
    this.#panel.setAttribute("role", "menu");
    this.#panel.popover = "auto";
    document.body.append(this.#panel);
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    this.#panel.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /**
   * @param {{x: number, y: number}} at in the window
   * @param {string} label
   * @param {readonly Item[]} items
   */
  open(at, label, items) {
    if (items.length === 0) return;
    this.#before = document.activeElement;
    this.#panel.setAttribute("aria-label", label);
    render(html`${items.map((item) => html`<button type="button" role="menuitem" tabindex="-1" @click=${() => this.#run(item)}>
      <span>${item.label}</span>${item.key ? html`<kbd aria-hidden="true">${keyNames(item.key)}</kbd>` : nothing}</button>`)}`, this.#panel);
    this.#panel.showPopover();
    const { offsetWidth, offsetHeight } = this.#panel;
    const x = Math.max(8, Math.min(at.x, innerWidth - offsetWidth - 8));
    const y = Math.max(8, Math.min(at.y, innerHeight - offsetHeight - 8));
    this.#panel.style.setProperty("--popover-x", `${x}px`);
    this.#panel.style.setProperty("--popover-y", `${y}px`);
    this.#panel.querySelector("button")?.focus();
  }

  /** @param {Item} item */
  #run({ run }) {
    this.#panel.hidePopover();
    if (this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
    run();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const buttons = [...this.#panel.querySelectorAll("button")];
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const target = {
      ArrowDown: (index + 1) % buttons.length,
      ArrowUp: (index - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (event.key === "Tab") this.#panel.hidePopover();
    if (target === undefined) return;
    event.preventDefault();
    buttons[target]?.focus();
  }
}

/**
 * @param {import("./actions.js").Actions} actions
 * @param {import("./objects.js").BoardObject | undefined} object
 * @param {number} count of chosen objects
 * @param {readonly [number, number]} point on the board
 * @param {() => void} place
 * @returns {Item[]}
 */
export function menuItems(actions, object, count, point, place) {
  if (!object) {
    const fit = { label: t("zoom.fit"), key: "1", run: () => actions.fit() };
    if (!actions.mayWrite) return [fit];
    return [
      { label: t("menu.note"), run: () => actions.newNote(point) },
      { label: t("menu.all"), key: "Ctrl+A", run: () => actions.selectAll() },
      fit,
    ];
  }
  if (!actions.mayWrite) return [];
  const edit = { label: t("chosen.edit"), key: "Enter", run: () => actions.edit(object.id) };
  return [
    ...(count === 1 && object.kind === "note" ? [edit] : []),
    { label: t("chosen.duplicate"), key: "Ctrl+D", run: () => actions.duplicate() },
    { label: t("menu.move"), run: place },
    { label: t("menu.larger"), run: () => actions.grow(1) },
    { label: t("menu.smaller"), run: () => actions.grow(-1) },
    { label: t("menu.front"), key: "]", run: () => actions.raise() },
    { label: t("menu.back"), key: "[", run: () => actions.lower() },
    { label: t("chosen.delete"), key: "key.delete", run: () => actions.remove() },
  ];
}
