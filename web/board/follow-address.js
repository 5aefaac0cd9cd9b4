// Whoever opens the address of an object stands before it, on a phone at its card.

import { t } from "../i18n/index.js";
import { notify } from "../shell/notices.js";
import { idIn } from "./address.js";

/**
 * Goes to the object of the page's address, now and whenever it changes.
 * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
 *   show: (id: string) => void}} parts show: brings it before one's eyes, on the board or in the list
 * @returns {() => boolean} goes there; false when the address names none
 */
export function followAddress({ board, view, show }) {
  const follow = () => {
    const id = idIn(location.hash);
    if (id === null) return false;
    if (board.objects.has(id)) {
      show(id);
      view.mark(id);
    } else notify(t("address.gone"), { kind: "warn" });
    return true;
  };
  window.addEventListener("hashchange", follow);
  // It has been seen as soon as one does something.
  for (const type of ["pointerdown", "keydown"]) view.container.addEventListener(type, () => view.mark(null), { capture: true });
  return follow;
}
