// Putting signs on objects: on those that are chosen, or on each that is pressed while it is in the
// hand.

import { t } from "../../i18n/index.js";
import { announce } from "../../shell/notices.js";
import { kindOf } from "../kinds/index.js";
import { SIGNS } from "../kinds/stamp.js";
import { SIGN_ICONS } from "../signs.js";
import { ownStamps, toggleStamp } from "../stamping.js";
import { ToolPanel } from "./panel.js";

/** @typedef {import("../marks-on.js").Sign} Sign */

/** What was put last. @type {Sign} */
let sign = "up";

/** @param {import("./tool.js").ToolContext} context @returns {import("./tool.js").Tool} */
export function start({ area, at, board, putAway, selection, view }) {
  const hosts = [...selection.ids].filter((id) => isHost(board.get(id)));
  const panel = new ToolPanel(area, at, t("tools.stamp"), () => {
    putAway();
    if (!hosts[0] || !view.focus(hosts[0])) view.container.focus({ preventScroll: true });
  });
  const put = (/** @type {readonly string[]} */ ids) => {
    const there = ids.filter((id) => isHost(board.get(id)));
    if (there.length === 0) return;
    const has = toggleStamp(board, there, sign);
    announce(t(has ? "stamp.put" : "stamp.taken", { sign: t(`stamp.${sign}`) }));
    show();
  };
  const isPressed = (/** @type {Sign} */ each) =>
    hosts.length > 0 ? hosts.every((host) => ownStamps(board, host, each).length > 0) : each === sign;
  const show = () => panel.show([SIGNS.map((each) => ({
    label: t(`stamp.${each}`), icon: SIGN_ICONS[each], pressed: isPressed(each),
    run: (byKey) => {
      sign = each;
      if (hosts.length > 0) put(hosts);
      else if (byKey) view.container.focus({ preventScroll: true });
      show();
    },
  }))]);
  show();
  panel.focus();
  return {
    begin: ({ point }) => {
      // The panel was for what is chosen: a press elsewhere is one on the board.
      if (hosts.length > 0) {
        putAway();
        return null;
      }
      return {
        move: () => {},
        end: () => {
          const host = view.at(point, isHost);
          if (host) put([host.id]);
        },
        cancel: () => {},
      };
    },
    place: () => {
      const id = document.activeElement?.closest("[data-id]")?.getAttribute("data-id") ?? selection.single;
      if (id !== null && isHost(board.get(id))) put([id]);
      else announce(t("stamp.where"));
    },
    end: () => panel.end(),
  };
}

/** @param {Readonly<import("../objects.js").BoardObject> | undefined} object */
function isHost(object) {
  return object !== undefined && !kindOf(object).unlisted;
}
