// What holds for every kind of object, whatever comes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { draftsAround, packed, unpacked } from "../../../../web/board/clipboard.js";
import { BoardDocument } from "../../../../web/board/document.js";
import { KINDS, kindOf } from "../../../../web/board/kinds/index.js";
import { readObject } from "../../../../web/board/objects.js";
import * as Y from "../../../../web/vendor/yjs.js";

const NONSENSE = [
  undefined, null, true, false, 0, -1, NaN, Infinity, 1e300, -1e300, "", "x".repeat(100_000), "\ud800", "__proto__", [], [[]], [null, NaN],
  Array(5000).fill(1e9), {}, { length: 3 }, { from: {} }, new Uint8Array(9), Object.create(null), Symbol.iterator.toString(),
];

/** All keys that some kind reads. */
const KEYS = new Set();
for (const kind of KINDS.values()) {
  for (const key of kind.texts) KEYS.add(key);
  for (const key of kind.refs ?? []) KEYS.add(key);
  kind.read(new Proxy({}, { get: (_, key) => { if (typeof key === "string") KEYS.add(key); }, has: () => true }));
}

function board(person = "ada") {
  const doc = new Y.Doc();
  return { doc, board: new BoardDocument(doc, { person, mayWrite: true }) };
}

for (const kind of KINDS.values()) {
  test(`${kind.name}: nonsense in any field becomes a sane value, never an exception`, () => {
    const plain = readObject("plain", { kind: kind.name });
    for (const key of ["pos", "size", "z", "area", "color", "author", "group", "locked", ...KEYS]) {
      for (const value of NONSENSE) {
        const object = readObject("odd", { kind: kind.name, [key]: value });
        assert.deepEqual(Object.keys(object).sort(), Object.keys(plain).sort());
        assert.deepEqual(Object.keys(object.data).sort(), Object.keys(plain.data).sort(), `${key}: the same keys whatever came`);
        assert.deepEqual(Object.keys(object.texts), [...kind.texts]);
        for (const text of Object.values(object.texts)) assert.equal(typeof text, "string");
        for (const each of [...object.pos, ...object.size]) assert.ok(Number.isFinite(each));
        assert.ok(Object.isFrozen(object) && Object.isFrozen(object.data));
        if (kind.box) {
          for (const rectOf of [() => null, () => ({ x: 0, y: 0, width: 10, height: 10 })]) {
            for (const each of Object.values(kind.box(object, rectOf) ?? {})) assert.ok(Number.isFinite(each), `${key}: a place with sane figures`);
          }
        }
        const rect = { x: 0, y: 0, width: 10, height: 10 };
        if (kind.hits) assert.equal(typeof kind.hits(object, rect, [5, 5], 1, () => rect), "boolean");
      }
    }
  });

  test(`${kind.name}: a reading is small enough to be kept`, () => {
    for (const key of KEYS) {
      for (const value of NONSENSE) {
        assert.ok(JSON.stringify(readObject("odd", { kind: kind.name, [key]: value }).data).length < 50_000, `${key}`);
      }
    }
  });

  test(`${kind.name}: made, deleted, brought back and copied it is the same`, () => {
    const { board: ada } = board();
    const texts = Object.fromEntries(kind.texts.map((key) => [key, `words in ${key}`]));
    const [id] = ada.create([{ kind: kind.name, pos: [10, 20], texts }]);
    const made = ada.get(id);
    assert.equal(kindOf(made), kind);
    assert.deepEqual(made.texts, texts);
    assert.deepEqual(made.size, [...kind.size]);
    ada.remove([id]);
    assert.equal(ada.get(id), undefined);
    ada.undo();
    assert.deepEqual(ada.get(id), made);
    ada.remove([id]);
    ada.restore([id]);
    assert.deepEqual({ ...ada.get(id), z: made.z }, made);
    const [copy] = ada.duplicate([id]);
    assert.deepEqual(ada.get(copy).texts, texts);
    const { board: elsewhere } = board("bob");
    const read = unpacked(packed([made]));
    assert.equal(read.length, 1);
    const [pasted] = elsewhere.create(draftsAround(read, [500, 500], elsewhere.freshGroups()));
    assert.equal(elsewhere.get(pasted).kind, kind.name);
    assert.deepEqual(elsewhere.get(pasted).texts, texts);
    assert.deepEqual(elsewhere.get(pasted).author, "bob");
  });

  for (const key of kind.texts) {
    test(`${kind.name}: two people write its ${key} together, and each undoes their own`, () => {
      const [{ board: ada, doc: hers }, { board: ben, doc: his }] = [board("ada"), board("ben")];
      const meet = () => {
        Y.applyUpdate(his, Y.encodeStateAsUpdate(hers), "sync");
        Y.applyUpdate(hers, Y.encodeStateAsUpdate(his), "sync");
      };
      const [id] = ada.create([{ kind: kind.name, pos: [0, 0], texts: { [key]: "Bus" } }]);
      meet();
      ben.editText(id, [{ index: 3, removed: 0, inserted: "fahrer" }], key);
      ada.editText(id, [{ index: 0, removed: 0, inserted: "Der " }], key);
      meet();
      assert.equal(ada.get(id).texts[key], "Der Busfahrer");
      ben.undo();
      meet();
      assert.equal(ada.get(id).texts[key], "Der Bus");
      assert.deepEqual(ben.get(id), ada.get(id));
    });
  }
}

test("a copy of what hangs on another hangs on the copy, unless it is somebody's word on it, and goes with it", () => {
  for (const kind of KINDS.values()) {
    for (const key of kind.refs ?? []) {
      const { board: ada } = board();
      const [host, hanging] = ada.create([{ pos: [0, 0] }, { kind: kind.name, pos: [0, 0], data: { [key]: { draft: 0 } } }]);
      assert.equal(ada.get(hanging).data[key], host, `${kind.name} ${key}`);
      ada.duplicate([host]);
      const copies = [...ada.objects.values()].filter(({ id }) => id !== host && id !== hanging);
      const copyOfHost = copies.find(({ kind: each }) => each === "note");
      const copyOfHanging = copies.find(({ kind: each }) => each === kind.name);
      assert.equal(copyOfHanging?.data[key], kind.stays ? undefined : copyOfHost?.id, `${kind.name} ${key}`);
      ada.remove([host]);
      assert.equal(ada.get(hanging), undefined, `${kind.name} ${key}`);
      ada.undo();
      assert.equal(ada.get(hanging).data[key], host);
    }
  }
});

test("objects that hang on themselves or on one another in a ring are bounded", () => {
  for (const kind of KINDS.values()) {
    for (const key of kind.refs ?? []) {
      const { board: ada } = board();
      const [a, b] = ada.create([
        { kind: kind.name, pos: [0, 0], data: { [key]: { draft: 1 } } }, { kind: kind.name, pos: [0, 0], data: { [key]: { draft: 0 } } },
      ]);
      ada.duplicate([a]);
      ada.remove([b]);
      assert.equal(ada.get(a), undefined);
    }
  }
});
