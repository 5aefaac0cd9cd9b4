import assert from "node:assert/strict";
import { test } from "node:test";

import { draftsAround, packed, unpacked } from "../../../web/board/clipboard.js";
import { BoardDocument } from "../../../web/board/document.js";
import { loadTexts } from "../../../web/i18n/index.js";
import { back, begun, gone, here, mayGoBack, progress, settled } from "../../../web/prototype/journey.js";
import { lead, makeBeside, makeFrame, makeSketch, makeStory } from "../../../web/prototype/making.js";
import { exitsOf, frameOf, membersOf, pathsAmong, pathsAt, reachable, targetOf } from "../../../web/prototype/paths.js";
import { freePlace, freeSpot, screenRect } from "../../../web/prototype/placing.js";
import { readPlaying, readWatching } from "../../../web/prototype/playing.js";
import * as Y from "../../../web/vendor/yjs.js";

await loadTexts("prototype");

function newBoard() {
  return new BoardDocument(new Y.Doc(), { person: "ada", mayWrite: true });
}

/** Two phones, and a button in the first that leads to the second. */
function twoScreens() {
  const board = newBoard();
  const [first] = makeFrame(board, "phone", [0, 0]);
  const second = makeBeside(board, board.get(first));
  const button = makeSketch(board, "button", board.get(first));
  lead(board, button, second);
  return { board, first, second, button };
}

const apart = (a, b) => a.pos[0] + a.size[0] <= b.pos[0] || b.pos[0] + b.size[0] <= a.pos[0]
  || a.pos[1] + a.size[1] <= b.pos[1] || b.pos[1] + b.size[1] <= a.pos[1];

test("an element that is added lies in its frame, at a free place, and belongs to it", () => {
  const { board, first } = twoScreens();
  const ids = ["field", "list", "person", "sign", "text"].map((shape) => makeSketch(board, shape, board.get(first)));
  const screen = screenRect(board.get(first));
  const members = membersOf(board.objects, first);
  assert.equal(members.length, 6);
  for (const id of ids) {
    const { pos, size, area } = board.get(id);
    assert.equal(area, first);
    assert.ok(pos[0] >= screen.x && pos[1] >= screen.y && pos[0] + size[0] <= screen.x + screen.width && pos[1] + size[1] <= screen.y + screen.height);
    for (const other of members) if (other.id !== id) assert.ok(apart(board.get(id), other), "beside the others");
  }
});

test("in a full frame an element still comes to lie in it", () => {
  const { board, first } = twoScreens();
  for (let count = 0; count < 30; count++) {
    const id = makeSketch(board, "map", board.get(first));
    assert.equal(board.get(id).area, first);
  }
});

test("a place is found in a frame that is smaller than the element", () => {
  const place = freePlace({ x: 10, y: 10, width: 20, height: 20 }, [160, 48], []);
  assert.ok(place.every(Number.isFinite));
});

test("new frames lie beside what is there", () => {
  const board = newBoard();
  for (let count = 0; count < 5; count++) makeFrame(board, "poster", [0, 0]);
  makeStory(board, [0, 0]);
  const frames = [...board.objects.values()];
  assert.equal(frames.length, 11);
  frames.forEach((one, index) => frames.slice(index + 1).forEach((other) => assert.ok(apart(one, other))));
  assert.deepEqual(freeSpot([0, 0], [10, 10], []), [-5, -5]);
});

test("a story has six steps of which each leads to the next, and one step back takes it away", () => {
  const board = newBoard();
  const ids = makeStory(board, [0, 0]);
  assert.deepEqual(reachable(board.objects, ids[0]), ids);
  assert.deepEqual(ids.map((id) => board.get(id).data.step), [0, 1, 2, 3, 4, 5]);
  board.undo();
  assert.equal(board.objects.size, 0);
});

test("a path begins in its frame and is shown with either of its ends", () => {
  const { board, first, second, button } = twoScreens();
  const [path] = pathsAmong(board.objects);
  assert.deepEqual(path, { from: button, to: second, in: first });
  for (const chosen of [first, second, button]) assert.deepEqual(pathsAt([path], new Set([chosen])), [path]);
  assert.deepEqual(pathsAt([path], new Set(["other"])), []);
  assert.deepEqual(exitsOf(board.objects, first), [second]);
  assert.equal(frameOf(board.get(button), board.objects).id, first);
});

test("a path whose target was deleted is none, and is one again when that comes back", () => {
  const { board, second, button } = twoScreens();
  board.remove([second]);
  assert.ok(board.get(button), "it does not go with its target");
  assert.equal(targetOf(board.get(button), board.objects), null);
  board.restore([second]);
  assert.equal(targetOf(board.get(button), board.objects).id, second);
  lead(board, button, null);
  assert.equal(targetOf(board.get(button), board.objects), null);
  board.undo();
  assert.equal(targetOf(board.get(button), board.objects).id, second);
});

test("what lies in a frame goes where that goes, and away with it", () => {
  const { board, first, button } = twoScreens();
  const [x, y] = board.get(button).pos;
  const [left, top] = board.get(first).pos;
  board.move(new Map([[first, [left + 50, top + 2000]]]));
  assert.deepEqual(board.get(button).pos, [x + 50, y + 2000]);
  board.remove([first]);
  assert.equal(board.get(button), undefined);
  board.restore([first]);
  assert.equal(board.get(button).area, first, "and comes back with it");
});

