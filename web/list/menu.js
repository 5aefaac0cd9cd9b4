// Everything one can do with an object, and with an area, from the list: the entries of their menus.

import { COLORS } from "../board/objects.js";
import { kindOf } from "../board/kinds/index.js";
import { t } from "../i18n/index.js";
import { isWritable, titleOf } from "./words.js";

/** @typedef {import("../board/menu.js").Entry} Entry */
/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/**
 * @typedef {object} Ways
 * @property {import("../board/document.js").BoardDocument} board
 * @property {(id: string) => void} edit
 * @property {((id: string) => void) | undefined} show
 * @property {(id: string, area: string | null) => void} move
 * @property {(id: string) => void} connect
 * @property {(id: string, color: import("../board/objects.js").Color) => void} recolor
 * @property {(id: string) => void} duplicate
 * @property {(id: string) => void} lock
 * @property {(id: string) => void} unlock
 * @property {(id: string) => void} link
 * @property {(id: string, how?: {withContent?: boolean}) => void} remove
 * @property {(object: Readonly<BoardObject>) => readonly Entry[]} choices what its kind and the tools add
 */

/** @param {Readonly<BoardObject>} object @param {Ways} ways @returns {Entry[]} */
export function objectEntries(object, ways) {
  const { id, color, locked } = object;
  const kind = kindOf(object);
  const link = { label: t("menu.link"), run: () => ways.link(id) };
  const show = ways.show ? [{ label: t("list.show"), run: () => ways.show?.(id) }] : [];
  if (!ways.board.mayWrite) return [...show, link];
  const duplicate = { label: t("chosen.duplicate"), run: () => ways.duplicate(id) };
  if (locked) return [{ label: t("menu.unlock"), run: () => ways.unlock(id) }, duplicate, ...show, link];
  const choices = ways.choices(object);
  const areas = areaEntries(object, ways);
  const known = kind.name !== "unknown";
  return [
    ...(isWritable(object, ways.board) ? [{ label: t("chosen.edit"), run: () => ways.edit(id) }] : []),
    ...(kind.colored ? [{ label: t("list.color"), items: COLORS.map((each) => ({ label: t(`color.${each}`), pressed: each === color, run: () => ways.recolor(id, each) })) }] : []),
    ...(areas.length > 0 ? [{ label: t("list.move"), items: areas }] : []),
    ...(known && !kind.box && !kind.owns ? [{ label: t("list.connect"), run: () => ways.connect(id) }] : []),
    ...choices,
    "line",
    duplicate,
    { label: t("menu.lock"), run: () => ways.lock(id) },
    link,
    ...show,
    "line",
    { label: t("chosen.delete"), run: () => ways.remove(id) },
  ];
}

/** @param {Readonly<BoardObject>} object @param {Ways} ways @returns {Entry[]} the areas it can go to; none where there are none */
function areaEntries(object, { board, move }) {
  const groups = board.groups();
  if (groups.length < 2 || kindOf(object).box) return [];
  return groups.map(({ area, head }) => ({
    label: titleOf({ area, head }), pressed: area === object.area, run: () => move(object.id, area),
  }));
}

/** @param {Readonly<BoardObject>} area @param {Ways} ways @returns {Entry[]} */
export function areaMenu(area, ways) {
  const { id, data, color, locked } = area;
  if (locked) return [{ label: t("menu.unlock"), run: () => ways.unlock(id) }];
  return [
    { label: t("list.area.rename"), run: () => ways.edit(id) },
    { label: t("list.color"), items: COLORS.map((each) => ({ label: t(`color.${each}`), pressed: each === color, run: () => ways.recolor(id, each) })) },
    ...ways.choices(area),
    ...(ways.show ? [{ label: t("list.show"), run: () => ways.show?.(id) }] : []),
    ...(data["laid"] ? [] : [{ label: t("menu.lock"), run: () => ways.lock(id) }]),
    "line",
    { label: t("list.area.remove"), run: () => ways.remove(id) },
  ];
}
