import assert from "node:assert/strict";
import { test } from "node:test";

import { CARDS, THEMES_MOST, asPart, countOf, keysOf, withTheme } from "../../../../web/board/cards/cards.js";
import { layoutOf } from "../../../../web/board/cards/layout.js";
import { sentenceOf } from "../../../../web/board/cards/sentence.js";
import { loadTexts, setLanguage } from "../../../../web/i18n/index.js";
import { readObject } from "../../../../web/board/objects.js";

const card = (kind, fields = {}) => readObject("card", { kind, ...fields });
const said = (pieces) => pieces.map(({ text }) => text).join("");

test("it is counted what has been filled in", () => {
  assert.deepEqual(countOf(card("problem")), { filled: 0, all: 6 });
  assert.deepEqual(countOf(card("problem", { who: "Ada", what: "  ", why: "x" })), { filled: 2, all: 6 });
  assert.deepEqual(countOf(card("idea", { title: "Lotsin", type: "project", themes: ["Gesundheit"] })), { filled: 3, all: 8 });
});

test("nonsense in a card is an empty field", () => {
  const odd = card("idea", { title: { a: 1 }, who: 7, new: ["x"], type: "constructor", themes: [1, "", "x".repeat(100), "Bildung"] });
  assert.deepEqual(odd.data, { type: "", themes: ["Bildung"] });
  assert.equal(countOf(odd).filled, 1);
  assert.equal(card("idea", { themes: Array(1e6).fill("a") }).data.themes.length, THEMES_MOST);
  assert.deepEqual(card("idea", { themes: { length: 3 } }).data.themes, []);
});

test("the sentence is built from who, what and why, and says what is missing", async () => {
  await loadTexts("cards");
  assert.equal(said(sentenceOf({})), "[Wer] braucht [was], weil [warum].");
  const pieces = sentenceOf({ who: " Frau Yıldız.\n", what: "jemanden, der\nhilft!", why: "" });
  assert.equal(said(pieces), "Frau Yıldız braucht jemanden, der hilft, weil [warum].");
  assert.deepEqual(pieces.filter(({ missing }) => missing).map(({ text }) => text), ["[warum]"]);
  await setLanguage("en");
  assert.equal(said(sentenceOf({ who: "Ada", what: "{why}", why: "$& it rains" })), "Ada needs {why} because $& it rains.");
  await setLanguage("de");
});

test("a part of a sentence has no full stop of its own", () => {
  assert.equal(asPart("  eins\n\n zwei …  "), "eins zwei");
  assert.equal(asPart("..."), "");
});

test("a field of action is added once, tidied, and not without end", () => {
  assert.deepEqual(withTheme(["Bildung"], "  Wohnen  und Leben "), ["Bildung", "Wohnen und Leben"]);
  assert.equal(withTheme(["Bildung"], "bildung"), null);
  assert.equal(withTheme([], "   "), null);
  assert.equal(withTheme(Array.from({ length: THEMES_MOST }, (_, index) => `${index}`), "noch eins"), null);
  assert.equal(withTheme([], "x".repeat(500))[0].length, 40);
});

test("all fields have their place on the sheet, in the order in which they are read, at any size", () => {
  for (const each of Object.values(CARDS)) {
    for (const size of [each.size, [320, 320], [2000, 320], [320, 2000], [2000, 2000]]) {
      const { fields, sentence, tags } = layoutOf(each, size);
      assert.deepEqual(fields.map(({ key }) => key), keysOf(each));
      for (const { x, y, width, height } of [...fields.map(({ rect }) => rect), ...[sentence, tags].filter(Boolean)]) {
        assert.ok(x >= 0 && y >= 0 && width > 0 && height > 0, `${each.kind} ${size}`);
        assert.ok(x + width <= size[0] + 0.01 && y + height <= size[1] + 0.01, `${each.kind} ${size}`);
      }
    }
  }
});