test("paths among copies lead to the copies, others to where they led", () => {
  const { board, first, second, button } = twoScreens();
  const copies = new Set(board.duplicate([first, second]));
  const path = pathsAmong(board.objects).find(({ from }) => from !== button);
  assert.ok(copies.has(path.from) && copies.has(path.to) && copies.has(path.in));
  const [copy] = board.duplicate([button], [0, 60]);
  assert.equal(targetOf(board.get(copy), board.objects).id, second);
});

test("a prototype that goes to another room keeps its paths", () => {
  const { board } = twoScreens();
  const other = newBoard();
  other.create(draftsAround(unpacked(packed(board.objects.values())), [0, 0], (group) => group));
  assert.equal(other.objects.size, 3);
  const [path] = pathsAmong(other.objects);
  assert.equal(other.get(path.to).kind, "frame");
  assert.equal(other.get(path.in).kind, "frame");
  assert.notEqual(path.to, path.in);
});

test("a button that is pasted alone leads where it led in its room, and nowhere in another", () => {
  const { board, second, button } = twoScreens();
  const copied = packed([board.get(button)]);
  const [here_] = board.create(draftsAround(unpacked(copied), [900, 900], () => null));
  assert.equal(targetOf(board.get(here_), board.objects).id, second);
  const other = newBoard();
  const [there] = other.create(draftsAround(unpacked(copied), [0, 0], () => null));
  assert.equal(targetOf(other.get(there), other.objects), null);
});

test("paths to itself, to the own frame, to a note, in circles and into nothing break nothing", () => {
  const doc = new Y.Doc();
  const put = (id, fields) => doc.getMap("objects").set(id, new Y.Map(Object.entries(fields)));
  put("note", { kind: "note", pos: [0, 0] });
  put("self", { kind: "frame", pos: [0, 0], to: "self", area: "self" });
  put("a", { kind: "frame", pos: [0, 0], to: "b", area: "b" });
  put("b", { kind: "frame", pos: [NaN, 1e300], to: "a" });
  for (const [index, to] of ["a", "b", "note", "gone", "", NaN, 7, null, {}, ["b"], "x".repeat(999), "__proto__", "in6"].entries()) {
    put(`in${index}`, { kind: "sketch", pos: [0, 0], area: "a", to, shape: to });
  }
  put("lost", { kind: "sketch", area: "nowhere", to: "self" });
  const board = new BoardDocument(doc, { person: "ada", mayWrite: true });
  const { objects } = board;
  for (const object of objects.values()) {
    const target = targetOf(object, objects);
    assert.ok(target === null || (target.kind === "frame" && target.id !== object.id));
    assert.ok(frameOf(object, objects) === null || frameOf(object, objects).kind === "frame");
    assert.ok(exitsOf(objects, object.id).length <= objects.size);
  }
  assert.equal(targetOf(objects.get("self"), objects), null);
  assert.equal(targetOf(objects.get("in0"), objects), null, "to where it is already");
  assert.equal(targetOf(objects.get("in1"), objects).id, "b");
  assert.equal(targetOf(objects.get("in2"), objects), null, "a note is no screen");
  assert.deepEqual(reachable(objects, "b"), ["b", "a"]);
  assert.deepEqual(reachable(objects, "gone"), []);
  assert.equal(targetOf(objects.get("lost"), objects).id, "self");
});

test("a journey goes on and back, never to where it is, and begins anew", () => {
  let journey = gone(gone(gone(begun("a"), "b"), "b"), "c");
  assert.deepEqual([here(journey), journey.trail.length], ["c", 3]);
  assert.deepEqual(progress(journey, ["a", "b", "c", "d"]), { n: 3, all: 4 });
  journey = back(back(journey));
  assert.equal(here(journey), "a");
  assert.ok(!mayGoBack(journey));
  assert.equal(back(journey), journey);
  assert.deepEqual(progress(journey, ["a", "b", "c", "d"]), { n: 3, all: 4 }, "seen is seen");
});

test("a long journey is bounded", () => {
  let journey = begun("a");
  for (let count = 0; count < 5000; count++) journey = gone(journey, count % 2 ? "a" : "b");
  assert.ok(journey.trail.length <= 500);
  assert.deepEqual(journey.seen, ["a", "b"]);
});

test("a journey goes on from where it was when frames are deleted, until none is left", () => {
  const journey = gone(gone(gone(begun("a"), "b"), "a"), "c");
  assert.equal(settled(journey, () => true), journey);
  const left = settled(journey, (id) => id !== "b" && id !== "c");
  assert.deepEqual([left.trail, left.start], [["a"], "a"]);
  assert.equal(here(settled(journey, (id) => id === "c")), "c");
  assert.equal(settled(journey, () => false), null);
});

test("of what others say of their playing only what is here is believed", () => {
  const isFrame = (id) => id === "a" || id === "b";
  for (const value of [undefined, null, 1, "a", [], {}, { frame: 7 }, { frame: "gone" }, { frame: ["a"] }, { frame: "x".repeat(999) }]) {
    assert.equal(readPlaying(value, isFrame), null);
  }
  assert.deepEqual(readPlaying({ frame: "b", start: "gone", tapped: {}, count: NaN }, isFrame), { start: "b", frame: "b", tapped: "", count: 0 });
  assert.deepEqual(readPlaying({ frame: "b", start: "a", tapped: "t", count: 2 }, isFrame), { start: "a", frame: "b", tapped: "t", count: 2 });
  assert.equal(readWatching(5), null);
  assert.equal(readWatching("ben"), "ben");
});
