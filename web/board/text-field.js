// A text field that shows an object's text and writes into it, while others write there too: the
// caret stays where it was, and an input method is never disturbed in the middle of a word.

import { TEXT_LONGEST } from "./objects.js";
import { Shown, clean, diff, mapCaret } from "./text-edit.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {BoardDocument} board
 * @param {string} id
 * @param {string} [key] which of the object's texts
 * @returns {() => void} unbinds
 */
export function bindTextField(field, board, id, key = "text") {
  let shown = new Shown(textOf(board, id, key));
  let composing = false;
  let writing = false;
  field.value = shown.text;
  field.maxLength = TEXT_LONGEST;

  const show = (/** @type {number} */ start, /** @type {number} */ end) => {
    shown = new Shown(textOf(board, id, key));
    if (field.value === shown.text) return;
    const { scrollTop } = field;
    field.value = shown.text;
    field.setSelectionRange(start, end);
    field.scrollTop = scrollTop;
  };
  const wrote = () => {
    const edit = diff(shown.text, clean(field.value), caret(field).start);
    if (edit) {
      writing = true;
      board.editText(id, shown.carry(edit), key);
      writing = false;
    }
    if (!composing && shown.behind) show(shown.place(caret(field).start), shown.place(caret(field).end));
  };
  const started = () => { composing = true; };
  const ended = () => { composing = false; wrote(); };
  const unlisten = board.events.on("text", ({ id: changed, key: which, delta }) => {
    if (changed !== id || which !== key || writing) return;
    if (composing) {
      shown.moveOn(delta);
      return;
    }
    show(mapCaret(caret(field).start, delta), mapCaret(caret(field).end, delta));
  });
  field.addEventListener("input", wrote);
  field.addEventListener("compositionstart", started);
  field.addEventListener("compositionend", ended);
  return () => {
    unlisten();
    field.removeEventListener("input", wrote);
    field.removeEventListener("compositionstart", started);
    field.removeEventListener("compositionend", ended);
    board.endStep();
  };
}

/** @param {BoardDocument} board @param {string} id @param {string} key */
function textOf(board, id, key) {
  return board.get(id)?.texts[key] ?? "";
}

/** @param {HTMLTextAreaElement | HTMLInputElement} field */
function caret({ selectionStart, selectionEnd, value }) {
  return { start: selectionStart ?? value.length, end: selectionEnd ?? value.length };
}
