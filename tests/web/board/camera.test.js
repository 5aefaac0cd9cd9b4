import assert from "node:assert/strict";
import { test } from "node:test";

import {
  Camera, ZOOM_MAX, ZOOM_MIN, boundsOf, fitted, nextStep, overlap, panned, pinched, revealed, toBoard, toScreen, visible, zoomedAt,
} from "../../../web/board/camera.js";

const NONE = { top: 0, right: 0, bottom: 0, left: 0 };
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);
const nearPoint = (a, b) => { near(a[0], b[0]); near(a[1], b[1]); };

test("there and back is the same point", () => {
  const sight = { x: -30, y: 12.5, zoom: 0.37 };
  nearPoint(toBoard(sight, toScreen(sight, [400, -7])), [400, -7]);
});

test("what lies under the pointer stays under it when one zooms", () => {
  const sight = { x: 100, y: 50, zoom: 0.5 };
  const under = toBoard(sight, [300, 200]);
  nearPoint(toScreen(zoomedAt(sight, [300, 200], 2), under), [300, 200]);
});

test("the zoom has an end on both sides", () => {
  const sight = { x: 0, y: 0, zoom: 1 };
  assert.equal(zoomedAt(sight, [0, 0], 1e9).zoom, ZOOM_MAX);
  assert.equal(zoomedAt(sight, [0, 0], 0).zoom, ZOOM_MIN);
  assert.equal(nextStep(ZOOM_MAX, 1), ZOOM_MAX);
  assert.equal(nextStep(ZOOM_MIN, -1), ZOOM_MIN);
});

test("the steps of the keys lead through 100 % both ways", () => {
  assert.equal(nextStep(0.93, 1), 1);
  assert.equal(nextStep(1, 1), 1.25);
  assert.equal(nextStep(1.1, -1), 1);
  assert.equal(nextStep(1, -1), 0.8);
});

test("two fingers keep what they hold", () => {
  const sight = { x: 10, y: 20, zoom: 1 };
  const from = [[100, 100], [200, 100]];
  const to = [[80, 300], [280, 300]];
  const after = pinched(sight, from, to);
  near(after.zoom, 2);
  nearPoint(toScreen(after, toBoard(sight, from[0])), to[0]);
  nearPoint(toScreen(after, toBoard(sight, from[1])), to[1]);
});

test("a drag moves the paper with the hand", () => {
  assert.deepEqual(panned({ x: 0, y: 0, zoom: 2 }, 100, -50), { x: -50, y: 25, zoom: 2 });
});

test("to fit shows everything in the part that no bar covers", () => {
  const insets = { top: 10, right: 20, bottom: 30, left: 80 };
  const view = { width: 1000, height: 700 };
  const bounds = { x: -500, y: 300, width: 3000, height: 900 };
  const sight = fitted(bounds, view, insets);
  const [left, top] = toScreen(sight, [bounds.x, bounds.y]);
  const [right, bottom] = toScreen(sight, [bounds.x + bounds.width, bounds.y + bounds.height]);
  near(left, 80);
  near(right, 980);
  assert.ok(top >= 10 && bottom <= 670);
  near((top + bottom) / 2, (10 + 670) / 2);
});

test("to fit never comes nearer than asked, however little there is", () => {
  assert.equal(fitted({ x: 0, y: 0, width: 10, height: 10 }, { width: 1000, height: 700 }, NONE).zoom, 1);
});

test("to reveal moves as little as needed, or not at all", () => {
  const view = { width: 1000, height: 700 };
  const sight = { x: 0, y: 0, zoom: 1 };
  assert.equal(revealed(sight, { x: 10, y: 10, width: 200, height: 200 }, view, NONE), sight);
  assert.deepEqual(revealed(sight, { x: 950, y: 10, width: 200, height: 200 }, view, NONE), { x: 150, y: 0, zoom: 1 });
  assert.deepEqual(revealed(sight, { x: -50, y: -70, width: 200, height: 200 }, view, NONE), { x: -50, y: -70, zoom: 1 });
  assert.deepEqual(revealed(sight, { x: 100, y: 0, width: 5000, height: 10 }, view, NONE), { x: 100, y: 0, zoom: 1 });
});

test("bounds hold all objects, and there are none of nothing", () => {
  assert.equal(boundsOf([]), null);
  assert.deepEqual(boundsOf([{ pos: [0, -5], size: [10, 10] }, { pos: [30, 20], size: [5, 40] }]), { x: 0, y: -5, width: 35, height: 65 });
});

