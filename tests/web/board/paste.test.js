import assert from "node:assert/strict";
import { test } from "node:test";

import { NOTES_AT_ONCE, inGrid, inTable, linesOf, tableOf } from "../../../web/board/paste.js";

test("twelve lines are twelve notes, side by side, around the middle", () => {
  const drafts = inGrid(Array.from({ length: 12 }, (_, index) => `Zeile ${index}`), [1000, 500], "blue");
  assert.equal(drafts.length, 12);
  assert.equal(new Set(drafts.map(({ pos }) => pos.join())).size, 12);
  const xs = drafts.map(({ pos }) => pos[0]);
  const ys = drafts.map(({ pos }) => pos[1]);
  assert.equal((Math.min(...xs) + Math.max(...xs) + 200) / 2, 1000);
  assert.equal((Math.min(...ys) + Math.max(...ys) + 200) / 2, 500);
  assert.ok(drafts.every(({ color }) => color === "blue"));
});

test("empty lines and the marks of a list fall away, numbers in a text do not", () => {
  assert.deepEqual(linesOf("- eins\r\n\r\n• zwei\n  3. drei\n4) vier\n2030 ist nah\n-5 Grad"), [
    "eins", "zwei", "drei", "vier", "2030 ist nah", "-5 Grad",
  ]);
});

test("at once there are no more than a hundred", () => {
  assert.equal(inGrid(Array(500).fill("x"), [0, 0], "yellow").length, NOTES_AT_ONCE);
});

test("the cells of a table become notes in its rows and columns", () => {
  const rows = tableOf("Wer\tWas\r\nAda\tBus\r\n\t\r\nBen\t\r\n");
  assert.deepEqual(rows, [["Wer", "Was"], ["Ada", "Bus"], ["Ben", ""]]);
  const drafts = inTable(rows, [0, 0], "green");
  assert.deepEqual(drafts.map(({ pos, text }) => [text, ...pos]), [
    ["Wer", -212, -324], ["Was", 12, -324], ["Ada", -212, -100], ["Bus", 12, -100], ["Ben", -212, 124],
  ]);
});

test("a cell with line breaks or quotes is one note", () => {
  assert.deepEqual(tableOf('"erste\nzweite"\t"sagt ""ja"""\n"offen\tx'), [["erste\nzweite", 'sagt "ja"'], ['"offen', "x"]]);
});

test("lines without tabs are no table, nor is one column", () => {
  assert.equal(tableOf("eins\nzwei"), null);
  assert.equal(tableOf("eins\t\nzwei\t"), null);
  assert.equal(tableOf("\t\n\t"), null);
});

test("a large table is bounded", () => {
  const rows = tableOf(Array(50).fill("a\tb\tc").join("\n"));
  assert.equal(inTable(rows, [0, 0], "yellow").length, NOTES_AT_ONCE);
});
