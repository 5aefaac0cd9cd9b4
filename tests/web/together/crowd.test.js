import assert from "node:assert/strict";
import { test } from "node:test";

import { EVERYWHERE, near, pointedAt } from "../../../web/together/crowd.js";

const crowd = (count) => Array.from({ length: count }, (_, n) => ({ client: n, at: [n * 10, 0] }));

test("up to fifty are all shown, in their own order", () => {
  const placed = crowd(EVERYWHERE);
  assert.equal(near(placed, [0, 0]), placed);
});

test("of more the nearest fifty are shown", () => {
  const placed = crowd(200);
  const shown = near(placed, [1_000, 0]);
  assert.equal(shown.length, EVERYWHERE);
  assert.ok(shown.every(({ client }) => Math.abs(client - 100) <= EVERYWHERE / 2));
});

test("one points at the dot that is closest, and only where one is close", () => {
  const placed = crowd(5);
  assert.equal(pointedAt(placed, [22, 3])?.client, 2);
  assert.equal(pointedAt(placed, [20, 30]), null);
  assert.equal(pointedAt(placed, null), null);
});
