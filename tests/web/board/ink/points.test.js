import assert from "node:assert/strict";
import { test } from "node:test";

import { POINTS_MOST, isOnInk, ownSize, packedInk, pointsIn, pressuresIn, simplified, unpackedInk } from "../../../../web/board/ink/points.js";
import { Recorder } from "../../../../web/board/ink/recorder.js";
import { ink, inkOf } from "../../../../web/board/kinds/ink.js";
import { readObject } from "../../../../web/board/objects.js";

const lineOf = (...pairs) => pairs.map(([x, y, pressure = 0.5]) => ({ x, y, pressure }));
const stored = (fields) => readObject("ink", { kind: "ink", ...fields });

test("figures that are none are left out, and what is far away is bounded", () => {
  assert.deepEqual(pointsIn([1, 2, NaN, 3, "4", 5, null, 1, 6.4, 7.6, Infinity, 0]), [1, 2, 6, 8]);
  assert.deepEqual(pointsIn([-5, 1e300]), [0, 200_000]);
  assert.deepEqual(pointsIn([1, 2, 3]), [1, 2], "a figure without its partner");
  for (const nonsense of [undefined, null, 7, "1,2", {}, { length: 4 }, [[1, 2]], [{}, {}], new Map()]) assert.deepEqual(pointsIn(nonsense), []);
});

test("of a million points no more than a stroke may have are read", () => {
  const points = pointsIn(Array(2_000_000).fill(12));
  assert.equal(points.length, 2 * POINTS_MOST);
  assert.ok(Object.isFrozen(points));
});

test("the same stored array is read once", () => {
  const raw = [0, 0, 10, 10];
  assert.equal(pointsIn(raw), pointsIn(raw));
  assert.equal(pointsIn(pointsIn(raw)), pointsIn(raw), "what was read is sane already");
});

test("pressures count only where there is one for each point", () => {
  assert.deepEqual(pressuresIn([0, 50, 400], 3), [0, 50, 100]);
  assert.deepEqual(pressuresIn([0, 50], 3), []);
  assert.deepEqual(pressuresIn([0, NaN, 1], 3), []);
  assert.deepEqual(pressuresIn("567", 3), []);
});

test("a drawn line comes back as it was, within what nobody sees", () => {
  const line = lineOf([100, 200], [110, 207], [130, 240], [90, 260]);
  const { pos, size, data } = packedInk(line, { width: "medium", pen: false, zoom: 1 });
  assert.ok(data.points.every((each) => Number.isInteger(each) && each >= 0));
  assert.ok(!("pressures" in data), "of a mouse there is none");
  const read = inkOf(stored({ pos, size, ...data }));
  const back = unpackedInk(read).map(({ x, y }) => [x + pos[0], y + pos[1]]);
  assert.deepEqual(back, line.map(({ x, y }) => [x, y]));
  assert.deepEqual(ownSize(read), size, "it is drawn at its own size");
});

test("pressure is kept of a pen", () => {
  const { data } = packedInk(lineOf([0, 0, 0.2], [10, 0, 0.9], [20, 0, 0.2]), { width: "broad", pen: true, zoom: 1 });
  assert.deepEqual(data.pressures, [20, 90, 20]);
});

test("points that say nothing new are left out, corners stay", () => {
  const straight = lineOf(...Array.from({ length: 100 }, (_, index) => [index, 0]), ...Array.from({ length: 100 }, (_, index) => [99, index + 1]));
  assert.deepEqual(simplified(straight, 0.35).map(({ x, y }) => [x, y]), [[0, 0], [99, 0], [99, 100]]);
  const circle = lineOf(...Array.from({ length: 720 }, (_, index) => [200 * Math.cos(index / 114.6), 200 * Math.sin(index / 114.6)]));
  const kept = simplified(circle, 0.35);
  assert.ok(kept.length < 80, `${kept.length} points for a circle`);
});

test("a dot is a stroke", () => {
  const { size, data } = packedInk(lineOf([5, 5]), { width: "fine", pen: false, zoom: 1 });
  assert.equal(data.points.length, 2);
  assert.ok(size.every((side) => side >= 3));
});

test("it is hit along its line, not in its rectangle, whatever its size is now", () => {
  const { pos, size, data } = packedInk(lineOf([0, 0], [100, 100]), { width: "fine", pen: false, zoom: 1 });
  const object = stored({ pos, size, ...data });
  const rect = { x: pos[0], y: pos[1], width: size[0], height: size[1] };
  assert.ok(isOnInk(inkOf(object), rect, [50, 50], 2));
  assert.ok(!isOnInk(inkOf(object), rect, [80, 20], 2));
  const twice = { ...rect, width: 2 * rect.width, height: 2 * rect.height };
  assert.ok(isOnInk(inkOf(object), twice, [rect.x + 150, rect.y + 150], 4));
  assert.ok(!isOnInk(inkOf(object), twice, [rect.x + 150, rect.y + 40], 4));
  assert.equal(ink.hits(stored({ points: "nonsense" }), rect, [0, 0], 2), false);
});

test("a recorded line is calmed, bounded, and ends where the hand lifted", () => {
  const recorder = new Recorder(1);
  for (let index = 0; index < 5000; index++) recorder.add([index * 3, index % 2], 0.5);
  assert.equal(recorder.line.length, POINTS_MOST);
  assert.ok(recorder.isFull);
  const short = new Recorder(1);
  short.add([0, 0], 0.5);
  assert.equal(short.add([0.3, 0], 0.5), false, "a tremble");
  short.add([10, 0], 0.5);
  short.close([20, 0]);
  assert.deepEqual([short.line.at(-1).x, short.line.at(-1).y], [20, 0]);
});
