import assert from "node:assert/strict";
import { test } from "node:test";

import { readObject } from "../../../web/board/objects.js";
import { roomFor } from "../../../web/board/room.js";

const object = (kind, pos, size) => readObject("id", { kind, pos, size });
const room = (start, objects, kind = "note") => roomFor(start, [200, 200], { kind, objects, gap: 20 });

test("what is new lies where one looks, or beside what lies there", () => {
  assert.deepEqual(room([0, 0], []), [0, 0]);
  assert.deepEqual(room([0, 0], [object("note", [50, 50], [200, 200])]), [270, 0]);
  const row = object("shape", [0, 0], [1600, 150]);
  assert.deepEqual(room([0, 0], [row]), [0, 220]);
});

test("in an area there is room, but not across its edge nor on what lies in it", () => {
  const area = object("area", [-100, -100], [960, 680]);
  assert.deepEqual(room([0, 0], [area]), [0, 0]);
  assert.deepEqual(room([0, 0], [area, object("note", [0, 0], [200, 200])]), [220, 0]);
  assert.deepEqual(room([-200, 0], [area]), [-80, 0]);
});

test("an area lies beside areas, and nothing comes onto a screen of a prototype by itself", () => {
  assert.deepEqual(room([0, 0], [object("area", [-100, -100], [400, 400])], "area"), [320, 0]);
  assert.deepEqual(room([0, 0], [object("frame", [-100, -100], [400, 600])]), [320, 0]);
});
