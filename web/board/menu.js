// The menu of a note or of an empty place: right click, long press, or the menu key.

import { t } from "../i18n/index.js";
import { html, nothing, render } from "../vendor/lit.js";
import { SIDES, unitsOf } from "./arrange.js";
import { ARRANGE_ICONS } from "./icons.js";
import { keyNames } from "./key-name.js";
import { kindOf } from "./kinds/index.js";
import { TOOLS } from "./tools/index.js";

/**
 * `pressed`: one of several states, whether it is that one; `items`: opens a menu of its own in place of
 * running; `bar`: also a button of the bar over what is chosen, where it needs an icon.
 * @typedef {{label: string, key?: string, icon?: import("../vendor/lit.js").TemplateResult, pressed?: boolean,
 *   bar?: boolean, items?: readonly Entry[], run?: () => void}} Item
 */
/** @typedef {Item | "line"} Entry */

export class BoardMenu {
  #panel = document.createElement("div");
  /** @type {Element | null} */
  #before = null;
  /** Whether the pointer came down on the menu: the finger of a long press is lifted over it. */
  #pressed = false;

  /** @param {HTMLElement} area around the board */
  constructor(area) {
    this.#panel.className = "popover board-menu";
    this.#panel.setAttribute("role", "menu");
    // Not "auto": lifting the finger of a long press would close it again.
    this.#panel.popover = "manual";
    area.append(this.#panel);
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    this.#panel.addEventListener("pointerdown", () => { this.#pressed = true; });
    this.#panel.addEventListener("focusout", ({ relatedTarget }) => {
      if (document.hasFocus() && !this.#panel.contains(/** @type {Node | null} */ (relatedTarget))) this.#panel.hidePopover();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.#panel.contains(/** @type {Node} */ (target))) this.#panel.hidePopover();
    }, { capture: true });
    this.#panel.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /**
   * @param {{x: number, y: number}} at in the window
   * @param {string} label
   * @param {readonly Entry[]} items
   */
  open(at, label, items) {
    if (items.length === 0) return;
    if (!this.#panel.contains(document.activeElement)) this.#before = document.activeElement;
    this.#panel.setAttribute("aria-label", label);
    render(html`${items.map((item) => (item === "line" ? html`<div class="menu-line" role="separator"></div>` : this.#entry(item)))}`, this.#panel);
    this.#pressed = false;
    this.#panel.style.setProperty("--popover-y", "0px");
    this.#panel.showPopover();
    this.#panel.scrollTop = 0;
    const { offsetWidth, offsetHeight } = this.#panel;
    const x = Math.max(8, Math.min(at.x, innerWidth - offsetWidth - 8));
    const y = Math.max(8, Math.min(at.y, innerHeight - offsetHeight - 8));
    this.#panel.style.setProperty("--popover-x", `${x}px`);
    this.#panel.style.setProperty("--popover-y", `${y}px`);
    this.#panel.querySelector("button")?.focus();
  }

  /** @param {Item} item */
  #entry(item) {
    const role = item.pressed === undefined ? "menuitem" : "menuitemradio";
    return html`<button type="button" role=${role} aria-checked=${item.pressed === undefined ? nothing : String(item.pressed)}
      aria-haspopup=${item.items ? "menu" : nothing} tabindex="-1" @click=${(/** @type {MouseEvent} */ { detail }) => {
      if (detail === 0 || this.#pressed) this.#run(item);
    }}>
      ${item.icon ?? nothing}<span>${item.label}</span>${item.key ? html`<kbd aria-hidden="true">${keyNames(item.key)}</kbd>` : nothing}</button>`;
  }

  /** @param {Item} item */
  #run({ label, items, run }) {
    if (items) {
      const { left, top } = this.#panel.getBoundingClientRect();
      this.open({ x: left, y: top }, label, items);
      return;
    }
    this.#close();
    run?.();
  }

  /** With the focus where it was. */
  #close() {
    this.#panel.hidePopover();
    if (this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
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
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
    if (target === undefined) return;
    event.preventDefault();
    buttons[target]?.focus();
  }
}

/**
 * The tools that have no button of their own.
 * @param {import("./tools/toolbox.js").Toolbox} toolbox
 * @param {{x: number, y: number}} at in the window
 * @returns {Item[]}
 */
export function toolItems(toolbox, at) {
  return TOOLS.filter(({ place }) => place === "more").map(({ id, text, icon, key }) => ({
    label: t(text), icon, ...(key ? { key } : {}), run: () => void toolbox.choose(id, at),
  }));
}

/**
 * @param {import("./actions.js").Actions} actions
 * @param {{point: readonly [number, number], place: () => void, arrange: () => void, trash: () => void,
 *   choices: readonly Entry[], serving: readonly Entry[]}} ways point: on the board; place asks where to; arrange
 *   opens the menu for several, trash what was deleted; choices and serving: see choices.js
 * @returns {Entry[]} for what is chosen, or for an empty place
 */
export function menuItems(actions, { point, place, arrange, trash, choices, serving }) {
  const { chosen } = actions;
  if (chosen.length === 0) return placeItems(actions, point, trash);
  const [first] = chosen;
  if (!first) return [];
  const link = chosen.length === 1 ? [{ label: t("menu.link"), run: () => actions.copyLink() }] : [];
  if (!actions.mayWrite) return link;
  const lock = { key: "Ctrl+key.shift+L", run: () => actions.toggleLock() };
  if (chosen.every(({ locked }) => locked)) {
    return [{ ...lock, label: t("menu.unlock") }, ...serving, { label: t("chosen.duplicate"), key: "Ctrl+D", run: () => actions.duplicate() }, ...link];
  }
  const edit = { label: t(kindOf(first).edits ?? "chosen.edit"), key: "Enter", run: () => actions.edit(first.id) };
  return [
    ...(chosen.length === 1 && kindOf(first).editing !== "no" ? [edit] : []),
    ...choices,
    ...serving,
    ...(choices.length + serving.length > 0 ? /** @type {const} */ (["line"]) : []),
    { label: t("chosen.duplicate"), key: "Ctrl+D", run: () => actions.duplicate() },
    { label: t("menu.copy"), key: "Ctrl+C", run: () => document.execCommand("copy") },
    ...link,
    "line",
    ...(unitsOf(chosen).length > 1 ? [{ label: t("menu.arrange"), run: arrange }] : []),
    ...groupItems(actions),
    { label: t("menu.move"), run: place },
    ...(chosen.some((object) => kindOf(object).resizing !== "no") ? [
      { label: t("menu.larger"), run: () => actions.grow(1) },
      { label: t("menu.smaller"), run: () => actions.grow(-1) },
    ] : []),
    { label: t("menu.front"), key: "key.pageup", run: () => actions.raise() },
    { label: t("menu.back"), key: "key.pagedown", run: () => actions.lower() },
    { ...lock, label: t("menu.lock") },
    "line",
    { label: t("chosen.delete"), key: "key.delete", run: () => actions.remove() },
  ];
}

/**
 * @param {import("./actions.js").Actions} actions
 * @returns {Entry[]} what brings several in order
 */
export function arrangeItems(actions) {
  const units = unitsOf(actions.chosen).length;
  const align = (/** @type {typeof SIDES[number]} */ side) => ({
    label: t(`arrange.${side}`), icon: ARRANGE_ICONS[side], run: () => actions.align(side),
  });
  return [
    { label: t("arrange.tidy"), icon: ARRANGE_ICONS.tidy, key: "G", run: () => actions.tidy() },
    "line",
    ...SIDES.map(align),
    ...(units < 3 ? [] : /** @type {Entry[]} */ ([
      "line",
      { label: t("arrange.across"), icon: ARRANGE_ICONS.across, run: () => actions.distribute("x") },
      { label: t("arrange.down"), icon: ARRANGE_ICONS.down, run: () => actions.distribute("y") },
    ])),
  ];
}

/**
 * @param {import("./actions.js").Actions} actions
 * @returns {Item[]}
 */
function groupItems(actions) {
  const { chosen } = actions;
  return [
    ...(unitsOf(chosen).length > 1 ? [{ label: t("menu.group"), key: "Ctrl+G", run: () => actions.group() }] : []),
    ...(chosen.some(({ group }) => group !== null)
      ? [{ label: t("menu.ungroup"), key: "Ctrl+key.shift+G", run: () => actions.ungroup() }] : []),
  ];
}

/**
 * @param {import("./actions.js").Actions} actions
 * @param {readonly [number, number]} point
 * @param {() => void} trash
 * @returns {Entry[]}
 */
function placeItems(actions, point, trash) {
  const fit = { label: t("zoom.fit"), key: "1", run: () => actions.fit() };
  if (!actions.mayWrite) return [fit];
  return [
    { label: t("menu.note"), run: () => actions.newNote(point) },
    { label: t("menu.all"), key: "Ctrl+A", run: () => actions.selectAll() },
    fit,
    "line",
    { label: t("menu.trash"), run: trash },
  ];
}
