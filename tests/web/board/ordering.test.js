import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { groups, inOrder, inRows } from "../../../web/board/ordering.js";

const { cases } = JSON.parse(readFileSync(new URL("../../vectors/ordering.json", import.meta.url), "utf8"));

for (const { name, objects, areas, order } of cases) {
  test(`vector: ${name}`, () => {
    const given = Object.entries(objects).map(([id, fields]) => ({ ...fields, id }));
    assert.deepEqual(inOrder(given, areas).map(({ id }) => id), order);
    assert.deepEqual(inOrder(given.reverse(), areas).map(({ id }) => id), order);
  });
}

test("groups name empty areas too, and what lies in none of them at the end", () => {
  const found = groups([{ id: "a", area: "two" }, { id: "b" }], ["one", "two"]);
  assert.deepEqual(found.map(({ area, objects }) => [area, objects.map(({ id }) => id)]), [
    ["one", []], ["two", ["a"]], [null, ["b"]],
  ]);
});

test("non-finite figures count as 0", () => {
  const rows = inRows([{ id: "a", pos: [NaN, Infinity], size: [1, 1] }, { id: "b", pos: [-1, 0], size: [1, 1] }]);
  assert.deepEqual(rows.map((row) => row.map(({ id }) => id)), [["b", "a"]]);
});
