import assert from "node:assert/strict";
import { test } from "node:test";

import { FORMS, cornersOf, holds, nearTo, roomOf, shape } from "../../../../web/board/kinds/shape.js";
import { readObject } from "../../../../web/board/objects.js";

const RECT = { x: 0, y: 0, width: 200, height: 100 };
const made = (fields) => readObject("s", { kind: "shape", pos: [0, 0], size: [200, 100], ...fields });
const hit = (fields, point) => shape.hits(made(fields), RECT, point, 6, () => null);

test("an outline stays in its rectangle and its text in its outline", () => {
  for (const form of FORMS) {
    const corners = cornersOf(form, RECT);
    for (const [x, y] of corners) assert.ok(x >= -1e-9 && x <= 200 + 1e-9 && y >= -1e-9 && y <= 100 + 1e-9, form);
    const { top, right, bottom, left } = roomOf(form);
    const inner = [[left, top], [1 - right, top], [1 - right, 1 - bottom], [left, 1 - bottom]];
    const near = ([x, y]) => [100 + (x * 200 - 100) * 0.97, 50 + (y * 100 - 50) * 0.97];
    if (form !== "arrow") for (const corner of inner) assert.ok(holds(corners, near(corner)) || form === "triangle", `${form} ${corner}`);
  }
});

test("the corner of a diamond's rectangle is not the diamond", () => {
  assert.equal(hit({ form: "diamond" }, [100, 50]), true);
  assert.equal(hit({ form: "diamond" }, [4, 4]), false);
  assert.equal(hit({ form: "rectangle" }, [4, 4]), true);
});

test("one reaches through an empty outline, and hits its line and its text", () => {
  assert.equal(hit({ form: "ellipse", look: "outlined" }, [100, 50]), false);
  assert.equal(hit({ form: "ellipse", look: "outlined" }, [100, 2]), true);
  assert.equal(hit({ form: "ellipse", look: "outlined", text: "Ziel" }, [100, 50]), true);
});

test("a point is as far from a line as from its nearest piece", () => {
  assert.equal(nearTo([[0, 0], [100, 0], [100, 100]], [50, 7]), 7);
  assert.equal(nearTo([[0, 0], [100, 0], [100, 100]], [103, 50]), 3);
  assert.equal(nearTo([[0, 0], [0, 0]], [3, 4]), 5);
});
