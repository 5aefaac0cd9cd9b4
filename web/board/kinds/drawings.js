// The drawings of kinds: loaded when the first object of a kind is seen. Until then, and for good
// where the network is away, its place is kept by a blank sheet.

import { loadTexts } from "../../i18n/index.js";
import { Emitter } from "../../sync/emitter.js";
import { kindOf } from "./index.js";
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

/** @param {import("./kind.js").Kind} kind */
async function load(kind) {
  if (loading.has(kind.name)) return;
  loading.add(kind.name);
  try {
    const [{ drawing }] = await Promise.all([kind.load(), loadTexts(...(kind.topics ?? []))]);
    known.set(kind.name, drawing);
    drawings.emit("loaded", kind.name);
  } catch {
    // Asked again by the next drawing of the board.
  } finally {
    loading.delete(kind.name);
  }
}
