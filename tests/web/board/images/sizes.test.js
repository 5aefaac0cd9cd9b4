import assert from "node:assert/strict";
import { test } from "node:test";

import { laidOut, onBoard, scaled, sizeIn } from "../../../../web/board/images/sizes.js";

const bytes = (...parts) => {
  const all = parts.flatMap((part) => (typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part));
  return Uint8Array.from([...all, ...Array(Math.max(0, 40 - all.length)).fill(0)]);
};

test("the longer side of a photo becomes 1600, small pictures stay as they are", () => {
  assert.deepEqual(scaled([4000, 3000], 1600), [1600, 1200]);
  assert.deepEqual(scaled([3000, 4000], 1600), [1200, 1600]);
  assert.deepEqual(scaled([640, 480], 1600), [640, 480]);
  assert.deepEqual(scaled([16000, 1], 1600), [1600, 1]);
});

test("on the board a picture keeps its proportions and is large enough to be held", () => {
  assert.deepEqual(onBoard([1600, 1200]), [400, 300]);
  assert.deepEqual(onBoard([16, 16]), [400, 400]);
  assert.deepEqual(onBoard([1600, 20]), [400, 40]);
});

test("several pictures lie in rows around the middle and never on one another", () => {
  const sizes = [[400, 300], [300, 400], [400, 100], [200, 200], [400, 400]];
  const corners = laidOut(sizes, [1000, 1000], 24);
  for (const [i, [x, y]] of corners.entries()) {
    for (const [j, [left, top]] of corners.entries()) {
      if (i === j) continue;
      const apart = x + sizes[i][0] <= left || left + sizes[j][0] <= x || y + sizes[i][1] <= top || top + sizes[j][1] <= y;
      assert.ok(apart, `${i} and ${j}`);
    }
  }
  assert.deepEqual(laidOut([[400, 300]], [0, 0], 24), [[-200, -150]]);
});

test("the head of a file says its size before it is unpacked", () => {
  assert.deepEqual(sizeIn(bytes([0x89], "PNG\r\n", [0x1a, 10], [0, 0, 0, 13], "IHDR", [0, 0, 0x30, 0x39, 0, 0, 0, 7])), [12345, 7]);
  assert.deepEqual(sizeIn(bytes("GIF89a", [2, 1, 3, 0])), [258, 3]);
  assert.deepEqual(sizeIn(bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0], [0xff, 0, 1], [1, 0, 0])), [65792, 2]);
  assert.deepEqual(sizeIn(bytes("RIFF", [0, 0, 0, 0], "WEBPVP8 ", [0, 0, 0, 0], [0, 0, 0, 0x9d, 1, 0x2a], [4, 1, 5, 0])), [260, 5]);
  assert.deepEqual(sizeIn(bytes("RIFF", [0, 0, 0, 0], "WEBPVP8L", [0, 0, 0, 0], [0x2f], [0x03, 0x40, 0x01, 0])), [4, 6]);
});

test("the size of a photo stands behind what its camera wrote", () => {
  const exif = [0xff, 0xe1, 0, 12, ...Array(10).fill(0xff)];
  const frame = [0xff, 0xc2, 0, 17, 8, 0x0b, 0xb8, 0x0f, 0xa0, 3];
  assert.deepEqual(sizeIn(bytes([0xff, 0xd8], exif, [0xff, 0xff, 0xc4, 0, 4, 0, 0], frame)), [4000, 3000]);
});

test("what is none of them, or is cut, says no size", () => {
  for (const odd of [bytes(), bytes("<svg xmlns"), bytes([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff]), new Uint8Array(3), bytes("RIFF", [0, 0, 0, 0], "WAVEfmt ")]) {
    assert.equal(sizeIn(odd), null);
  }
});

test("a head of noise never ends in an exception", () => {
  for (let seed = 1; seed < 2000; seed++) {
    let state = seed;
    const noise = Uint8Array.from({ length: 64 }, () => (state = (state * 1103515245 + 12345) % 2147483648) >> 8);
    noise.set([0xff, 0xd8, 0xff]);
    sizeIn(noise);
  }
});
