// Keys of the board, as a table: which key, what it does. They work while the board or nothing in
// particular has the focus; a field keeps its own.

/** @typedef {import("./actions.js").Actions} Actions */
/** @typedef {{repeat?: boolean, run: (event: KeyboardEvent) => void | false}} Key */

/** Board pixels per arrow key, and with shift. */
const STEP = 10;
const LARGE_STEP = 60;
/** Screen pixels the paper moves when nothing is chosen. */
const PAN_PX = 80;

/**
 * @param {{container: HTMLElement, actions: Actions, camera: import("./camera.js").Camera,
 *   selection: import("./selection.js").Selection, view: import("./view.js").BoardView,
 *   gestures: import("./gestures.js").Gestures, colors: () => void, list: () => void, help: () => void}} parts
 */
export function listenToKeys({ container, actions, camera, selection, view, gestures, colors, list, help }) {
  const arrow = (/** @type {number} */ x, /** @type {number} */ y) => ({
    repeat: true,
    run: (/** @type {KeyboardEvent} */ { shiftKey }) => {
      const step = shiftKey ? LARGE_STEP : STEP;
      if (selection.ids.size && actions.mayWrite) actions.moveBy(x * step, y * step);
      else camera.pan(-x * PAN_PX, -y * PAN_PX);
    },
  });
  const edit = () => {
    const id = focusedId() ?? selection.single;
    return id === null ? false : actions.edit(id);
  };
  const leave = () => {
    if (gestures.cancel()) return;
    selection.clear();
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
    const target = id === null ? null : actions.neighbour(id, shiftKey ? -1 : 1);
    return target === null ? false : actions.goTo(target);
  };
  const end = (/** @type {"first" | "last"} */ which) => () => {
    const id = actions.endOf(which);
    return id === null ? false : actions.goTo(id);
  };
  const focusedId = () => document.activeElement?.closest("[data-id]")?.getAttribute("data-id") ?? null;

  /** @type {Record<string, Key>} "ctrl+" stands for the command key of a Mac too */
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
    "]": { run: () => actions.raise() },
    "[": { run: () => actions.lower() },
    f: { run: colors },
    l: { run: list },
    "?": { run: help },
  };

  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || event.isComposing || !isForBoard(event, container)) return;
    const key = keys[nameOf(event)];
    if (!key || (event.repeat && !key.repeat)) return;
    // False: not this time, the key keeps its usual meaning.
    if (key.run(event) !== false) event.preventDefault();
  };
  const released = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === " ") gestures.holdSpace(false);
  };
  const paste = (/** @type {ClipboardEvent} */ event) => {
    if (!isForBoard(event, container)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.trim() && actions.mayWrite) {
      event.preventDefault();
      actions.paste(text);
    }
  };
  document.addEventListener("keydown", pressed);
  document.addEventListener("keyup", released);
  document.addEventListener("paste", paste);
  view.container.addEventListener("blur", () => gestures.holdSpace(false), true);
}

/** @param {KeyboardEvent} event */
function nameOf({ key, ctrlKey, metaKey, altKey }) {
  if (altKey && !ctrlKey) return "";
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `ctrl+${name}` : name;
}

/**
 * The board has the focus, or nothing has: a key never acts behind a dialog, a field or a button.
 * @param {Event} event
 * @param {HTMLElement} container
 */
function isForBoard(event, container) {
  const target = /** @type {Element} */ (event.target);
  if (document.querySelector("dialog[open], :popover-open") || container.closest("[hidden]")) return false;
  return target === document.body || target === document.documentElement || container.contains(target);
}
