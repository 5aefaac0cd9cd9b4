import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../web/board/document.js";
import { loadTexts, t } from "../../../web/i18n/index.js";
import { areaMenu, objectEntries } from "../../../web/list/menu.js";
import * as Y from "../../../web/vendor/yjs.js";

await loadTexts("board", "list", "areas");

function setUp({ mayWrite = true, lay = undefined } = {}) {
  const doc = new Y.Doc();
  const writer = new BoardDocument(doc, { person: "ada", mayWrite: true });
  const board = new BoardDocument(doc, { person: "ada", mayWrite, ...(lay && { lay }) });
  const done = [];
  const ways = new Proxy({ board, choices: () => [], show: (id) => done.push(["show", id]) }, {
    get: (known, name) => known[name] ?? ((...args) => done.push([name, ...args])),
  });
  return { writer, board, ways, done };
}

const names = (entries) => entries.flatMap((entry) => (entry === "line" ? [] : entry.label));

test("a card's menu has everything one can do with it", () => {
  const { writer, board, ways, done } = setUp();
  const [area] = writer.create([{ kind: "area", pos: [0, 0], text: "Ideen" }]);
  const [note] = writer.create([{ pos: [100, 100], text: "Bäume" }]);
  const entries = objectEntries(board.get(note), ways);
  assert.deepEqual(names(entries), [
    t("chosen.edit"), t("list.color"), t("list.move"), t("list.connect"), t("chosen.duplicate"), t("menu.lock"), t("menu.link"), t("list.show"), t("chosen.delete"),
  ]);
  const move = entries.find(({ label }) => label === t("list.move"));
  assert.deepEqual(move.items.map(({ label, pressed }) => [label, pressed]), [["Ideen", true], [t("list.area.free"), false]]);
  move.items[1].run();
  entries[0].run();
  assert.deepEqual(done, [["move", note, null], ["edit", note]]);
  assert.ok(area);
});

test("what is locked can be unlocked and copied only, and a guest looks and takes the address", () => {
  const { writer, board, ways } = setUp();
  const [note] = writer.create([{ pos: [0, 0], text: "fest" }]);
  writer.lock([note]);
  assert.deepEqual(names(objectEntries(board.get(note), ways)), [t("menu.unlock"), t("chosen.duplicate"), t("list.show"), t("menu.link")]);
  const guest = setUp({ mayWrite: false });
  const [theirs] = guest.writer.create([{ pos: [0, 0], text: "x" }]);
  assert.deepEqual(names(objectEntries(guest.board.get(theirs), guest.ways)), [t("list.show"), t("menu.link")]);
});

test("without areas there is nowhere to move to, and a line is not connected again", () => {
  const { writer, board, ways } = setUp();
  const [a, b] = writer.create([{ pos: [0, 0] }, { pos: [300, 0] }]);
  const [line] = writer.create([{ kind: "connector", pos: [0, 0], data: { from: a, to: b } }]);
  assert.ok(!names(objectEntries(board.get(a), ways)).includes(t("list.move")));
  assert.ok(!names(objectEntries(board.get(line), ways)).includes(t("list.connect")));
});

test("an area's own words, colour and lock; one of the facilitators is locked by being theirs", () => {
  const { writer, board, ways } = setUp({ lay: () => {} });
  const [own] = writer.create([{ kind: "area", pos: [0, 0], text: "Ideen" }]);
  assert.deepEqual(names(areaMenu(board.get(own), ways)), [
    t("list.area.rename"), t("list.color"), t("list.show"), t("menu.lock"), t("list.area.remove"),
  ]);
  board.laid = [{ id: "laid", pos: [0, 0], size: [960, 680], title: "Probleme", prompt: "", color: "grey", order: 1 }];
  assert.deepEqual(names(areaMenu(board.get("laid"), ways)), [t("list.area.rename"), t("list.color"), t("list.show"), t("list.area.remove")]);
});
