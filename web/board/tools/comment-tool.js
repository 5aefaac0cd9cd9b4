// Commenting: on the object that is chosen, or on the next one that is pressed.

import { t } from "../../i18n/index.js";
import { announce } from "../../shell/notices.js";
import { kindOf } from "../kinds/index.js";

/** @param {import("./tool.js").ToolContext} context @returns {import("./tool.js").Tool | void} */
export function start({ board, putAway, selection, thread, view }) {
  const chosen = selection.single === null ? undefined : board.get(selection.single);
  if (isHost(chosen)) {
    thread(/** @type {import("../objects.js").BoardObject} */ (chosen).id);
    return undefined;
  }
  const open = (/** @type {string} */ id) => {
    putAway();
    selection.set([id]);
    thread(id);
  };
  return {
    begin: ({ point }) => ({
      move: () => {},
      end: () => {
        const host = view.at(point, isHost);
        // A finger that lifts closes what is open: only then the panel may come.
        if (host) setTimeout(() => open(host.id));
      },
      cancel: () => {},
    }),
    place: () => {
      const id = document.activeElement?.closest("[data-id]")?.getAttribute("data-id") ?? selection.single;
      if (id !== null && isHost(board.get(id))) open(id);
      else announce(t("comment.where"));
    },
  };
}

/** @param {Readonly<import("../objects.js").BoardObject> | undefined} object */
function isHost(object) {
  return object !== undefined && !kindOf(object).unlisted;
}
