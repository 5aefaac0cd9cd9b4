import assert from "node:assert/strict";
import { test } from "node:test";

import { OBJECTS_AT_ONCE, asText, draftsAround, packed, unpacked } from "../../../web/board/clipboard.js";
import { readObject } from "../../../web/board/objects.js";

const note = (id, fields) => readObject(id, { kind: "note", z: id, ...fields });
const NOTES = [
  note("b", { pos: [300, 0], text: "rechts", color: "blue", group: "g", locked: true, author: "ada" }),
  note("a", { pos: [0, 0], size: [100, 100], text: "links", group: "g" }),
];

test("what is packed comes out from the bottom to the top, without author and lock", () => {
  const found = unpacked(packed(NOTES));
  assert.deepEqual(found.map(({ text, color, size, group }) => [text, color, size, group]), [
    ["links", "yellow", [100, 100], "g"], ["rechts", "blue", [200, 200], "g"],
  ]);
  assert.ok(found.every(({ author, locked }) => author === "" && !locked));
});

test("other programs get the texts as they are read", () => {
  assert.equal(asText([...NOTES, note("c", { pos: [0, 400], text: " " })]), "links\nrechts");
});

test("pasted they lie as they lay, around the place, in groups of their own", () => {
  const drafts = draftsAround(unpacked(packed(NOTES)), [1000, 1000], (group) => group && `${group}2`);
  assert.deepEqual(drafts.map(({ pos }) => pos), [[750, 900], [1050, 900]]);
  assert.deepEqual(drafts.map(({ group }) => group), ["g2", "g2"]);
});

test("nonsense on the clipboard is nothing, or notes with sane values", () => {
  for (const data of ["", "{", "null", "[]", "5", '{"version":2,"objects":[{}]}', '{"version":1,"objects":{}}']) {
    assert.deepEqual(unpacked(data), [], data);
  }
  const objects = [null, 7, { kind: "ufo" }, { kind: "note", pos: "x", size: [1e9, -1], text: 5, color: {} }];
  const [found, ...others] = unpacked(JSON.stringify({ version: 1, objects }));
  assert.deepEqual([others.length, found.pos, found.size, found.text, found.color], [0, [0, 0], [1600, 80], "", "yellow"]);
  assert.equal(unpacked(JSON.stringify({ version: 1, objects: Array(9999).fill({ kind: "note" }) })).length, OBJECTS_AT_ONCE);
});
