// The board's buttons: the bar at the side (at the bottom on narrow screens), zoom and help in
// the corner, and the bar that floats over what is chosen. Every drag has a way by click here.

import { onLanguage, t } from "../i18n/index.js";
import { html, nothing, render } from "../vendor/lit.js";
import { BOARD_ICONS } from "./icons.js";
import { MARKS } from "./note.js";
import { COLORS } from "./objects.js";

/** @typedef {import("./actions.js").Actions} Actions */
/** @typedef {import("./objects.js").Color} Color */

/** Between the floating bar and the note, and the edges of the board. */
const GAP_PX = 12;

/**
 * @param {HTMLElement} container beside the board, on its area
 * @param {{board: import("./document.js").BoardDocument, actions: Actions,
 *   camera: import("./camera.js").Camera, selection: import("./selection.js").Selection,
 *   view: import("./view.js").BoardView, gestures: import("./gestures.js").Gestures,
 *   editor: import("./editor.js").NoteEditor, frame: import("./frame.js").SelectionFrame,
 *   help: () => void, list: {isOpen: () => boolean, toggle: () => void},
 *   place: () => void, menu: (at: {x: number, y: number}, id: string | null) => void}} parts
 */
export function mountToolbar(container, parts) {
  const { board, actions, camera, selection, view, gestures, editor, frame, help, list, place, menu } = parts;
  const tools = bar("tools", "toolbar");
  tools.id = "tools"; // where a skip link leads
  tools.tabIndex = -1;
  const corner = bar("corner", "group");
  const chosen = bar("chosen", "toolbar");
  // Before the board in the order of Tab; what belongs to a note comes after it.
  container.prepend(tools);
  container.append(chosen, corner);
  let can = { undo: false, redo: false };

  const toggleFrame = () => {
    gestures.framing = !gestures.framing;
    view.container.classList.toggle("framing", gestures.framing);
    show();
  };
  const show = () => {
    tools.setAttribute("aria-label", t("tools.label"));
    render(html`
      ${board.mayWrite ? html`
        <button class="tool tool-note" type="button" title=${tip("tools.note", "N")} @click=${() => actions.newNote()}>
          <span class="tool-paper" data-note-color=${actions.color}>${BOARD_ICONS.note}</span><span class="tool-word">${t("tools.note.word")}</span>
          <span class="visually-hidden">${t("tools.note")}</span></button>
        <span class="tool-line"></span>
        ${tool("frame", "tools.frame", toggleFrame, { pressed: gestures.framing })}
        ${tool("undo", "tools.undo", () => actions.undo(), { key: "Ctrl+Z", disabled: !can.undo })}
        ${tool("redo", "tools.redo", () => actions.redo(), { key: "Ctrl+Y", disabled: !can.redo })}
        <span class="tool-line"></span>` : nothing}
      ${tool("list", "tools.list", () => list.toggle(), { key: "L", pressed: list.isOpen(), className: "tool-list" })}
      ${tool("help", "tools.help", help, { key: "?", className: "tool-help" })}`, tools);
    corner.setAttribute("aria-label", t("zoom.label"));
    render(html`
      ${tool("minus", "zoom.out", () => camera.step(-1), { key: "−" })}
      <button class="tool zoom-now" type="button" title=${tip("zoom.reset", "0")} aria-label=${t("zoom.now", { n: Math.round(camera.sight.zoom * 100) })}
        @click=${() => camera.reset()}>${Math.round(camera.sight.zoom * 100)} %</button>
      ${tool("plus", "zoom.in", () => camera.step(1), { key: "+" })}
      ${tool("fit", "zoom.fit", () => actions.fit(), { key: "1" })}`, corner);
    showChosen();
  };

  const showChosen = () => {
    const objects = [...selection.ids].flatMap((id) => board.get(id) ?? []);
    const visible = board.mayWrite && objects.length > 0 && editor.id === null;
    chosen.hidden = !visible;
    if (!visible) return;
    const colors = new Set(objects.map(({ color }) => color));
    const one = objects.length === 1 ? objects[0] : undefined;
    chosen.setAttribute("aria-label", t("chosen.label", { n: objects.length }));
    render(html`
      <span class="swatches" role="group" aria-label=${t("chosen.color")}>
        ${COLORS.map((color) => html`<button class="swatch" type="button" data-note-color=${color} title=${t(`color.${color}`)}
          aria-label=${t(`color.${color}`)} aria-pressed=${colors.size === 1 && colors.has(color)}
          @click=${() => actions.recolor(color)}><span aria-hidden="true">${MARKS[color]}</span></button>`)}
      </span>
      <span class="tool-line"></span>
      <span class="chosen-tools">
        ${one?.kind === "note" ? tool("pen", "chosen.edit", () => actions.edit(one.id), { key: "Enter" }) : nothing}
        ${tool("move", "chosen.move", place)}
        ${tool("copy", "chosen.duplicate", () => actions.duplicate(), { key: "Ctrl+D" })}
        ${tool("trash", "chosen.delete", () => actions.remove(), { key: t("key.delete") })}
        ${tool("more", "chosen.more", (/** @type {Event} */ event) => more(event))}
      </span>`, chosen);
  };
  const more = (/** @type {Event} */ event) => {
    const { left, bottom } = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    menu({ x: left, y: bottom + 6 }, [...selection.ids][0] ?? null);
  };
  const placeChosen = () => {
    if (chosen.hidden || !frame.rect) return;
    const { insets, view: screen } = camera;
    const { offsetWidth, offsetHeight } = chosen;
    const { x, y, width, height } = frame.rect;
    const highest = insets.top + GAP_PX;
    const above = y - offsetHeight - GAP_PX;
    const below = y + height + GAP_PX;
    const lowest = screen.height - insets.bottom - offsetHeight - GAP_PX;
    const top = above >= highest ? above : Math.min(Math.max(below, highest), lowest);
    const left = x + width / 2 - offsetWidth / 2;
    const rightmost = screen.width - insets.right - offsetWidth - GAP_PX;
    chosen.style.setProperty("--x", `${Math.round(Math.max(insets.left + GAP_PX, Math.min(left, rightmost)))}px`);
    chosen.style.setProperty("--y", `${Math.round(top)}px`);
    const outside = x + width < 0 || y + height < 0 || x > screen.width || y > screen.height;
    chosen.classList.toggle("away", outside || gestures.busy);
  };

  let frameDue = 0;
  const soon = () => {
    frameDue ||= requestAnimationFrame(() => {
      frameDue = 0;
      show();
      placeChosen();
    });
  };
  selection.events.on("changed", () => { showChosen(); soon(); });
  editor.events.on("changed", soon);
  board.events.on("changed", soon);
  board.events.on("undo", (state) => { can = state; soon(); });
  let zoom = camera.sight.zoom;
  camera.events.on("moved", (sight) => {
    if (sight.zoom !== zoom) soon();
    zoom = sight.zoom;
  });
  view.afterDraw(placeChosen);
  for (const each of [tools, chosen]) arrowKeys(each);
  onLanguage(show);
  show();
  chosen.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const [id] = selection.ids;
    if (id) view.focus(id);
  });
  return {
    update: show,
    focusColors: () => /** @type {HTMLElement | null} */ (chosen.querySelector("[aria-pressed=true]") ?? chosen.querySelector(".swatch"))?.focus(),
  };
}

/** @param {string} key @param {string} [shortcut] */
function tip(key, shortcut) {
  return shortcut ? `${t(key)} (${shortcut})` : t(key);
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
function arrowKeys(toolbar) {
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
