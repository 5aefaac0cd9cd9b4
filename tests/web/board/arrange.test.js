import assert from "node:assert/strict";
import { test } from "node:test";

import { SIDES, aligned, distributed, tidied, unitsOf } from "../../../web/board/arrange.js";
import { readObject } from "../../../web/board/objects.js";
import { inRows } from "../../../web/board/ordering.js";

const note = (id, pos, size = [200, 200], group = null) => readObject(id, { kind: "note", pos, size, group });
const NOTES = [note("a", [0, 0]), note("b", [300, 40], [100, 100]), note("c", [700, 10], [200, 300])];

const places = (found) => Object.fromEntries(found);
const laid = (objects, found) => objects.map((each) => readObject(each.id, { ...each, pos: found.get(each.id) }));
/** Small whole numbers, the same in every run. */
function figures(seed) {
  let state = seed;
  return (most) => {
    state = (state * 48271) % 2147483647;
    return state % most;
  };
}

test("aligned on a side they share it, and what moves is only that axis", () => {
  assert.deepEqual(places(aligned(unitsOf(NOTES), "left")), { a: [0, 0], b: [0, 40], c: [0, 10] });
  assert.deepEqual(places(aligned(unitsOf(NOTES), "right")), { a: [700, 0], b: [800, 40], c: [700, 10] });
  assert.deepEqual(places(aligned(unitsOf(NOTES), "center")), { a: [350, 0], b: [400, 40], c: [350, 10] });
  assert.deepEqual(places(aligned(unitsOf(NOTES), "top")), { a: [0, 0], b: [300, 0], c: [700, 0] });
  assert.deepEqual(places(aligned(unitsOf(NOTES), "bottom")), { a: [0, 110], b: [300, 210], c: [700, 10] });
  assert.deepEqual(places(aligned(unitsOf(NOTES), "middle")), { a: [0, 55], b: [300, 105], c: [700, 5] });
});

test("distributed they have equal gaps and the outermost stay", () => {
  assert.deepEqual(places(distributed(unitsOf(NOTES), "x")), { a: [0, 0], b: [400, 40], c: [700, 10] });
  const stacked = [note("a", [0, 0]), note("b", [0, 210]), note("c", [0, 900])];
  assert.deepEqual(places(distributed(unitsOf(stacked), "y")), { a: [0, 0], b: [0, 450], c: [0, 900] });
});

test("two have nothing to distribute, none nothing to align or tidy", () => {
  assert.equal(distributed(unitsOf(NOTES.slice(0, 2)), "x").size, 0);
  for (const side of SIDES) assert.equal(aligned([], side).size, 0);
  assert.equal(tidied([]).size, 0);
});

test("a group moves as one", () => {
  const objects = [note("a", [0, 0]), note("b", [500, 100], [200, 200], "g"), note("c", [800, 150], [200, 200], "g")];
  assert.deepEqual(places(aligned(unitsOf(objects), "top")), { a: [0, 0], b: [500, 0], c: [800, 50] });
  assert.deepEqual(places(aligned(unitsOf(objects), "left")), { a: [0, 0], b: [0, 100], c: [300, 150] });
});

test("a group that is called like an object is another unit", () => {
  assert.equal(unitsOf([note("a", [0, 0]), note("b", [0, 0], [200, 200], "a")]).length, 2);
});

test("tidied notes of one size lie in a grid with equal gaps", () => {
  const messy = [note("a", [0, 0]), note("b", [230, 13]), note("c", [11, 250]), note("d", [260, 240])];
  assert.deepEqual(places(tidied(unitsOf(messy))), { a: [0, 0], b: [224, 0], c: [0, 224], d: [224, 224] });
});

test("a row stays a row, a column a column", () => {
  const row = [0, 1, 2, 3, 4].map((index) => note(`n${index}`, [index * 250, (index % 2) * 30]));
  assert.deepEqual([...tidied(unitsOf(row)).values()].map(([, y]) => y), [0, 0, 0, 0, 0]);
  const column = row.map(({ id, pos: [x, y] }) => note(id, [y, x]));
  assert.deepEqual([...tidied(unitsOf(column)).values()].map(([x]) => x), [0, 0, 0, 0, 0]);
});

test("rows keep their number of notes, a heap becomes a grid of its shape", () => {
  const messy = [note("a", [0, 0]), note("b", [250, 30]), note("c", [490, 10]), note("d", [40, 270])];
  assert.deepEqual(places(tidied(unitsOf(messy))), { a: [0, 0], b: [224, 0], c: [448, 0], d: [0, 224] });
  const heap = Array.from({ length: 16 }, (_, index) => note(`n${index}`, [index, index]));
  assert.equal(new Set([...tidied(unitsOf(heap)).values()].map(([x]) => x)).size, 4);
});

test("tidying keeps the reading order and lays nothing on another, whatever the sizes", () => {
  let tried = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const figure = figures(seed);
    const objects = Array.from({ length: 2 + figure(30) }, (_, index) =>
      note(`n${index}`, [figure(2000), figure(1500)], [80 + figure(400), 80 + figure(400)]));
    const after = laid(objects, tidied(unitsOf(objects)));
    const order = (all) => inRows(all).flat().map(({ id }) => id);
    assert.deepEqual(order(after), order(objects), `seed ${seed}`);
    for (const a of after) {
      for (const b of after) {
        if (a === b) continue;
        const beside = a.pos[0] + a.size[0] <= b.pos[0] || b.pos[0] + b.size[0] <= a.pos[0];
        assert.ok(beside || a.pos[1] + a.size[1] <= b.pos[1] || b.pos[1] + b.size[1] <= a.pos[1], `seed ${seed}`);
      }
    }
    tried += after.length;
  }
  assert.ok(tried > 2000);
});
