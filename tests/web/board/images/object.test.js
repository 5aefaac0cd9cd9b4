import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../../web/board/document.js";
import { readObject } from "../../../../web/board/objects.js";
import { Doc, applyUpdate, encodeStateAsUpdate } from "../../../../web/vendor/yjs.js";

const HASH = "0123456789abcdef".repeat(4);
const DRAFT = { kind: "image", pos: [0, 0], size: [400, 300], data: { natural: [1600, 1200], upload: "u1" } };

function board(person = "ada") {
  const doc = new Doc();
  return { doc, board: new BoardDocument(doc, { person, mayWrite: true }) };
}

test("only a hash is an address: nothing that leads elsewhere is ever asked for", () => {
  for (const hash of ["https://elsewhere.example/x.png", "../../me", "A".repeat(64), `${HASH}?x`, `${HASH}0`, 7, null, [HASH], { toString: () => HASH }]) {
    assert.equal(readObject("x", { kind: "image", hash }).data.hash, "");
  }
  assert.equal(readObject("x", { kind: "image", hash: HASH }).data.hash, HASH);
});

test("nonsense for sides is a picture of usual proportions", () => {
  for (const natural of [null, [0, 1], [1e9, 1], [1.5, 1], ["9", 9], [NaN, 1], [1]]) {
    assert.deepEqual(readObject("x", { kind: "image", natural }).data.natural, [4, 3]);
  }
});

test("the address comes by itself: one step back takes the whole picture, one forward brings all of it", () => {
  const { board: ada } = board();
  const [id] = ada.create([DRAFT]);
  ada.complete([id], { hash: HASH });
  assert.equal(ada.get(id).data.hash, HASH);
  ada.undo();
  assert.equal(ada.get(id), undefined);
  ada.redo();
  assert.equal(ada.get(id).data.hash, HASH);
  assert.deepEqual(ada.get(id).size, [400, 300]);
});

test("a step that waits for the next letter is not parted by an address", () => {
  const { board: ada } = board();
  const [id] = ada.create([DRAFT]);
  ada.editText(id, [{ index: 0, removed: 0, inserted: "Pla" }]);
  ada.complete([id], { hash: HASH });
  ada.editText(id, [{ index: 3, removed: 0, inserted: "tz" }]);
  ada.undo();
  assert.equal(ada.get(id).text, "");
  assert.equal(ada.get(id).data.hash, HASH);
});

test("an address also reaches a locked picture and one that somebody else moved, who sees it", () => {
  const { doc, board: ada } = board();
  const { doc: other, board: ben } = board("ben");
  const [id] = ada.create([DRAFT]);
  applyUpdate(other, encodeStateAsUpdate(doc));
  ben.move(new Map([[id, [50, 60]]]));
  ben.lock([id]);
  applyUpdate(doc, encodeStateAsUpdate(other));
  ada.complete([id], { hash: HASH });
  applyUpdate(other, encodeStateAsUpdate(doc));
  assert.equal(ben.get(id).data.hash, HASH);
  assert.deepEqual(ben.get(id).pos, [50, 60]);
});

test("a copy made before the picture was sent waits for the same one", () => {
  const { board: ada } = board();
  const ids = ada.create([DRAFT]);
  const copies = ada.duplicate(ids);
  assert.equal(ada.get(copies[0]).data.upload, "u1");
});

test("a guest completes nothing", () => {
  const { doc, board: ada } = board();
  const [id] = ada.create([DRAFT]);
  new BoardDocument(doc, { person: "guest", mayWrite: false }).complete([id], { hash: HASH });
  assert.equal(ada.get(id).data.hash, "");
});