test("touching edges do not overlap", () => {
  const a = { x: 0, y: 0, width: 10, height: 10 };
  assert.ok(overlap(a, { x: 9, y: 9, width: 5, height: 5 }));
  assert.ok(!overlap(a, { x: 10, y: 0, width: 5, height: 5 }));
});

test("the visible part with a margin in screen pixels", () => {
  assert.deepEqual(visible({ x: 0, y: 0, zoom: 0.5 }, { width: 100, height: 50 }, 10), { x: -20, y: -20, width: 240, height: 140 });
});

test("the camera tells every movement, and travels at once where nothing can be animated", () => {
  const camera = new Camera();
  const seen = [];
  camera.events.on("moved", (sight) => seen.push(sight.zoom));
  camera.resize({ width: 1000, height: 700 }, NONE);
  camera.step(1);
  camera.reset();
  camera.wheel([0, 0], -240);
  assert.deepEqual(seen, [1, 1.25, 1, 2]);
  nearPoint(camera.centre, toBoard(camera.sight, [500, 350]));
});

test("to approach never goes farther away", () => {
  const camera = new Camera();
  camera.resize({ width: 400, height: 700 }, NONE);
  camera.look({ x: 0, y: 0, zoom: 0.1 });
  camera.approach({ x: 1000, y: 1000, width: 200, height: 200 });
  assert.equal(camera.sight.zoom, 1);
  camera.look({ x: 0, y: 0, zoom: 1.5 });
  camera.approach({ x: 1000, y: 1000, width: 200, height: 200 });
  assert.equal(camera.sight.zoom, 1.5);
});

test("what is looked for comes into the free middle, readable, and never smaller than it was", () => {
  const camera = new Camera();
  camera.resize({ width: 1000, height: 700 }, { ...NONE, top: 100 });
  camera.look({ x: 0, y: 0, zoom: 0.1 });
  camera.centreOn({ x: 5000, y: 3000, width: 200, height: 200 });
  assert.equal(camera.sight.zoom, 0.6);
  nearPoint(toScreen(camera.sight, [5100, 3100]), [500, 400]);
  camera.look({ x: 0, y: 0, zoom: 2 });
  camera.lookAt([5100, 3100]);
  assert.equal(camera.sight.zoom, 2);
  nearPoint(camera.centre, [5100, 3100]);
});

test("steps that come faster than the journey all count", () => {
  globalThis.requestAnimationFrame = () => 1;
  globalThis.cancelAnimationFrame = () => {};
  try {
    const camera = new Camera();
    camera.resize({ width: 1000, height: 800 }, NONE);
    for (let step = 0; step < 6; step++) camera.step(1);
    let now = () => {};
    globalThis.requestAnimationFrame = (go) => { now = go; return 1; };
    camera.step(-1);
    now(performance.now() + 10_000);
    assert.equal(camera.sight.zoom, 3);
  } finally {
    delete globalThis.requestAnimationFrame;
    delete globalThis.cancelAnimationFrame;
  }
});

test("the first look on a small screen begins at the first note instead of showing everything tiny", () => {
  const camera = new Camera();
  camera.resize({ width: 390, height: 700 }, { ...NONE, top: 68 });
  camera.enter({ x: -100, y: 0, width: 3000, height: 2000 }, [40, 0], 0.4);
  assert.equal(camera.sight.zoom, 0.4);
  nearPoint(toScreen(camera.sight, [40, 0]), [24, 92]);
  camera.enter({ x: 0, y: 0, width: 300, height: 300 }, [0, 0], 0.4);
  assert.ok(camera.sight.zoom >= 0.4);
});

test("one's own way is told apart from being led", () => {
  const camera = new Camera();
  camera.resize({ width: 1000, height: 800 }, NONE);
  const heard = [];
  for (const name of ["own", "led"]) camera.events.on(name, () => heard.push(name));
  camera.pan(10, 0);
  camera.lead({ x: 5, y: 5, zoom: 1 });
  assert.deepEqual(camera.sight, { x: 5, y: 5, zoom: 1 });
  camera.leadTo({ x: 2000, y: 0, width: 100, height: 100 });
  camera.resize({ width: 900, height: 800 }, NONE);
  camera.centreOn({ x: 0, y: 0, width: 10, height: 10 });
  assert.deepEqual(heard, ["own", "led", "led", "own"]);
});
