// Moving without dragging: ask for it, then say where, by a click or by Enter for the middle of
// what one sees. It ends as soon as one does something else.

import { t } from "../i18n/index.js";
import { notify } from "../shell/notices.js";

/**
 * @param {HTMLElement} container has the focus while the place is asked for
 * @param {{actions: import("./actions.js").Actions, gestures: import("./gestures.js").Gestures,
 *   selection: import("./selection.js").Selection, editor: import("./editor.js").NoteEditor}} parts
 * @returns {() => void} asks where to
 */
export function mountPlacing(container, { actions, gestures, selection, editor }) {
  selection.events.on("changed", () => gestures.stopAsking());
  editor.events.on("changed", () => gestures.stopAsking());
  container.addEventListener("blur", () => gestures.stopAsking());
  return () => {
    if (selection.ids.size === 0) return;
    container.focus({ preventScroll: true });
    const dismiss = notify(t("chosen.place"), { stay: true });
    gestures.askPlace((point) => actions.moveTo(point), dismiss);
  };
}
