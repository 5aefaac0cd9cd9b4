// Several lines become as many notes in a grid, the cells of a table in its rows and columns. Pure.

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
 * What a spreadsheet puts on the clipboard: tabs between cells, and quotes around a cell with
 * line breaks in it.
 * @param {string} text
 * @returns {string[][] | null} rows of cells, without empty rows and columns; null for no table
 */
export function tableOf(text) {
  if (!text.includes("\t")) return null;
  /** @type {string[][]} */
  const rows = [[]];
  for (const [, quoted, plain, end] of clean(text).matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    const cell = quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"');
    rows.at(-1)?.push(clean(cell.trim(), TEXT_LONGEST));
    if (end === "\n") rows.push([]);
  }
  const columns = Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, column) => column);
  const used = columns.filter((column) => rows.some((row) => row[column]));
  const filled = rows.filter((row) => row.some((cell) => cell !== ""));
  return filled.length === 0 || used.length < 2 ? null : filled.map((row) => used.map((column) => row[column] ?? ""));
}

/**
 * @param {readonly (readonly string[])[]} rows
 * @param {readonly [number, number]} centre of the table, on the board
 * @param {Color} color
 * @returns {Draft[]} at most NOTES_AT_ONCE; an empty cell stays an empty place
 */
export function inTable(rows, [x, y], color) {
  const [width, height] = NOTE_SIZE;
  const columns = Math.max(...rows.map((row) => row.length));
  const left = x - (columns * (width + GAP) - GAP) / 2;
  const top = y - (rows.length * (height + GAP) - GAP) / 2;
  const drafts = rows.flatMap((row, line) => row.map((text, column) => ({
    pos: /** @type {[number, number]} */ ([left + column * (width + GAP), top + line * (height + GAP)]),
    color,
    text,
  })));
  return drafts.filter(({ text }) => text !== "").slice(0, NOTES_AT_ONCE);
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
