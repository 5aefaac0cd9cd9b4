// The board's buttons: the bar at the side (at the bottom on narrow screens), zoom in the corner,
// and the bar that floats over what is chosen. Every drag has a way by click here.

import { onLanguage, t } from "../i18n/index.js";
import { html, nothing, render } from "../vendor/lit.js";
import { unitsOf } from "./arrange.js";
import { BOARD_ICONS } from "./icons.js";
import { keyNames } from "./key-name.js";
import { drawings } from "./kinds/drawings.js";
import { kindOf } from "./kinds/index.js";
import { COLORS, MARKS } from "./objects.js";
import { TOOLS } from "./tools/index.js";

/** @typedef {import("./objects.js").Color} Color */
/** @typedef {import("./objects.js").BoardObject} BoardObject */
/**
 * @typedef {{board: import("./document.js").BoardDocument, actions: import("./actions.js").Actions,
 *   camera: import("./camera.js").Camera, selection: import("./selection.js").Selection,
 *   view: import("./view.js").BoardView, gestures: import("./gestures.js").Gestures,
 *   editor: import("./editor.js").NoteEditor, frame: import("./frame.js").SelectionFrame,
 *   layout: import("./layout.js").Layout, help: () => void, place: () => void,
 *   toolbox: import("./tools/toolbox.js").Toolbox, tools: (at: {x: number, y: number}) => void,
 *   search: () => void, map: {readonly shown: boolean, toggle: () => void},
 *   arrange: (at: {x: number, y: number}) => void,
 *   menu: (at: {x: number, y: number}) => void,
 *   choices: (at: {x: number, y: number}) => readonly import("./menu.js").Entry[],
 *   open: (at: {x: number, y: number}, label: string, entries: readonly import("./menu.js").Entry[]) => void}} Parts
 */

/** Between the floating bar and the note, and the edges of the board. */
const GAP_PX = 12;

export class Toolbar {
  #tools = bar("tools", "toolbar");
  #corner = bar("corner", "group");
  #chosen = bar("chosen", "toolbar");
  #can = { undo: false, redo: false };
  #frameDue = 0;
  #parts;

