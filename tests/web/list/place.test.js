import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder } from "../../../web/board/ordering.js";
import { freePlace, placeIn } from "../../../web/list/place.js";

const note = (id, pos) => ({ id, pos, size: [200, 200] });

test("the first card lies at the origin, the next beside it", () => {
  assert.deepEqual(freePlace([]), [0, 0]);
  assert.deepEqual(freePlace([note("a", [0, 0])]), [224, 0]);
});

test("what is added in the list is the last of the list, without lying on another", () => {
  const notes = [];
  for (let index = 0; index < 30; index++) {
    const id = `n${String(index).padStart(2, "0")}`;
    notes.push(note(id, freePlace(notes)));
    assert.equal(inOrder(notes).at(-1).id, id);
  }
  assert.equal(new Set(notes.map(({ pos }) => pos.join())).size, 30);
});

const area = { pos: [1000, 1000], size: [960, 680] };
const inside = ({ pos: [x, y], size: [width, height] }) => x >= 1000 && y >= 1000 && x + width <= 1960 && y + height <= 1680;

test("in an area cards lie in rows below its head, each the last of those there, none on another", () => {
  const notes = [];
  for (let index = 0; index < 8; index++) {
    const made = note(`n${index}`, placeIn(area, notes));
    notes.push(made);
    assert.ok(inside(made), `${made.pos}`);
    assert.equal(inOrder(notes).at(-1).id, made.id);
  }
  assert.equal(new Set(notes.map(({ pos }) => pos.join())).size, 8);
});

test("where an area is full, what comes lies over others, inside", () => {
  const notes = [];
  for (let index = 0; index < 40; index++) notes.push(note(`n${index}`, placeIn(area, notes)));
  assert.ok(notes.every(inside));
});

test("a gap before the last is used before anything lies over others", () => {
  const notes = [];
  for (let index = 0; index < 8; index++) notes.push(note(`n${index}`, placeIn(area, notes)));
  const [gone] = notes.splice(2, 1);
  assert.deepEqual(placeIn(area, notes), gone.pos);
});
