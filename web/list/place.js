// Where a card made in the list lies on the board: behind the last one, in rows of six.

import { NOTE_SIZE } from "../board/objects.js";
import { inRows } from "../board/ordering.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {import("../board/objects.js").Pair} Pair */

const GAP = 24;
const IN_A_ROW = 6;

/**
 * @param {readonly Readonly<BoardObject>[]} objects
 * @returns {Pair}
 */
export function freePlace(objects) {
  const row = inRows(objects).at(-1);
  const last = row?.at(-1);
  if (!row || !last) return [0, 0];
  if (row.length < IN_A_ROW) return [last.pos[0] + last.size[0] + GAP, last.pos[1]];
  const left = Math.min(...row.map(({ pos }) => pos[0]));
  const bottom = Math.max(...objects.map(({ pos, size }) => pos[1] + size[1]));
  return [left, Math.max(bottom, last.pos[1] + NOTE_SIZE[1]) + GAP];
}
