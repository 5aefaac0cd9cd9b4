// Keys of the board, as a table: which key, what it does. They work while the board, one of its
// buttons or nothing in particular has the focus; a field keeps its own.

import { FORMAT } from "./clipboard.js";
import { TOOLS } from "./tools/index.js";

/** @typedef {import("./actions.js").Actions} Actions */
/** @typedef {{repeat?: boolean, run: (event: KeyboardEvent) => void | false}} Key */

/** Board pixels per arrow key, and with shift. */
const STEP = 10;
const LARGE_STEP = 60;
/** Screen pixels the paper moves when nothing is chosen. */
const PAN_PX = 80;
/** What a button needs itself: pressing it, and the way to the next one. */
const OF_BUTTONS = new Set(["Enter", " ", "Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

/**
 * @param {{container: HTMLElement, actions: Actions, camera: import("./camera.js").Camera,
 *   selection: import("./selection.js").Selection, view: import("./view.js").BoardView,
 *   gestures: import("./gestures.js").Gestures, toolbox: import("./tools/toolbox.js").Toolbox, tools: () => void, colors: () => void, list: () => void, help: () => void, search: () => void, map: () => void}} parts
 */
export function listenToKeys({ container, actions, camera, selection, view, gestures, toolbox, tools, colors, list, help, search, map }) {
  const arrow = (/** @type {number} */ x, /** @type {number} */ y) => ({
    repeat: true,
    run: (/** @type {KeyboardEvent} */ { shiftKey }) => {
      const step = shiftKey ? LARGE_STEP : STEP;
      if (selection.ids.size && actions.mayWrite) actions.nudge(x * step, y * step);
      else camera.pan(-x * PAN_PX, -y * PAN_PX);
    },
  });
  const edit = () => {
    if (gestures.placeAt(camera.centre)) return;
    if (toolbox.tool?.place) return toolbox.tool.place(camera.centre);
    const id = focusedId() ?? selection.single;
    return id === null ? false : actions.edit(id);
  };
  const leave = () => {
    if (gestures.cancel() || toolbox.putAway()) return;
    if (gestures.framing) gestures.framing = false;
    else selection.clear();
    container.focus({ preventScroll: true });
  };
  const choose = () => {
    const id = focusedId();
    if (id === null) gestures.holdSpace(true);
    else selection.toggle(id);
  };
  /** From note to note; after the last one the key leaves the board as everywhere. */
  const next = (/** @type {KeyboardEvent} */ { shiftKey }) => {
    const id = focusedId();
    const into = document.activeElement === container && !shiftKey;
    const target = into ? (view.entry ?? actions.endOf("first")) : id && actions.neighbour(id, shiftKey ? -1 : 1);
    return target ? actions.goTo(target) : false;
  };
  const end = (/** @type {"first" | "last"} */ which) => () => {
    const id = actions.endOf(which);
    return id === null ? false : actions.goTo(id);
  };
  const focusedId = () => document.activeElement?.closest("[data-id]")?.getAttribute("data-id") ?? null;

  /**
   * "ctrl+" stands for the command key of a Mac too; with shift a key of its own comes first.
   * @type {Record<string, Key>}
   */
  const keys = {
    n: { run: () => actions.newNote() },
    Enter: { run: edit },
    F2: { run: edit },
    Escape: { run: leave },
    " ": { run: choose },
    Tab: { repeat: true, run: next },
    Home: { run: end("first") },
    End: { run: end("last") },
    ArrowLeft: arrow(-1, 0),
    ArrowRight: arrow(1, 0),
    ArrowUp: arrow(0, -1),
    ArrowDown: arrow(0, 1),
    Delete: { run: () => actions.remove() },
    Backspace: { run: () => actions.remove() },
    "ctrl+d": { run: () => actions.duplicate() },
    "ctrl+z": { repeat: true, run: ({ shiftKey }) => (shiftKey ? actions.redo() : actions.undo()) },
    "ctrl+y": { repeat: true, run: () => actions.redo() },
    "ctrl+a": { run: () => actions.selectAll() },
    "+": { repeat: true, run: () => camera.step(1) },
    "=": { repeat: true, run: () => camera.step(1) },
    "-": { repeat: true, run: () => camera.step(-1) },
    0: { run: () => camera.reset() },
    1: { run: () => actions.fit() },
    PageUp: { run: () => actions.raise() },
    PageDown: { run: () => actions.lower() },
    g: { run: () => actions.tidy() },
    "ctrl+g": { run: () => actions.group() },
    "shift+ctrl+g": { run: () => actions.ungroup() },
    "shift+ctrl+l": { run: () => actions.toggleLock() },
    ContextMenu: { run: () => gestures.menuByKey() },
    "shift+F10": { run: () => gestures.menuByKey() },
    f: { run: colors },
    l: { run: list },
    m: { run: map },
    v: { run: () => void toolbox.putAway() },
    e: { run: tools },
    ...Object.fromEntries(TOOLS.flatMap(({ id, key }) => (key ? [[key.toLowerCase(), { run: () => void toolbox.choose(id) }]] : []))),
    "/": { run: search },
    "ctrl+f": { run: search },
    "?": { run: help },
  };

  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (!isArrow(event) && event.key !== "Shift") actions.endNudge();
    if (event.defaultPrevented || event.isComposing || !isForBoard(event, container)) return;
    // Held while dragging it means something here, not the browser's menu bar.
    if (event.key === "Alt" && gestures.busy) event.preventDefault();
    if (!isOnButton(event) && toolbox.tool?.key?.(event)) {
      event.preventDefault();
      return;
    }
    const name = nameOf(event);
    const key = (event.shiftKey && keys[`shift+${name}`]) || keys[name];
    if (isOnButton(event) && OF_BUTTONS.has(event.key)) return;
    if (!key || (event.repeat && !key.repeat)) return;
    // False: not this time, the key keeps its usual meaning.
    if (key.run(event) !== false) event.preventDefault();
  };
  const released = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === " ") gestures.holdSpace(false);
    if (isArrow(event)) actions.endNudge();
  };
  const paste = (/** @type {ClipboardEvent} */ event) => {
    if (!isForBoard(event, container)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const objects = event.clipboardData?.getData(FORMAT) ?? "";
    if (actions.paste({ objects, text })) event.preventDefault();
  };
  const copy = (/** @type {ClipboardEvent} */ event) => {
    // Words that somebody marked go first.
    if (!isForBoard(event, container) || !getSelection()?.isCollapsed || !event.clipboardData) return;
    if (!actions.copy(event.clipboardData)) return;
    event.preventDefault();
    if (event.type === "cut") actions.remove();
  };
  for (const each of ["pointerdown", "blur", "pagehide"]) addEventListener(each, () => actions.endNudge(), { capture: each === "pointerdown" });
  document.addEventListener("keydown", pressed);
  document.addEventListener("keyup", released);
  document.addEventListener("paste", paste);
  document.addEventListener("copy", copy);
  document.addEventListener("cut", copy);
  view.container.addEventListener("blur", () => gestures.holdSpace(false), true);
}

/** @param {KeyboardEvent} event */
function isArrow({ key }) {
  // Filling in a form by itself, a browser sends keys without a name.
  return /^Arrow/.test(key);
}

/** @param {KeyboardEvent} event */
function nameOf({ key, ctrlKey, metaKey, altKey }) {
  if (altKey && !ctrlKey) return "";
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `ctrl+${name}` : name;
}

/**
 * The board has the focus, or a button around it, or nothing: a key never acts behind a dialog or
 * a field.
 * @param {Event} event
 * @param {HTMLElement} container
 */
export function isForBoard(event, container) {
  const target = /** @type {Element} */ (event.target);
  if (document.querySelector("dialog[open], :popover-open") || container.closest("[hidden]")) return false;
  if (target === document.body || target === document.documentElement || isOnButton(event)) return true;
  return container.contains(target);
}

/** @param {Event} event */
function isOnButton({ target }) {
  return /** @type {Element} */ (target).closest(":is(.board-bar, .top-bar) button") !== null;
}
