import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../web/board/document.js";
import { Nudging } from "../../../web/board/nudging.js";
import * as Y from "../../../web/vendor/yjs.js";

function begin(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const doc = new Y.Doc();
  const it = new BoardDocument(doc, { person: "ada", mayWrite: true });
  const shown = [];
  const nudging = new Nudging(it, (places) => shown.push(Object.fromEntries([...places].map(([id, { pos }]) => [id, pos]))));
  let updates = 0;
  doc.on("update", () => updates++);
  return { it, nudging, shown, written: () => updates };
}

test("a held key is shown at every step, and written once when it comes up", (t) => {
  const { it, nudging, shown, written } = begin(t);
  const [a, b] = it.create([{ pos: [0, 0] }, { pos: [300, 0] }]);
  const before = written();
  for (let step = 0; step < 3; step++) nudging.move([a, b], [10, 0]);
  assert.deepEqual(shown.at(-1), { [a]: [30, 0], [b]: [330, 0] });
  assert.deepEqual(it.get(a).pos, [0, 0]);
  nudging.end();
  assert.deepEqual([it.get(a).pos, it.get(b).pos, shown.at(-1)], [[30, 0], [330, 0], {}]);
  nudging.end();
  assert.equal(written() - before, 1);
  it.undo();
  assert.deepEqual([it.get(a).pos, it.get(b).pos], [[0, 0], [300, 0]]);
});

test("a key of which nobody hears that it came up is over once it rests", (t) => {
  const { it, nudging, shown } = begin(t);
  const [a] = it.create([{ pos: [0, 0] }]);
  nudging.move([a], [0, 60]);
  t.mock.timers.tick(100);
  nudging.move([a], [0, 60]);
  t.mock.timers.tick(100);
  assert.deepEqual(it.get(a).pos, [0, 0]);
  t.mock.timers.tick(100);
  assert.deepEqual([it.get(a).pos, shown.at(-1)], [[0, 120], {}]);
});

test("keys shortly after one another are one step back", (t) => {
  const { it, nudging } = begin(t);
  const [a] = it.create([{ pos: [0, 0] }]);
  for (let tap = 0; tap < 3; tap++) {
    nudging.move([a], [10, 0]);
    nudging.end();
  }
  assert.deepEqual(it.get(a).pos, [30, 0]);
  it.undo();
  assert.deepEqual(it.get(a).pos, [0, 0]);
});

test("another choice begins anew", (t) => {
  const { it, nudging, shown } = begin(t);
  const [a, b] = it.create([{ pos: [0, 0] }, { pos: [300, 0] }]);
  nudging.move([a], [10, 0]);
  nudging.move([b], [0, 10]);
  assert.deepEqual([it.get(a).pos, it.get(b).pos, shown.at(-1)], [[10, 0], [300, 0], { [b]: [300, 10] }]);
});

test("what belongs to an area is shown to come along, lines with a free end too", (t) => {
  const { it, nudging, shown } = begin(t);
  const [area] = it.create([{ kind: "area", pos: [0, 0], size: [1000, 800] }]);
  const [inside, line] = it.create([{ pos: [100, 100] }, { kind: "connector", pos: [300, 300], data: { from: null, to: null } }]);
  nudging.move([area], [10, 0]);
  assert.deepEqual(shown.at(-1), { [area]: [10, 0], [inside]: [110, 100], [line]: [310, 300] });
  nudging.end();
  assert.deepEqual([it.get(inside).pos, it.get(line).pos], [[110, 100], [310, 300]]);
});

test("what somebody else deletes, locks or moves meanwhile is theirs", (t) => {
  const { it, nudging } = begin(t);
  const [gone, locked, moved] = it.create([{ pos: [0, 0] }, { pos: [300, 0] }, { pos: [600, 0] }]);
  nudging.move([gone, locked, moved], [10, 0]);
  it.remove([gone]);
  it.lock([locked]);
  it.move(new Map([[moved, [600, 500]]]));
  nudging.end();
  assert.deepEqual([it.get(gone), it.get(locked).pos, it.get(moved).pos], [undefined, [300, 0], [610, 500]]);
});
