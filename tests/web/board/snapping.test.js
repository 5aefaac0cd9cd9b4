import assert from "node:assert/strict";
import { test } from "node:test";

import { near, snapMove, snapResize } from "../../../web/board/snapping.js";

const rect = (x, y, width = 200, height = 200) => ({ x, y, width, height });

test("an edge that nearly fits a neighbour's edge takes it over", () => {
  const { dx, dy, guides } = snapMove(rect(304, 503), [rect(300, 0)], 6);
  assert.deepEqual([dx, dy], [-4, 0]);
  assert.deepEqual(guides, [{ axis: "x", at: 300, from: 0, to: 703 }]);
});

test("centres fit centres", () => {
  const { dx, guides } = snapMove(rect(248, 400, 100, 100), [rect(200, 0)], 6);
  assert.equal(dx, 2);
  assert.equal(guides[0].at, 300);
});

test("both axes fit on their own, each to another neighbour", () => {
  const { dx, dy, guides } = snapMove(rect(3, 297), [rect(0, 0), rect(400, 300)], 6);
  assert.deepEqual([dx, dy], [-3, 3]);
  assert.deepEqual(guides.map(({ axis, at }) => [axis, at]), [["x", 0], ["y", 300]]);
});

test("what is out of reach changes nothing", () => {
  assert.deepEqual(snapMove(rect(307, 503), [rect(300, 0)], 6), { dx: 0, dy: 0, guides: [] });
  assert.deepEqual(snapMove(rect(0, 0), [], 6), { dx: 0, dy: 0, guides: [] });
});

test("the smallest correction wins, and its line goes to the nearest neighbour on it", () => {
  const { dx, guides } = snapMove(rect(302, 1000), [rect(298, 0), rect(301, 400), rect(301, 700)], 6);
  assert.equal(dx, -1);
  assert.deepEqual(guides, [{ axis: "x", at: 301, from: 700, to: 1200 }]);
});

test("only the sides at the corner fit when a note is resized", () => {
  const { dx, dy, guides } = snapResize(rect(2, 0, 203, 150), "se", [rect(0, 300, 200, 200)], 6);
  assert.deepEqual([dx, dy], [-5, 0]);
  assert.deepEqual(guides.map(({ axis, at }) => [axis, at]), [["x", 200]]);
});

test("what lies far away does not count", () => {
  const far = rect(0, 2000);
  const close = rect(250, 0);
  assert.deepEqual(near(rect(0, 0), [far, close], 500), [close]);
});
