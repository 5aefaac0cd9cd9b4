import assert from "node:assert/strict";
import { test } from "node:test";

import { encloses } from "../../../web/board/lasso.js";

const at = (x, y) => ({ x: x - 100, y: y - 100, width: 200, height: 200 });
/** Around the left and the right, not around the middle on top: a U. */
const LINE = [[0, 0], [300, 0], [300, 600], [700, 600], [700, 0], [1000, 0], [1000, 1000], [0, 1000]];

test("what has its middle in the line is chosen, even where corners stick out", () => {
  assert.ok(encloses(LINE, at(20, 20)));
  assert.ok(encloses(LINE, at(850, 300)));
  assert.ok(encloses(LINE, at(500, 800)));
});

test("what the line goes around is not", () => {
  assert.ok(!encloses(LINE, at(500, 300)));
  assert.ok(!encloses(LINE, at(1100, 300)));
});

test("a line of one point holds nothing", () => {
  assert.ok(!encloses([[0, 0]], at(0, 0)));
  assert.ok(!encloses([], at(0, 0)));
});
