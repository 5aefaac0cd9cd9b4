// Where a card made in the list lies on the board: behind the last one, in rows.

import { HEAD } from "../board/kinds/area.js";
import { NOTE_SIZE } from "../board/objects.js";
import { inRows } from "../board/ordering.js";
import { overlap } from "../board/camera.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {import("../board/objects.js").Pair} Pair */
/** @typedef {{pos: Pair, size: Pair}} Box */

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

/**
 * In an area: the first free place after all that lies there, or anywhere there; where it is full,
 * over the last, so that nothing ends up outside.
 * @param {Box} area
 * @param {readonly Box[]} members
 * @param {Pair} [size] of what is to lie there
 * @returns {Pair}
 */
export function placeIn(area, members, [width, height] = NOTE_SIZE) {
  const [left, top] = [area.pos[0] + GAP, area.pos[1] + HEAD];
  const right = Math.max(left, area.pos[0] + area.size[0] - GAP - width);
  const bottom = Math.max(top, area.pos[1] + area.size[1] - GAP - height);
  /** @type {Pair[]} */
  const places = [];
  for (let y = top; y <= bottom; y += height + GAP) for (let x = left; x <= right; x += width + GAP) places.push([x, y]);
  const rects = members.map(rectOf);
  const free = places.filter(([x, y]) => !rects.some((rect) => overlap(rect, { x, y, width, height })));
  const lowest = Math.max(top, ...members.map(({ pos }) => pos[1]));
  const after = free.find(([x, y]) => y > lowest || members.every(({ pos }) => pos[1] < y - GAP || pos[0] < x));
  const shift = (members.length % 8) * GAP;
  return after ?? free[0] ?? [Math.min(right, left + shift), Math.max(top, bottom - shift)];
}

/** @param {Box} box */
function rectOf({ pos: [x, y], size: [width, height] }) {
  return { x, y, width, height };
}
