import assert from "node:assert/strict";
import { test } from "node:test";

import { clockText, cueBetween, nextChange_ms, standing, wasEnded } from "../../../web/stage/clock.js";

const END = 1_760_000_000_000;
const MINUTE = 60_000;
const running = { scope: "room", label: "", status: "running", duration_ms: 10 * MINUTE, ends_at: END, remaining_ms: null };
const paused = { ...running, status: "paused", ends_at: null, remaining_ms: 90_000 };
const done = { ...running, status: "done", ends_at: null, remaining_ms: 0 };

test("a running clock counts down to its deadline and is done at it", () => {
  assert.deepEqual(standing(running, END - 754_000), { status: "running", remaining_ms: 754_000 });
  assert.deepEqual(standing(running, END - 1), { status: "running", remaining_ms: 1 });
  assert.deepEqual(standing(running, END), { status: "done", remaining_ms: 0 });
  assert.deepEqual(standing(running, END + 61_000), { status: "done", remaining_ms: 0 });
});

test("a paused clock stands, a finished one is at zero, at any time", () => {
  for (const now of [0, END, END + MINUTE]) {
    assert.deepEqual(standing(paused, now), { status: "paused", remaining_ms: 90_000 });
    assert.deepEqual(standing(done, now), { status: "done", remaining_ms: 0 });
  }
});

test("the text begins with the whole duration, shows each second once, and is 0:00 at zero", () => {
  assert.equal(clockText(5 * MINUTE), "5:00");
  assert.equal(clockText(5 * MINUTE - 1), "5:00");
  assert.equal(clockText(5 * MINUTE - 1_000), "4:59");
  assert.equal(clockText(754_000), "12:34");
  assert.equal(clockText(1), "0:01");
  assert.equal(clockText(0), "0:00");
  assert.equal(clockText(-5), "0:00");
  assert.equal(clockText(3_723_000), "1:02:03");
});

test("the next look is exactly when the text changes", () => {
  for (const left of [10_000, 9_999, 9_001, 9_000, 1, 1_000]) {
    const wait = nextChange_ms(standing(running, END - left));
    assert.equal(clockText(left - wait + 1), clockText(left), `${left} ms: not earlier`);
    assert.notEqual(clockText(left - wait), clockText(left), `${left} ms: not later`);
  }
  assert.equal(nextChange_ms(standing(paused, 0)), null);
  assert.equal(nextChange_ms(standing(running, END)), null);
});

test("cues come once: five minutes before, one minute before, at zero", () => {
  const heard = [];
  for (let left = 6 * MINUTE; left >= -5_000; left -= 250) {
    const cue = cueBetween(running, END - left - 250, END - left);
    if (cue) heard.push([cue, left]);
  }
  assert.deepEqual(heard, [["five", 5 * MINUTE], ["one", MINUTE], ["zero", 0]]);
});

/** All cues of a clock that runs its whole time, with what was left then. */
function cuesOf(record, adjusted_ms) {
  const heard = [];
  for (let left = record.duration_ms + 1_000; left >= -5_000; left -= 250) {
    const cue = cueBetween(record, END - left - 250, END - left, adjusted_ms);
    if (cue) heard.push([cue, left]);
  }
  return heard;
}

test("a short clock does not say at once what it was set to", () => {
  assert.deepEqual(cuesOf({ ...running, duration_ms: 5 * MINUTE }), [["one", MINUTE], ["zero", 0]]);
  assert.deepEqual(cuesOf({ ...running, duration_ms: 5 * MINUTE + 9_000 }), [["one", MINUTE], ["zero", 0]]);
  assert.deepEqual(cuesOf({ ...running, duration_ms: 5 * MINUTE + 10_000 }).length, 3);
  assert.deepEqual(cuesOf({ ...running, duration_ms: MINUTE }), [["zero", 0]]);
});

test("no cue comes within ten seconds of making a clock longer or shorter, except its end", () => {
  const adjusted = END - 5 * MINUTE - 4_000;
  assert.deepEqual(cuesOf(running, adjusted), [["one", MINUTE], ["zero", 0]]);
  assert.deepEqual(cuesOf(running, END - 5 * MINUTE - 10_000).length, 3);
  assert.equal(cueBetween(running, END - 250, END, END - 5_000), "zero");
});

test("a clock was ended by somebody if it still had time", () => {
  assert.equal(wasEnded(running, done, END - 1), true);
  assert.equal(wasEnded(paused, done, END), true);
  assert.equal(wasEnded(running, done, END), false, "it had run out");
  assert.equal(wasEnded(done, done, END), false);
  assert.equal(wasEnded(null, done, END), false, "nobody here saw it run");
  assert.equal(wasEnded(running, null, END - 1), false);
});

test("a page that slept through a cue stays quiet", () => {
  assert.equal(cueBetween(running, END - 6 * MINUTE, END - 4 * MINUTE), null);
  assert.equal(cueBetween(running, END - 6 * MINUTE, END + 2 * MINUTE), null);
  assert.equal(cueBetween(running, END - 6 * MINUTE, END + 3_000), "zero");
});

test("a clock that does not run gives no cue, nor one that was shortened past it", () => {
  assert.equal(cueBetween(paused, END - 1, END + 1), null);
  assert.equal(cueBetween(done, END - 1, END + 1), null);
  const shortened = { ...running, ends_at: END - 2 * MINUTE };
  const now = END - 6 * MINUTE;
  assert.equal(cueBetween(shortened, now - 250, now), null);
});
