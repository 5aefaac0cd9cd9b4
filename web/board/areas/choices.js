// What else can be done with an area: for the team, and for facilitators who lay it down for all.

import { t } from "../../i18n/index.js";
import { announce } from "../../shell/notices.js";

/** @typedef {import("../kinds/kind.js").ChoiceContext} ChoiceContext */
/** @typedef {import("../menu.js").Entry} Entry */
/** @typedef {import("../objects.js").BoardObject} BoardObject */

/** @param {Readonly<BoardObject>} area @param {ChoiceContext} context @returns {readonly Entry[]} */
export function choices(area, { board, actions }) {
  const { id, data } = area;
  const removal = board.membersOf([id]).length > 0 && !data["laid"]
    ? [{ label: t("area.remove.all"), run: () => actions.remove({ withContent: true }) }] : [];
  if (!board.mayLay) return removal;
  if (!data["laid"]) return [{ label: t("area.lay"), run: () => lay(area, board) }, ...removal];
  const index = board.laid.findIndex((each) => each.id === id);
  return [
    { label: t("area.take.back"), run: () => takeBack(id, board) },
    ...(index > 0 ? [{ label: t("area.earlier"), run: () => reorder(id, -1, board) }] : []),
    ...(index < board.laid.length - 1 ? [{ label: t("area.later"), run: () => reorder(id, 1, board) }] : []),
  ];
}

/** @param {Readonly<BoardObject>} area @param {import("../document.js").BoardDocument} board */
function lay({ id, pos, size, color, text, texts }, board) {
  const order = Math.max(0, ...board.laid.map((each) => each.order)) + 1;
  board.lay({ id, pos, size, color, title: text, prompt: texts["prompt"] ?? "", order });
  announce(t("area.laid"));
}

/** @param {string} id @param {import("../document.js").BoardDocument} board */
function takeBack(id, board) {
  board.takeBack(id);
  announce(t("area.taken.back"));
}

/** @param {string} id @param {1 | -1} by @param {import("../document.js").BoardDocument} board */
function reorder(id, by, board) {
  board.reorder(id, by);
  announce(t("area.reordered", { n: board.laid.findIndex((each) => each.id === id) + 1 }));
}
