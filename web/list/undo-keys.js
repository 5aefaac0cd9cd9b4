// Undo and redo in the list, as on the board; a field has its own.

import { t } from "../i18n/index.js";
import { announce, notify } from "../shell/notices.js";

/**
 * @param {KeyboardEvent} event
 * @param {import("../board/document.js").BoardDocument} board
 */
export function stepByKey(event, board) {
  const step = stepOf(event);
  const isField = event.target instanceof HTMLElement && event.target.matches("textarea, input");
  if (!step || isField || !board.mayWrite) return;
  event.preventDefault();
  const { done, skipped, partly } = board[step]();
  if (skipped > 0) notify(t(done ? "undo.skipped" : "undo.blocked"));
  else if (partly) notify(t("undo.partly"));
  else announce(t(done ? `done.${step}` : `undo.nothing.${step}`));
}

/** @param {KeyboardEvent} event @returns {"undo" | "redo" | null} */
function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  if (key.toLowerCase() === "y") return "redo";
  return key.toLowerCase() !== "z" ? null : shiftKey ? "redo" : "undo";
}
