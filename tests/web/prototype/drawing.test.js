import assert from "node:assert/strict";
import { test } from "node:test";

import { DEVICES } from "../../../web/board/kinds/frame.js";
import { SHAPES } from "../../../web/board/kinds/sketch.js";
import { readObject } from "../../../web/board/objects.js";
import { arrow } from "../../../web/prototype/arrow.js";
import { DEVICE_SIZES, drawnDevice, screenOf } from "../../../web/prototype/devices.js";
import { Pencil } from "../../../web/prototype/pencil.js";
import { drawnShape } from "../../../web/prototype/shapes.js";

const SIZES = [[24, 24], [24, 1600], [1600, 24], [160, 48], [333.3, 77.7]];
const PATH = /^(M[-\d. ]+|L[-\d. ]+|C[-\d. ]+|Q[-\d. ]+|q[-\d. ]+|Z)*$/;

test("a hand draws the same line for the same seed, and another one for another", () => {
  const box = (seed) => new Pencil(seed).box(0, 0, 100, 50, 8);
  assert.equal(box("a"), box("a"));
  assert.notEqual(box("a"), box("b"));
});

test("a sketched line stays near where it belongs", () => {
  for (const seed of ["a", "b", "c", "d", "e"]) {
    const figures = new Pencil(seed).box(10, 20, 1000, 300).match(/-?[\d.]+/g).map(Number);
    figures.forEach((figure, index) => {
      const [least, most] = index % 2 === 0 ? [10, 1010] : [20, 320];
      assert.ok(figure > least - 6 && figure < most + 6, `${figure}`);
    });
  }
});

test("every element and every device is a path at every size", () => {
  for (const size of SIZES) {
    for (const shape of SHAPES) {
      for (const text of ["", "Los geht’s", "eins\n".repeat(400)]) {
        const { fill, lines, thin, inset, largest } = drawnShape(shape, "seed", size, text);
        for (const path of [fill, lines, thin]) assert.match(path, PATH, `${shape} ${size}`);
        for (const each of [...inset, largest]) assert.ok(Number.isFinite(each), `${shape} ${size}`);
      }
    }
    for (const device of DEVICES) {
      for (const path of Object.values(drawnDevice(device, "seed", size))) assert.match(path, PATH, `${device} ${size}`);
      const screen = screenOf(device, size);
      assert.ok(screen.width > 0 && screen.height > 0);
    }
  }
});

test("a new frame has a screen within it", () => {
  for (const device of DEVICES) {
    const [width, height] = DEVICE_SIZES[device];
    const screen = screenOf(device, [width, height]);
    assert.ok(screen.x > 0 && screen.y > 0 && screen.x + screen.width < width && screen.y + screen.height < height, device);
  }
});

test("an arrow leaves at the side of its target and ends at its edge", () => {
  const rect = (x, y) => ({ x, y, width: 100, height: 50 });
  assert.deepEqual(arrow(rect(0, 0), rect(300, 10)).end[0], 300);
  assert.deepEqual(arrow(rect(300, 0), rect(0, 10)).end[0], 100);
  assert.deepEqual(arrow(rect(0, 0), rect(300, 400)).end, [350, 400], "in another row it comes from above");
  assert.deepEqual(arrow(rect(0, 400), rect(0, 0)).end, [50, 50]);
  const same = arrow(rect(0, 0), rect(0, 0));
  for (const path of [same.curve, same.head]) assert.match(path, PATH);
});

test("nonsense becomes a plain phone and a plain text that lead nowhere", () => {
  for (const value of [undefined, null, 7, NaN, "toaster", {}, [], "x".repeat(1000)]) {
    assert.deepEqual(readObject("a", { kind: "frame", device: value, step: value, to: value }).data, { device: "phone", step: value === 7 ? 5 : 0, to: value === "toaster" ? value : "" });
    assert.deepEqual(readObject("a", { kind: "sketch", shape: value, to: value }).data, { shape: "text", to: value === "toaster" ? value : "" });
  }
});
