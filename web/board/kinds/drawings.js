// The drawings of kinds: loaded when the first object of a kind is seen, or once the page stands, so
// that they are there when the network is away. Until then a blank sheet keeps an object's place.

import { loadTexts } from "../../i18n/index.js";
import { later } from "../../shell/later.js";
import { loadStyle } from "../../shell/load-style.js";
import { Emitter } from "../../sync/emitter.js";
import { KINDS, kindOf } from "./index.js";
import { drawing as noteDrawing } from "./note-drawing.js";

/** @typedef {import("./kind.js").Drawing} Drawing */

/** Most objects are notes: theirs comes with the board. @type {Map<string, Drawing>} */
const known = new Map([["note", noteDrawing]]);
/** @type {Set<string>} */
const loading = new Set();

/** A drawing came. @type {Emitter<{loaded: string}>} */
export const drawings = new Emitter();

/** @param {{kind: string}} object @returns {Drawing | null} null while it is loaded */
export function drawingOf(object) {
  const kind = kindOf(object);
  const found = known.get(kind.name);
  if (!found) void load(kind);
  return found ?? null;
}

for (const kind of KINDS.values()) later(() => fetch(kind));

/** @param {import("./kind.js").Kind} kind */
async function fetch(kind) {
  if (known.has(kind.name)) return;
  const [{ drawing }] = await Promise.all([
    kind.load(), loadTexts(...(kind.topics ?? [])), ...(kind.styles ?? []).map(loadStyle),
  ]);
  if (known.has(kind.name)) return;
  known.set(kind.name, drawing);
  drawings.emit("loaded", kind.name);
}

/** @param {import("./kind.js").Kind} kind */
async function load(kind) {
  if (loading.has(kind.name)) return;
  loading.add(kind.name);
  try {
    await fetch(kind);
  } catch {
    // Asked again by the next drawing of the board.
  } finally {
    loading.delete(kind.name);
  }
}
