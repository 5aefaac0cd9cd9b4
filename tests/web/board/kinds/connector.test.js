import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../../web/board/document.js";
import { connector, wayOf } from "../../../../web/board/kinds/connector.js";
import { courseOf } from "../../../../web/board/kinds/course.js";
import { cornersOf } from "../../../../web/board/kinds/shape.js";
import { readObject } from "../../../../web/board/objects.js";
import { nearestTowards } from "../../../../web/board/tools/connecting.js";
import * as Y from "../../../../web/vendor/yjs.js";

const LEFT = { x: 0, y: 0, width: 100, height: 100 };
const RIGHT = { x: 300, y: 0, width: 100, height: 100 };

test("a straight line goes from edge to edge, a little apart", () => {
  const { start, end, middle } = courseOf({ rect: LEFT }, { rect: RIGHT }, false);
  assert.deepEqual([start, end, middle], [[105, 50], [295, 50], [200, 50]]);
});

test("it ends at a shape's own outline", () => {
  const corners = cornersOf("diamond", RIGHT);
  const { end } = courseOf({ rect: { ...LEFT, y: 200 } }, { rect: RIGHT, corners }, false);
  assert.ok(Math.hypot(end[0] - 350, end[1] - 50) < 45, "nearer to its middle than its rectangle's edge");
});

test("things that lie on one another are still connected, with sane figures", () => {
  for (const curved of [true, false]) {
    const { points } = courseOf({ rect: LEFT }, { rect: LEFT }, curved);
    for (const each of points.flat()) assert.ok(Number.isFinite(each));
  }
});

test("a curve leaves and arrives at right angles", () => {
  const { start, end, bend, points } = courseOf({ rect: LEFT }, { rect: { ...RIGHT, y: 200 } }, true);
  assert.deepEqual([start, end], [[105, 50], [295, 250]]);
  assert.equal(bend[0][1], start[1]);
  assert.equal(bend[1][1], end[1]);
  assert.deepEqual([points[0], points.at(-1)], [start, end]);
});

test("an end without its object is where it was put, seen from the connector", () => {
  const object = readObject("c", { kind: "connector", pos: [1000, 500], from: "gone", fromAt: [10, 20], toAt: [110, 20] });
  const { start, end } = wayOf(object, () => null);
  assert.deepEqual([start, end], [[1010, 520], [1110, 520]]);
});

test("it is hit along its line and on its label, not in its rectangle", () => {
  const object = readObject("c", { kind: "connector", pos: [0, 0], fromAt: [0, 0], toAt: [200, 200], text: "führt zu" });
  const hits = (point) => connector.hits(object, connector.box(object, () => null), point, 6, () => null);
  assert.equal(hits([50, 54]), true);
  assert.equal(hits([180, 20]), false);
  assert.equal(hits([120, 95]), true, "the label in the middle");
});

test("only a line with a free end is moved by itself", () => {
  const of = (fields) => connector.moves(readObject("c", { kind: "connector", ...fields }));
  assert.equal(of({ from: "a", to: "b" }), false);
  assert.equal(of({ from: "a" }), true);
});

test("a line goes along with a copy of both, and not with a copy of one", () => {
  const ada = new BoardDocument(new Y.Doc(), { person: "ada", mayWrite: true });
  const [a, b] = ada.create([{ pos: [0, 0] }, { pos: [300, 0] }, { kind: "connector", pos: [0, 0], data: { from: { draft: 0 }, to: { draft: 1 } } }]);
  assert.equal(ada.duplicate([a]).length, 1);
  const copies = ada.duplicate([a, b]).map((id) => ada.get(id));
  const line = copies.find(({ kind }) => kind === "connector");
  assert.deepEqual(new Set([line.data.from, line.data.to]), new Set(copies.filter(({ kind }) => kind === "note").map(({ id }) => id)));
});

test("what hung on an object comes back with it from the trash", () => {
  const ada = new BoardDocument(new Y.Doc(), { person: "ada", mayWrite: true }, { now_ms: () => 1000 });
  const [a, b, line, sign] = ada.create([
    { pos: [0, 0] }, { pos: [300, 0] }, { kind: "connector", pos: [0, 0], data: { from: { draft: 0 }, to: { draft: 1 } } },
    { kind: "stamp", pos: [0, 0], data: { on: { draft: 0 }, sign: "star" } },
  ]);
  ada.remove([a]);
  assert.deepEqual([...ada.objects.keys()], [b]);
  assert.deepEqual(ada.trash.map(({ object }) => object.kind).sort(), ["connector", "note"], "a stamp is no entry of its own");
  ada.restore([a]);
  assert.deepEqual(new Set(ada.objects.keys()), new Set([a, b, line, sign]));
});

test("the arrow keys find what lies in their direction", () => {
  const others = new Map([["right", RIGHT], ["below", { ...LEFT, y: 300 }], ["far", { ...RIGHT, x: 900 }]]);
  assert.equal(nearestTowards(LEFT, others, [1, 0]), "right");
  assert.equal(nearestTowards(LEFT, others, [0, 1]), "below");
  assert.equal(nearestTowards(LEFT, others, [-1, 0]), null);
});
