// "Deleted. Undo?": a notice whose button is true only as long as nothing else was done.

import { t } from "../i18n/index.js";
import { notify } from "../shell/notices.js";

/**
 * @param {import("./document.js").BoardDocument} board
 * @param {string} text
 * @param {() => void} undo
 */
export function offerUndo(board, text, undo) {
  const dismiss = notify(text, { actions: [{ label: t("action.undo"), run: undo }] });
  const unlisten = board.events.on("changed", ({ own }) => {
    if (!own) return;
    unlisten();
    dismiss();
  });
}
