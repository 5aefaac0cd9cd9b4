// What else can be done with what is chosen, beyond what every object has: its kind says so, and
// the tools that serve chosen objects. Asked by the menu and by the bar over what is chosen.

import { t } from "../i18n/index.js";
import { drawingOf } from "./kinds/drawings.js";
import { kindOf } from "./kinds/index.js";
import { TOOLS } from "./tools/index.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./menu.js").Entry} Entry */
/** @typedef {import("./kinds/kind.js").ChoiceContext} ChoiceContext */

/**
 * @param {readonly Readonly<BoardObject>[]} chosen nothing locked among them
 * @param {Omit<ChoiceContext, "objects">} context
 * @returns {readonly Entry[]} of their kind; several have some only where they are of one kind that allows it
 */
export function choicesOf(chosen, context) {
  const [first] = chosen;
  if (!first || chosen.some(({ kind }) => kind !== first.kind)) return [];
  const drawing = drawingOf(first);
  if (!drawing?.choices || (chosen.length > 1 && !drawing.choosesSeveral)) return [];
  return drawing.choices(first, { ...context, objects: chosen });
}

/**
 * @param {readonly Readonly<BoardObject>[]} chosen
 * @param {Pick<ChoiceContext, "toolbox" | "at"> & {but?: string}} context but: without this tool
 * @returns {readonly Entry[]} the tools that serve them
 */
export function serving(chosen, { toolbox, at, but }) {
  if (chosen.some((object) => kindOf(object).unlisted)) return [];
  return TOOLS.flatMap(({ id, icon, key, serves }) => (id === but || !serves?.when(chosen) ? [] : [{
    label: t(serves.text), icon, ...(key ? { key } : {}), bar: serves.bar === true, run: () => void toolbox.choose(id, at),
  }]));
}
