import assert from "node:assert/strict";
import { test } from "node:test";

import { resized } from "../../../web/board/resizing.js";

const SIZES = [80, 1600];
const START = { x: 100, y: 100, width: 200, height: 200 };

test("the corner across stays where it is", () => {
  assert.deepEqual(resized(START, "se", 50, 20, false, SIZES), { pos: [100, 100], size: [250, 220] });
  assert.deepEqual(resized(START, "nw", 50, 20, false, SIZES), { pos: [150, 120], size: [150, 180] });
  assert.deepEqual(resized(START, "ne", 50, 20, false, SIZES), { pos: [100, 120], size: [250, 180] });
  assert.deepEqual(resized(START, "sw", 50, 20, false, SIZES), { pos: [150, 100], size: [150, 220] });
});

test("a note never gets too small to hold", () => {
  assert.deepEqual(resized(START, "nw", 500, 500, false, SIZES), { pos: [220, 220], size: [80, 80] });
});

test("with shift the proportions stay", () => {
  assert.deepEqual(resized(START, "se", 100, 0, true, SIZES).size, [300, 300]);
});
