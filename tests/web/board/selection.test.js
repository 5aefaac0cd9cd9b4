import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../web/board/document.js";
import { Selection } from "../../../web/board/selection.js";
import * as Y from "../../../web/vendor/yjs.js";

function boardOf(count) {
  const board = new BoardDocument(new Y.Doc(), { person: "ada", mayWrite: true });
  const ids = board.create(Array.from({ length: count }, (_, index) => ({ pos: [index * 300, 0] })));
  return { board, ids, selection: new Selection(board) };
}

test("who chooses one of a group has all of it", () => {
  const { board, ids: [a, b, c], selection } = boardOf(3);
  board.group([a, b]);
  selection.set([a]);
  assert.deepEqual([...selection.ids], [a, b]);
  selection.toggle(c);
  selection.toggle(b);
  assert.deepEqual([...selection.ids], [c]);
  selection.toggle(b);
  assert.deepEqual([...selection.ids].sort(), [a, b, c].sort());
});

test("what is grouped with the chosen ones is chosen too, what went is forgotten", () => {
  const { board, ids: [a, b, c], selection } = boardOf(3);
  selection.set([a]);
  board.group([a, b]);
  assert.deepEqual([...selection.ids], [a, b]);
  board.remove([a]);
  assert.deepEqual([...selection.ids], [b]);
  assert.equal(selection.single, b);
  assert.ok(board.objects.has(c));
});

test("listeners hear of a change once, and not of none", () => {
  const { ids: [a, b], selection } = boardOf(2);
  let heard = 0;
  selection.events.on("changed", () => heard++);
  selection.set([a, b]);
  selection.set([b, a]);
  selection.clear();
  assert.equal(heard, 2);
});
