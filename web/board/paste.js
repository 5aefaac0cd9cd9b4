// Several lines become as many notes in a grid. Pure.

import { NOTE_SIZE, TEXT_LONGEST } from "./objects.js";
import { clean } from "./text-edit.js";

/** @typedef {import("./objects.js").Color} Color */
/** @typedef {import("./document.js").Draft} Draft */

/** More at once is rather a mistake of the clipboard. */
export const NOTES_AT_ONCE = 100;
export const GAP = 24;

/**
 * Without empty lines and the marks of a list in front.
 * @param {string} text
 * @returns {string[]}
 */
export function linesOf(text) {
  return clean(text)
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•–·]|\d{1,3}[.)])\s+/, "").trim())
    .filter((line) => line !== "")
    .map((line) => clean(line, TEXT_LONGEST));
}

/**
 * @param {readonly string[]} lines
 * @param {readonly [number, number]} centre of the grid, on the board
 * @param {Color} color
 * @returns {Draft[]} at most NOTES_AT_ONCE
 */
export function inGrid(lines, [x, y], color) {
  const texts = lines.slice(0, NOTES_AT_ONCE);
  const columns = Math.max(1, Math.ceil(Math.sqrt(texts.length * 1.5)));
  const [width, height] = NOTE_SIZE;
  const rows = Math.ceil(texts.length / columns);
  const left = x - (columns * (width + GAP) - GAP) / 2;
  const top = y - (rows * (height + GAP) - GAP) / 2;
  return texts.map((text, index) => ({
    pos: [left + (index % columns) * (width + GAP), top + Math.floor(index / columns) * (height + GAP)],
    color,
    text,
  }));
}