  /** @param {HTMLElement} area around the board @param {Parts} parts */
  constructor(area, parts) {
    this.#parts = parts;
    // Before the board in the order of Tab; what belongs to a note comes after it.
    area.prepend(this.#tools);
    area.append(this.#chosen, this.#corner);
    const { board, camera, editor, selection, view } = parts;
    selection.events.on("changed", () => this.#showChosen());
    selection.events.on("changed", () => this.#soon());
    editor.events.on("changed", () => this.#soon());
    board.events.on("changed", () => this.#soon());
    // With a drawing come its kind's choices.
    drawings.on("loaded", () => this.#soon());
    board.events.on("undo", (can) => {
      this.#can = can;
      this.#soon();
    });
    camera.events.on("moved", () => this.#soon());
    view.afterDraw(() => this.#placeChosen());
    parts.gestures.events.on("framing", () => this.#showTools());
    parts.toolbox.events.on("changed", () => this.#showTools());
    for (const each of [this.#tools, this.#chosen]) arrowKeys(each);
    for (const each of [this.#tools, this.#chosen, this.#corner]) this.#giveBackFocus(each);
    this.#chosen.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#focusBoard();
    });
    onLanguage(() => this.update());
    this.update();
  }

  update() {
    this.#showTools();
    this.#showCorner();
    this.#showChosen();
  }

  /** The menu of further tools, at its button. */
  openTools() {
    const button = this.#tools.querySelector(".tool-more");
    if (button) this.#parts.tools(below(button));
  }

  focusColors() {
    const swatch = this.#chosen.querySelector("[aria-pressed=true]") ?? this.#chosen.querySelector(".swatch");
    if (swatch instanceof HTMLElement) swatch.focus();
  }

  /** After a click by hand one goes on working on the board; by keyboard one stays on the button. @param {HTMLElement} bar */
  #giveBackFocus(bar) {
    bar.addEventListener("click", ({ detail }) => {
      if (detail > 0 && bar.contains(document.activeElement)) this.#focusBoard();
    });
  }

  #focusBoard() {
    const { selection, view } = this.#parts;
    const id = view.entry !== null && selection.ids.has(view.entry) ? view.entry : [...selection.ids][0];
    if (id === undefined || !view.focus(id)) view.container.focus({ preventScroll: true });
  }

  #soon() {
    this.#frameDue ||= requestAnimationFrame(() => {
      this.#frameDue = 0;
      this.update();
      this.#placeChosen();
    });
  }

  #showTools() {
    const { board, layout, help, search } = this.#parts;
    this.#tools.setAttribute("aria-label", t("tools.label"));
    render(html`
      ${board.mayWrite ? this.#writingTools() : nothing}
      ${tool("list", "tools.list", () => layout.toggleList(), { key: "L", pressed: layout.isListShown, className: "tool-list" })}
      ${tool("search", "tools.search", search, { key: "Ctrl+F" })}
      ${tool("help", "tools.help", help, { key: "?" })}`, this.#tools);
  }

  #writingTools() {
    const { actions, gestures, toolbox, tools } = this.#parts;
    const inMenu = TOOLS.some(({ id, place }) => place === "more" && id === toolbox.id);
    return html`
      <button class="tool tool-note" type="button" title=${tip("tools.note", "N")} aria-label=${t("tools.note")} @click=${() => actions.newNote()}>
        <span class="tool-paper" data-note-color=${actions.color}>${BOARD_ICONS.note}</span><span class="tool-word">${t("tools.note.word")}</span></button>
      ${TOOLS.filter(({ place }) => place === "bar").map((entry) => this.#toolButton(entry))}
      ${TOOLS.some(({ place }) => place === "more")
        ? tool("plus", "tools.more", ({ currentTarget }) => tools(below(currentTarget)), { key: "E", pressed: inMenu, className: "tool-more" })
        : nothing}
      <span class="tool-line"></span>
      ${tool("frame", "tools.frame", () => { gestures.framing = !gestures.framing; }, { pressed: gestures.framing })}
      ${tool("undo", "tools.undo", () => actions.undo(), { key: "Ctrl+Z", disabled: !this.#can.undo })}
      ${tool("redo", "tools.redo", () => actions.redo(), { key: "Ctrl+Y", disabled: !this.#can.redo })}
      <span class="tool-line"></span>`;
  }

  /** @param {import("./tools/tool.js").ToolEntry} entry */
  #toolButton({ id, text, icon, key }) {
    const { toolbox } = this.#parts;
    return html`<button class="tool" type="button" title=${tip(text, key)} aria-label=${t(text)} aria-pressed=${String(toolbox.id === id)}
      @click=${(/** @type {Event} */ { currentTarget }) => void toolbox.choose(id, below(currentTarget))}>${icon}</button>`;
  }

  #showCorner() {
    const { actions, camera, map } = this.#parts;
    const percent = Math.round(camera.sight.zoom * 100);
    this.#corner.setAttribute("aria-label", t("zoom.label"));
    render(html`
      ${tool("minus", "zoom.out", () => camera.step(-1), { key: "−" })}
      <button class="tool zoom-now" type="button" title=${tip("zoom.reset", "0")} aria-label=${t("zoom.now", { n: percent })}
        @click=${() => camera.reset()}>${percent} %</button>
      ${tool("plus", "zoom.in", () => camera.step(1), { key: "+" })}
      ${tool("fit", "zoom.fit", () => actions.fit(), { key: "1" })}
      ${tool("map", "zoom.map", () => map.toggle(), { key: "M", pressed: map.shown })}`, this.#corner);
  }

  #showChosen() {
    const { board, editor, selection } = this.#parts;
    const objects = [...selection.ids].flatMap((id) => board.get(id) ?? []);
    this.#chosen.hidden = !board.mayWrite || objects.length === 0 || editor.id !== null;
    if (this.#chosen.hidden) return;
    this.#chosen.setAttribute("aria-label", t("chosen.label", { n: objects.length }));
    const locked = objects.every((object) => object.locked);
    render(locked
      ? this.#lockedTools()
      : html`${objects.some((object) => kindOf(object).colored) ? html`${this.#swatches(objects)}<span class="tool-line"></span>` : nothing}${this.#chosenTools(objects)}`, this.#chosen);
  }

  /** @param {Readonly<BoardObject>[]} objects */
  #swatches(objects) {
    const { actions } = this.#parts;
    const colors = new Set(objects.filter((object) => kindOf(object).colored).map(({ color }) => color));
    return html`<span class="swatches" role="group" aria-label=${t("chosen.color")}>
      ${COLORS.map((color) => html`<button class="swatch" type="button" data-note-color=${color} title=${t(`color.${color}`)}
        aria-label=${t(`color.${color}`)} aria-pressed=${String(colors.size === 1 && colors.has(color))}
        @click=${() => actions.recolor(color)}><span aria-hidden="true">${MARKS[color]}</span></button>`)}
    </span>`;
  }

  /** @param {Readonly<BoardObject>[]} objects */
  #chosenTools(objects) {
    const { actions, place } = this.#parts;
    const one = objects.length === 1 && objects[0] && kindOf(objects[0]).editing !== "no" ? objects[0] : null;
    return html`<span class="chosen-tools">
      ${this.#choices()}
      ${one ? tool("pen", kindOf(one).edits ?? "chosen.edit", () => actions.edit(one.id), { key: "Enter" }) : nothing}
      ${unitsOf(objects).length > 1 ? tool("arrange", "arrange.label", (event) => this.#arrange(event)) : nothing}
      ${tool("move", "chosen.move", place)}
      ${tool("copy", "chosen.duplicate", () => actions.duplicate(), { key: "Ctrl+D" })}
      ${tool("trash", "chosen.delete", () => actions.remove(), { key: "key.delete" })}
      ${tool("more", "chosen.more", (event) => this.#more(event))}
    </span>`;
  }

  /** What its kind adds to the bar. */
  #choices() {
    const entries = this.#parts.choices({ x: 0, y: 0 });
    return entries.map((entry, index) => (entry === "line" || !entry.bar ? nothing : html`
      <button class="tool" type="button" title=${entry.label} aria-label=${entry.label}
        aria-haspopup=${entry.items ? "menu" : nothing} aria-pressed=${entry.pressed === undefined ? nothing : String(entry.pressed)}
        @click=${(/** @type {Event} */ { currentTarget }) => this.#choose(below(currentTarget), index)}>${entry.icon}</button>`));
  }

  /** @param {{x: number, y: number}} at @param {number} index */
  #choose(at, index) {
    const entry = this.#parts.choices(at)[index];
    if (!entry || entry === "line") return;
    if (entry.items) this.#parts.open(at, entry.label, entry.items);
    else entry.run?.();
  }

  #lockedTools() {
    const { actions } = this.#parts;
    return html`<span class="chosen-tools">
      <button class="tool tool-unlock" type="button" title=${tip("menu.unlock", "Ctrl+key.shift+L")} @click=${() => actions.toggleLock()}>
        ${BOARD_ICONS.unlock}<span class="tool-word">${t("menu.unlock")}</span></button>
      ${tool("more", "chosen.more", (event) => this.#more(event))}
    </span>`;
  }

  /** @param {Event} event */
  #arrange({ currentTarget }) {
    this.#parts.arrange(below(currentTarget));
  }

  /** @param {Event} event */
  #more({ currentTarget }) {
    this.#parts.menu(below(currentTarget));
  }

  /** Over what is chosen, or below it where there is no room; out of the way while it moves. */
  #placeChosen() {
    const { camera, frame, gestures } = this.#parts;
    if (this.#chosen.hidden || !frame.rect) return;
    const { insets, view } = camera;
    const { x, y, width, height } = frame.rect;
    const { offsetWidth, offsetHeight } = this.#chosen;
    const highest = insets.top + GAP_PX;
    const lowest = view.height - insets.bottom - offsetHeight - GAP_PX;
    const above = y - offsetHeight - GAP_PX;
    const top = Math.min(above >= highest ? above : Math.max(y + height + GAP_PX, highest), lowest);
    const rightmost = view.width - insets.right - offsetWidth - GAP_PX;
    const left = Math.max(insets.left + GAP_PX, Math.min(x + width / 2 - offsetWidth / 2, rightmost));
    this.#chosen.style.setProperty("--x", `${Math.round(left)}px`);
    this.#chosen.style.setProperty("--y", `${Math.round(top)}px`);
    const outside = x + width < 0 || y + height < 0 || x > view.width || y > view.height;
    this.#chosen.classList.toggle("away", outside || gestures.busy);
  }
}

/** Where a menu opens. @param {EventTarget | null} button */
function below(button) {
  const { left, bottom } = /** @type {Element} */ (button).getBoundingClientRect();
  return { x: left, y: bottom + 6 };
}

/** @param {string} key @param {string} [shortcut] */
function tip(key, shortcut) {
  return shortcut ? `${t(key)} (${keyNames(shortcut)})` : t(key);
}

/**
 * @param {keyof typeof BOARD_ICONS} icon
 * @param {string} name text key
 * @param {(event: Event) => void} run
 * @param {{key?: string, disabled?: boolean, pressed?: boolean, className?: string}} [options]
 */
function tool(icon, name, run, { key, disabled = false, pressed, className = "" } = {}) {
  return html`<button class="tool ${className}" type="button" title=${tip(name, key)} aria-label=${t(name)}
    aria-disabled=${disabled ? "true" : nothing} aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    @click=${(/** @type {Event} */ event) => { if (!disabled) run(event); }}>${BOARD_ICONS[icon]}</button>`;
}

/** @param {string} name @param {string} role */
function bar(name, role) {
  const element = document.createElement("div");
  element.className = `board-bar board-${name}`;
  element.setAttribute("role", role);
  return element;
}

/** Arrow keys go from button to button, as in every toolbar. @param {HTMLElement} toolbar */
export function arrowKeys(toolbar) {
  toolbar.addEventListener("keydown", (event) => {
    const direction = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!direction) return;
    const buttons = [...toolbar.querySelectorAll("button")].filter((button) => button.offsetParent !== null);
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (index < 0) return;
    event.preventDefault();
    buttons[(index + direction + buttons.length) % buttons.length]?.focus();
  });
}
