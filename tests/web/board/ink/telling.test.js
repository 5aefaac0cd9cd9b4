import assert from "node:assert/strict";
import { test } from "node:test";

import { finished, heard, joined, told } from "../../../../web/board/ink/telling.js";

const LOOK = { color: "blue", width: "fine", pen: true };
const spiral = (count) => Array.from({ length: count }, (_, index) => ({
  x: Math.round(index * Math.cos(index / 9) * 10) / 10, y: Math.round(index * Math.sin(index / 9) * 10) / 10, pressure: (index % 10) / 9,
}));
const rounded = (line) => line.map(({ x, y, pressure }) => [x.toFixed(1), y.toFixed(1), pressure.toFixed(2)]);

test("a short stroke is told whole", () => {
  const line = spiral(20);
  const state = heard(JSON.parse(JSON.stringify(told(3, line, LOOK))));
  assert.deepEqual([state.n, state.from, state.look], [3, 0, LOOK]);
  assert.deepEqual(rounded(state.line), rounded(line));
});

test("however long a stroke is, what is told stays small, and the ends make the whole", () => {
  const line = spiral(2000);
  let known = [];
  for (let length = 1; length <= line.length; length += 40) {
    const state = told(1, line.slice(0, length), LOOK);
    assert.ok(JSON.stringify(state).length < 1300, "presence takes 1,900 bytes in all");
    known = joined(known, heard(state));
    assert.equal(known.length, length);
  }
  assert.deepEqual(rounded(known), rounded(line.slice(0, known.length)));
});

test("who comes in the middle sees the end of it", () => {
  const line = spiral(800);
  const { from, line: end } = heard(told(1, line, { ...LOOK, pen: false }));
  assert.ok(from > 0);
  assert.equal(joined([], { from, line: end }).length, end.length);
});

test("nonsense of another client is no stroke", () => {
  const good = told(1, spiral(5), LOOK);
  assert.ok(heard(good));
  for (const [key, value] of Object.entries({
    n: -1, from: 1.5, at: [1], steps: [1, 2, 3],
  })) assert.equal(heard({ ...good, [key]: value }), null, key);
  for (const steps of [[NaN, 1], ["1", 2], "12", Array(10_000).fill(1), [1e300, 1]]) assert.equal(heard({ ...good, steps }), null);
  for (const value of [undefined, null, 7, "ink", [], {}, { n: 1 }]) assert.equal(heard(value), null);
  assert.deepEqual(heard({ ...good, color: "javascript:", width: "constructor", force: "<>" }).look, { color: "grey", width: "medium", pen: false });
});

test("a finished stroke names its object", () => {
  assert.deepEqual(finished({ n: 4, id: "abc" }), { n: 4, id: "abc" });
  for (const value of [null, { n: 4 }, { id: "abc" }, { n: "4", id: "abc" }, { n: 4, id: {} }]) assert.equal(finished(value), null);
});
