// What a person does with an object from the list, whichever way they ask for it, and what is said of it.

import { kindOf } from "../board/kinds/index.js";
import { offerUndo } from "../board/offer-undo.js";
import { t } from "../i18n/index.js";
import { announce } from "../shell/notices.js";
import { shortOf, titleOf } from "./words.js";

/** @typedef {import("../board/document.js").BoardDocument} BoardDocument */
/** @typedef {import("../board/objects.js").Pair} Pair */
/** @typedef {import("./menu.js").Ways} Ways */
/** @typedef {{x: number, y: number}} At in the window */
/**
 * @typedef {Pick<import("./list-view.js").Options, "board" | "show" | "choices" | "link">
 *   & {reading: import("./words.js").Reading, place: (area: string | null, size: Pair) => Pair}} Parts
 *   place: where there is room in an area
 */

/**
 * @param {Parts} parts
 * @param {Pick<Ways, "edit" | "remove"> & {focus: (id: string) => void}} list
 * @param {At} at where panels may open
 * @returns {Ways}
 */
export function waysOf(parts, { edit, remove, focus }, at) {
  const { board, show, choices, link } = parts;
  const lock = (/** @type {string} */ id, /** @type {boolean} */ locked) => {
    if (locked) board.lock([id]);
    else board.unlock([id]);
    announce(t(locked ? "done.locked" : "done.unlocked", { n: 1 }));
    focus(id);
  };
  return {
    board, show, edit, remove,
    move: (id, area) => {
      const object = board.get(id);
      if (!object || object.area === area) return;
      board.moveInto(id, area, parts.place(area, object.size));
      focus(id);
      announce(t("list.moved", { area: titleOf({ area, head: area === null ? null : (board.get(area) ?? null) }) }));
    },
    connect: (id) => void connect(id, parts, focus),
    recolor: (id, color) => {
      board.recolor([id], color);
      announce(t("done.recolored", { color: t(`color.${color}`) }));
      focus(id);
    },
    duplicate: (id) => {
      const [copy] = board.duplicate([id]).filter((each) => board.get(each)?.kind === board.get(id)?.kind);
      announce(t("done.duplicated", { n: 1 }));
      if (copy !== undefined) focus(copy);
    },
    lock: (id) => lock(id, true),
    unlock: (id) => lock(id, false),
    link: (id) => link?.(id),
    choices: (object) => choices?.(object, at) ?? [],
  };
}

/**
 * Offers to take it back; what the facilitators laid down is laid again.
 * @param {BoardDocument} board
 * @param {string} id
 * @param {{withContent?: boolean}} [how]
 */
export function removeFrom(board, id, how) {
  const laid = board.laid.find((area) => area.id === id);
  const isArea = board.get(id)?.kind === "area";
  board.remove([id], how);
  offerUndo(board, t(isArea ? "list.area.removed" : "list.deleted"), () => (laid ? board.lay(laid) : board.undo()));
}

/** @param {string} id @param {Parts} parts @param {(id: string) => void} focus */
async function connect(id, { board, reading }, focus) {
  const { askTarget } = await import("./connect.js");
  const object = board.get(id);
  if (!object) return;
  const choices = board.groups().map(({ area, head, objects }) => ({
    name: titleOf({ area, head }),
    options: objects.filter((each) => each.id !== id && !kindOf(each).box && !kindOf(each).unlisted)
      .map((each) => ({ id: each.id, label: shortOf(each, reading) })),
  }));
  askTarget(shortOf(object, reading), choices.filter(({ options }) => options.length > 0), (to, text) => {
    board.create([{ kind: "connector", pos: object.pos, text, data: { from: id, to } }]);
    announce(t("list.connected"));
    focus(id);
  });
}
