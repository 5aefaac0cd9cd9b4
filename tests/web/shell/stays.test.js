import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Stays } from "../../../web/shell/stays.js";

/** What ended, in order. */
let ended;
let stays;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  ended = [];
  stays = new Stays();
});

const begin = (id, span_ms) => stays.begin(id, span_ms, () => ended.push(id));

test("each ends after its own time, once", () => {
  begin(1, 6_000);
  begin(2, 20_000);
  mock.timers.tick(6_000);
  assert.deepEqual(ended, [1]);
  mock.timers.tick(60_000);
  assert.deepEqual(ended, [1, 2]);
});

test("while somebody is there nothing ends, and afterwards the whole time begins again", () => {
  begin(1, 6_000);
  mock.timers.tick(5_000);
  stays.hold();
  begin(2, 6_000);
  mock.timers.tick(60_000);
  assert.deepEqual(ended, []);

  stays.release();
  mock.timers.tick(5_999);
  assert.deepEqual(ended, []);
  mock.timers.tick(1);
  assert.deepEqual(ended, [1, 2]);
});

test("to let go of what nobody held gives no time on top", () => {
  begin(1, 6_000);
  mock.timers.tick(5_000);
  stays.release();
  mock.timers.tick(1_000);
  assert.deepEqual(ended, [1]);
});

test("what was dropped does not end, nor after it was held", () => {
  begin(1, 6_000);
  begin(2, 6_000);
  stays.drop(1);
  stays.hold();
  stays.drop(2);
  stays.release();
  mock.timers.tick(60_000);
  assert.deepEqual(ended, []);
});
