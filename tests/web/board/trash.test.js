import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../web/board/document.js";
import { readObject } from "../../../web/board/objects.js";
import { ENTRIES_MOST, KEPT_MS, LETTERS_AT_ONCE, keepable, outdated, readDeleted } from "../../../web/board/trash.js";
import * as Y from "../../../web/vendor/yjs.js";

const NOW = 1_800_000_000_000;
const entry = (at, fields = { kind: "note" }) => ({ at, by: "ada", fields });

/** Two people at one board, and a clock that both see. */
function pair() {
  const clock = { now: NOW };
  const docs = [new Y.Doc(), new Y.Doc()];
  const [ada, bob] = docs.map((doc, index) =>
    new BoardDocument(doc, { person: ["ada", "bob"][index], mayWrite: true }, { now_ms: () => clock.now }));
  const meet = () => {
    for (const from of docs) for (const to of docs) if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from), "sync");
  };
  return { ada, bob, meet, clock };
}

test("what one deletes another restores, as it was", () => {
  const { ada, bob, meet } = pair();
  const [id] = ada.create([{ pos: [7, 8], size: [300, 100], color: "blue", text: "kostbar" }]);
  meet();
  const before = bob.get(id);
  bob.remove([id]);
  meet();
  assert.deepEqual(ada.trash.map(({ object, by, at_ms }) => [object.text, by, at_ms]), [["kostbar", "bob", NOW]]);
  ada.restore([id]);
  meet();
  assert.deepEqual({ ...bob.get(id), z: before.z }, before);
  bob.editText(id, [{ index: 0, removed: 0, inserted: "sehr " }]);
  meet();
  assert.equal(ada.get(id).text, "sehr kostbar");
  assert.deepEqual([ada.trash, bob.trash], [[], []]);
});

test("restored twice at once it is there once, and undone it lies in the trash again", () => {
  const { ada, bob, meet } = pair();
  const [id] = ada.create([{ pos: [0, 0], text: "eins" }]);
  ada.remove([id]);
  meet();
  ada.restore([id]);
  assert.ok(ada.undo().done);
  assert.deepEqual(ada.trash.map(({ object }) => object.id), [id]);
  ada.restore([id]);
  bob.restore([id]);
  meet();
  assert.equal(ada.objects.size, 1);
  assert.equal(ada.get(id).text, "eins");
  assert.deepEqual(ada.get(id), bob.get(id));
});

test("undone deletions lie in no trash, and the latest deletion is the first", () => {
  const { ada, clock } = pair();
  const [a, b] = ada.create([{ pos: [0, 0], text: "a" }, { pos: [0, 0], text: "b" }]);
  ada.remove([a]);
  clock.now += 1000;
  ada.remove([b]);
  assert.deepEqual(ada.trash.map(({ object }) => object.text), ["b", "a"]);
  ada.undo();
  assert.deepEqual(ada.trash.map(({ object }) => object.text), ["a"]);
});

test("after a day it is gone for good", () => {
  const { ada, clock } = pair();
  const [a, b] = ada.create([{ pos: [0, 0] }, { pos: [0, 0] }]);
  ada.remove([a]);
  clock.now += KEPT_MS + 1;
  assert.deepEqual(ada.trash, []);
  ada.remove([b]);
  clock.now = NOW;
  assert.deepEqual(ada.trash.map(({ object }) => object.id), [b]);
});

test("nonsense among the deleted is nothing, or an object with sane values", () => {
  for (const value of [null, 5, "x", [], {}, { at: NOW }, entry("now"), entry(NOW, null), entry(NOW, [])]) {
    assert.equal(readDeleted("x", value), null);
  }
  assert.equal(readDeleted("x", entry(NOW, { kind: 7, text: {}, pos: "here" })).object.kind, "unknown");
  const stranger = new Y.Doc();
  stranger.getArray("trash").push(["what", {}]);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(stranger));
  const board = new BoardDocument(doc, { person: "ada", mayWrite: true });
  const [id] = board.create([{ pos: [0, 0] }]);
  assert.deepEqual(board.trash, []);
  board.remove([id]);
  assert.equal(board.trash.length, 1);
});

test("what was deleted with nonsense in it comes back as it was", () => {
  const doc = new Y.Doc();
  const strange = new Y.Map();
  for (const [key, value] of Object.entries({ kind: "ufo", text: 5, form: { list: [1, null] }, bytes: new Uint8Array([1, 2]) })) {
    strange.set(key, value);
  }
  doc.getMap("objects").set("strange", strange);
  const board = new BoardDocument(doc, { person: "ada", mayWrite: true });
  board.remove(["strange"]);
  board.restore(["strange"]);
  assert.equal(board.get("strange").kind, "ufo");
  assert.deepEqual(doc.getMap("objects").get("strange").get("form"), { list: [1, null] });
  assert.deepEqual([...doc.getMap("objects").get("strange").get("bytes")], [1, 2]);
});

test("the oldest make room, and a huge deletion is kept in part", () => {
  const entries = new Map(Array.from({ length: ENTRIES_MOST }, (_, index) => [`id${index}`, entry(NOW - index)]));
  assert.deepEqual(outdated(entries, NOW, 2), [`id${ENTRIES_MOST - 2}`, `id${ENTRIES_MOST - 1}`]);
  const long = Array.from({ length: 100 }, (_, index) => readObject(`n${index}`, { kind: "note", text: "x".repeat(4000) }));
  const weight = 4000 + JSON.stringify(long[0].data).length;
  assert.equal(keepable(long).length, Math.floor(LETTERS_AT_ONCE / weight));
});
