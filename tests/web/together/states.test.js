import assert from "node:assert/strict";
import { test } from "node:test";

import { CHOSEN, MOVED, cursorIn, followingIn, movingIn, rectOf, selectionIn, sightIn, writingIn } from "../../../web/together/states.js";

const NONSENSE = [undefined, null, 7, "x", true, [], {}, [1], ["1", "2"], [1, null], [NaN, 1], [1, 2, 3], { id: 7 }, [[1, 2]]];

test("what somebody tells is read", () => {
  const state = {
    cursor: [1, 2], selection: ["a", "b"], editing: { id: "a" }, following: "p-ada", sight: [0, 0, 8, 6],
    moving: { a: [1, 2], b: [3, 4, 50, 60] },
  };
  assert.deepEqual(cursorIn(state), [1, 2]);
  assert.deepEqual(selectionIn(state), ["a", "b"]);
  assert.equal(writingIn(state), "a");
  assert.equal(followingIn(state), "p-ada");
  assert.deepEqual(sightIn(state), { x: 0, y: 0, width: 8, height: 6 });
  assert.deepEqual([...movingIn(state)], [["a", { pos: [1, 2] }], ["b", { pos: [3, 4], size: [50, 60] }]]);
});

test("nonsense in any field counts as nothing", () => {
  for (const value of NONSENSE) {
    assert.equal(cursorIn({ cursor: value }), null);
    assert.equal(writingIn({ editing: value }), null);
    assert.equal(sightIn({ sight: value }), null);
    assert.equal(followingIn({ following: value === "x" ? 7 : value }), null);
    assert.ok(selectionIn({ selection: value }).every((id) => typeof id === "string"));
    assert.deepEqual([...movingIn({ moving: value })], []);
    assert.deepEqual([...movingIn({ moving: { a: value } })], []);
  }
});

test("a part of the board has an extent", () => {
  assert.equal(rectOf([0, 0, 0, 5]), null);
  assert.equal(rectOf([0, 0, 5, -5]), null);
  assert.equal(rectOf([0, 0, 5, Infinity]), null);
});

test("nobody makes a page draw without end", () => {
  const ids = Array.from({ length: 500 }, (_, n) => `note-${n}`);
  assert.equal(selectionIn({ selection: ids }).length, CHOSEN);
  assert.equal(movingIn({ moving: Object.fromEntries(ids.map((id) => [id, [0, 0]])) }).size, MOVED);
});
