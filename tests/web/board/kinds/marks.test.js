// Stamps, comments and tags: what people put on objects.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../../web/board/document.js";
import { isOpen, marksByHost } from "../../../../web/board/marks-on.js";
import { hitsOf } from "../../../../web/board/search.js";
import { toggleStamp } from "../../../../web/board/stamping.js";
import { tagFrom, tagsIn, tagsOf, withTag, withoutTag } from "../../../../web/board/tags.js";
import * as Y from "../../../../web/vendor/yjs.js";

function people() {
  const docs = [new Y.Doc(), new Y.Doc()];
  const boards = ["ada", "ben"].map((person, index) => new BoardDocument(docs[index], { person, mayWrite: true }));
  const meet = () => {
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]), "sync");
    Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]), "sync");
  };
  return [...boards, meet];
}
const signsOn = (board, id) => [...(marksByHost(board.objects.values()).get(id)?.stamps ?? [])].map(([sign, each]) => [sign, each.length]);

test("a sign is put once per person, counted per sign, and taken away by the same press", () => {
  const [ada, ben, meet] = people();
  const [note] = ada.create([{ pos: [0, 0] }]);
  meet();
  toggleStamp(ada, [note], "star");
  toggleStamp(ben, [note], "star");
  toggleStamp(ben, [note], "up");
  meet();
  assert.deepEqual(signsOn(ada, note), [["up", 1], ["star", 2]]);
  toggleStamp(ada, [note], "star");
  meet();
  assert.deepEqual(signsOn(ben, note), [["up", 1], ["star", 1]], "nobody else's");
});

test("the same sign from two devices of one person counts once, and one press takes both away", () => {
  const [ada] = people();
  const [note] = ada.create([{ pos: [0, 0] }]);
  const data = { on: note, sign: "heart" };
  ada.create([{ kind: "stamp", pos: [0, 0], data }, { kind: "stamp", pos: [0, 0], data }]);
  assert.deepEqual(signsOn(ada, note), [["heart", 1]]);
  toggleStamp(ada, [note], "heart");
  assert.deepEqual(signsOn(ada, note), []);
});

test("several get a sign together, and lose it only when all have it", () => {
  const [ada] = people();
  const ids = ada.create([{ pos: [0, 0] }, { pos: [300, 0] }]);
  toggleStamp(ada, [ids[0]], "check");
  assert.equal(toggleStamp(ada, ids, "check"), true);
  assert.deepEqual(ids.map((id) => signsOn(ada, id)), [[["check", 1]], [["check", 1]]]);
  assert.equal(toggleStamp(ada, ids, "check"), false);
  assert.deepEqual(ids.map((id) => signsOn(ada, id)), [[], []]);
});

test("a copy of an object comes without what people said of the first one", () => {
  const [ada] = people();
  const [note] = ada.create([{ pos: [0, 0] }]);
  toggleStamp(ada, [note], "star");
  ada.create([{ kind: "comment", pos: [0, 0], text: "Stimmt", data: { on: note, at: 1 } }]);
  assert.equal(ada.duplicate([note]).length, 1);
});

test("a stamp on a stamp, or on nothing, is counted nowhere that anybody sees", () => {
  const [ada] = people();
  const [note] = ada.create([{ pos: [0, 0] }]);
  ada.create([
    { kind: "stamp", pos: [0, 0], data: { on: { draft: 1 }, sign: "up" } }, { kind: "stamp", pos: [0, 0], data: { on: { draft: 0 }, sign: "up" } },
    { kind: "stamp", pos: [0, 0], data: { on: "nobody", sign: "up" } }, { kind: "comment", pos: [0, 0], data: { on: 7, at: "soon" } },
  ]);
  assert.deepEqual(signsOn(ada, note), []);
});

test("comments come in the order of their time, done ones stay", () => {
  const [ada] = people();
  const [note] = ada.create([{ pos: [0, 0] }]);
  const say = (text, at) => ada.create([{ kind: "comment", pos: [0, 0], text, data: { on: note, at, done: false } }])[0];
  const second = say("zwei", 2);
  say("eins", 1);
  ada.change([second], { done: true });
  const { comments } = marksByHost(ada.objects.values()).get(note);
  assert.deepEqual(comments.map((each) => [each.text, isOpen(each)]), [["eins", true], ["zwei", false]]);
});

test("what is only on an object is not found by the search, a note is by its tags", () => {
  const [ada] = people();
  const [note] = ada.create([{ pos: [0, 0], text: "Bus", data: { tags: ["Verkehr"] } }]);
  ada.create([{ kind: "comment", pos: [0, 0], text: "Verkehr", data: { on: note, at: 1 } }]);
  assert.deepEqual(hitsOf(ada.objects.values(), "verkehr"), [note]);
});

test("a tag is one line, once whatever its capitals, and bounded", () => {
  assert.equal(tagFrom("  # Verkehr \n abends "), "Verkehr abends");
  assert.equal(tagFrom("x".repeat(100)).length, 30);
  assert.deepEqual(withTag(["Verkehr"], "verkehr"), ["Verkehr"]);
  assert.deepEqual(withoutTag(["Verkehr", "Bus"], "VERKEHR"), ["Bus"]);
  const full = Array.from({ length: 8 }, (_, index) => `t${index}`);
  assert.equal(withTag(full, "noch eins"), full);
});

test("the tags of a board come most used first, each once", () => {
  const [ada] = people();
  const ids = ada.create([{ pos: [0, 0], data: { tags: ["Bus", "Geld"] } }, { pos: [0, 0], data: { tags: ["geld"] } }, { kind: "shape", pos: [0, 0] }]);
  assert.deepEqual(tagsIn(ada.objects.values()), ["Geld", "Bus"]);
  assert.deepEqual(tagsOf(ada.get(ids[2])), []);
});
