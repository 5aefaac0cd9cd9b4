import assert from "node:assert/strict";
import { test } from "node:test";

import { readObject } from "../../../web/board/objects.js";
import { loadTexts } from "../../../web/i18n/index.js";
import { blankOf, labelOf, shortOf, shownOf } from "../../../web/list/words.js";

await loadTexts("board", "list", "tags");

const reading = { label: ({ kind, text }) => `${kind}: ${text}`, more: () => "", author: () => "Ada" };
const object = (fields) => readObject("id", { kind: "note", ...fields });

test("a note says its text, its colour, who wrote it, and what is on it", () => {
  assert.equal(labelOf(object({ text: "Bäume", color: "blue" }), reading), "Bäume. Karte, Blau. Ada");
  assert.equal(labelOf(object({ text: "Bäume", anonymous: true }), reading), "Bäume. Karte, Gelb");
  assert.equal(labelOf(object({ text: "Bäume", locked: true }), reading), "Bäume. Karte, Gelb. Ada, gesperrt");
  assert.equal(labelOf(object({ text: "Bäume" }), { ...reading, more: () => "2 Herzen" }), "Bäume. Karte, Gelb. Ada. 2 Herzen");
  assert.match(labelOf(object({}), reading), /^Leere Karte\./);
});

test("every other kind is called as on the board, and what a version does not know too", () => {
  for (const kind of ["connector", "frame", "shape", "later"]) assert.equal(labelOf(object({ kind, text: "x" }), reading), `${kind}: x`);
  assert.equal(shownOf(object({ kind: "connector", text: "dann" }), reading), "connector: dann");
  assert.equal(shownOf(object({ kind: "shape", text: "dann" }), reading), "dann");
});

test("a name among others is short and on one line", () => {
  assert.equal(shortOf(object({ text: "eins\nzwei" }), reading), "eins zwei");
  assert.equal(shortOf(object({ text: "x".repeat(200) }), reading).length, 40);
  assert.equal(shortOf(object({}), reading), "Leere Karte");
});

test("what is empty and no note is called as on the board", () => {
  const named = { ...reading, label: () => "Rechteck, Gelb" };
  assert.equal(blankOf(object({ kind: "shape" }), named), "Rechteck, Gelb");
  assert.equal(shortOf(object({ kind: "shape" }), named), "Rechteck, Gelb");
  assert.equal(blankOf(object({ kind: "image" }), named), "Bild ohne Beschreibung");
});
