import assert from "node:assert/strict";
import { test } from "node:test";

import { ClockOffset } from "../../../web/sync/clock-offset.js";

const SERVER_AHEAD_MS = 1_760_000_000_000;

/** One question with the given times of travel, from `at_ms` on. */
function ask(clock, at_ms, there_ms, back_ms) {
  clock.sample(at_ms, at_ms + there_ms + back_ms, SERVER_AHEAD_MS + at_ms + there_ms);
}

test("the sample with the smallest round trip is believed", () => {
  const clock = new ClockOffset(() => 0);
  ask(clock, 0, 300, 20);
  ask(clock, 1000, 6, 4);
  ask(clock, 2000, 20, 250);
  assert.equal(clock.offset_ms, SERVER_AHEAD_MS + 1);
});

test("the error stays below half the best round trip, however lopsided the way is", () => {
  const clock = new ClockOffset(() => 0);
  for (const [at, there, back] of [[0, 90, 2], [100, 40, 1], [200, 80, 3], [300, 1, 60], [400, 70, 70]]) {
    ask(clock, at, there, back);
  }
  assert.ok(Math.abs(clock.offset_ms - SERVER_AHEAD_MS) <= 41 / 2);
});

test("setting the computer's clock changes nothing", (context) => {
  let computer_ms = 0;
  context.mock.method(Date, "now", () => computer_ms);
  let local_ms = 500;
  const clock = new ClockOffset(() => local_ms);
  ask(clock, 480, 10, 10);
  const before = clock.serverNow();
  computer_ms += 120_000;
  assert.equal(clock.serverNow(), before);
  local_ms += 1_000;
  assert.equal(clock.serverNow(), before + 1_000);
});

test("after a sleep that stopped the monotonic clock the first new sample wins", () => {
  const clock = new ClockOffset(() => 0);
  ask(clock, 0, 2, 2);
  ask(clock, 100, 3, 3);
  // An hour passed on the server that the local clock never saw; the way is slower now.
  clock.sample(200, 260, SERVER_AHEAD_MS + 3_600_000 + 230);
  assert.equal(clock.offset_ms, SERVER_AHEAD_MS + 3_600_000);
});

test("old samples are forgotten, so that drift is followed", () => {
  const clock = new ClockOffset(() => 0);
  clock.sample(0, 2, SERVER_AHEAD_MS + 1);
  for (let n = 1; n <= 8; n += 1) clock.sample(n * 1000, n * 1000 + 20, SERVER_AHEAD_MS + n * 1000 + 15);
  assert.equal(clock.offset_ms, SERVER_AHEAD_MS + 5);
});

test("a message of one way gives a rough time until the first sample", () => {
  const clock = new ClockOffset(() => 100);
  assert.equal(clock.known, false);
  clock.hint(SERVER_AHEAD_MS);
  assert.equal(clock.serverNow(), SERVER_AHEAD_MS);
  ask(clock, 90, 5, 5);
  clock.hint(SERVER_AHEAD_MS + 9_999);
  assert.equal(clock.serverNow(), SERVER_AHEAD_MS + 100);
});
