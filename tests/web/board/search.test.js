import assert from "node:assert/strict";
import { test } from "node:test";

import { readObject } from "../../../web/board/objects.js";
import { inOrder } from "../../../web/board/ordering.js";
import { hitsOf } from "../../../web/board/search.js";

const OBJECTS = [
  readObject("c", { kind: "note", pos: [0, 500], text: "Straße am Hafen" }),
  readObject("b", { kind: "note", pos: [300, 0], text: "Café am Nordmarkt" }),
  readObject("a", { kind: "note", pos: [0, 0], text: "Der Hafen" }),
];

test("hits keep the order in which they are read", () => {
  assert.deepEqual(hitsOf(inOrder(OBJECTS), "hafen"), ["a", "c"]);
});

test("capitals, accents and ß make no difference", () => {
  assert.deepEqual(hitsOf(OBJECTS, "CAFE"), ["b"]);
  assert.deepEqual(hitsOf(OBJECTS, "strasse"), ["c"]);
});

test("every word has to be there, in any order", () => {
  assert.deepEqual(hitsOf(OBJECTS, " hafen  am "), ["c"]);
  assert.deepEqual(hitsOf(OBJECTS, "hafen bus"), []);
});

test("nothing asked, nothing found", () => {
  assert.deepEqual(hitsOf(OBJECTS, "  "), []);
});
