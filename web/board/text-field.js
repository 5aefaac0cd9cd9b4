// A text field that shows an object's text and writes into it, while others write there too: the
// caret stays where it was, and an input method is never disturbed in the middle of a word.

import { TEXT_LONGEST } from "./objects.js";
import { Shown, clean, diff, mapCaret } from "./text-edit.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */

/**
 * @param {HTMLTextAreaElement} field
 * @param {BoardDocument} board
 * @param {string} id
 * @returns {() => void} unbinds
 */
export function bindTextField(field, board, id) {
  let shown = new Shown(textOf(board, id));
  let composing = false;
  let writing = false;
  field.value = shown.text;
  field.maxLength = TEXT_LONGEST;

  const show = (/** @type {number} */ start, /** @type {number} */ end) => {
    shown = new Shown(textOf(board, id));
    if (field.value === shown.text) return;
    const { scrollTop } = field;
    field.value = shown.text;
    field.setSelectionRange(start, end);
    field.scrollTop = scrollTop;
  };
  const wrote = () => {
    const edit = diff(shown.text, clean(field.value), field.selectionStart);
    if (edit) {
      writing = true;
      board.editText(id, shown.carry(edit));
      writing = false;
    }
    if (!composing && shown.behind) show(shown.place(field.selectionStart), shown.place(field.selectionEnd));
  };
  const started = () => { composing = true; };
  const ended = () => { composing = false; wrote(); };
  const unlisten = board.events.on("text", ({ id: changed, delta }) => {
    if (changed !== id || writing) return;
    if (composing) {
      shown.moveOn(delta);
      return;
    }
    show(mapCaret(field.selectionStart, delta), mapCaret(field.selectionEnd, delta));
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

/** @param {BoardDocument} board @param {string} id */
function textOf(board, id) {
  return board.get(id)?.text ?? "";
}
