import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder } from "../../../web/board/ordering.js";
import { freePlace } from "../../../web/list/place.js";

const note = (id, pos) => ({ id, pos, size: [200, 200] });

test("the first card lies at the origin, the next beside it", () => {
  assert.deepEqual(freePlace([]), [0, 0]);
  assert.deepEqual(freePlace([note("a", [0, 0])]), [224, 0]);
});

test("what is added in the list is the last of the list, without lying on another", () => {
  const notes = [];
  for (let index = 0; index < 30; index++) {
    const id = `n${String(index).padStart(2, "0")}`;
    notes.push(note(id, freePlace(notes)));
    assert.equal(inOrder(notes).at(-1).id, id);
  }
  assert.equal(new Set(notes.map(({ pos }) => pos.join())).size, 30);
});
