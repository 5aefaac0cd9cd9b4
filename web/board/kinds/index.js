// All kinds of objects that this version knows.

import { note } from "./note.js";
import { unknown } from "./unknown.js";

/** @typedef {import("./kind.js").Kind} Kind */

/** @type {ReadonlyMap<string, Kind>} */
export const KINDS = new Map([note].map((kind) => [kind.name, kind]));

/** @param {{kind: string}} object @returns {Kind} */
export function kindOf({ kind }) {
  return KINDS.get(kind) ?? unknown;
}
