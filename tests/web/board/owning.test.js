import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument } from "../../../web/board/document.js";
import { alongWith, apart, membersOf, ownerOf } from "../../../web/board/owning.js";
import * as Y from "../../../web/vendor/yjs.js";

function board(laid = [], lay = undefined) {
  const doc = new Y.Doc();
  const found = new BoardDocument(doc, { person: "ada", mayWrite: true, ...(lay && { lay }) });
  found.laid = laid;
  return found;
}

const area = (x, y, width = 1000, height = 800, more = {}) => ({ kind: "area", pos: [x, y], size: [width, height], ...more });
const note = (x, y, more = {}) => ({ pos: [x, y], ...more });
const laid = (id, x, y, width = 1000, height = 800) => ({ id, pos: [x, y], size: [width, height], title: id, prompt: "", color: "grey", order: 1 });
const owner = (it, id) => it.get(id).area;

test("what is made in an area belongs to it, by its middle", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [inside, edge, outside] = it.create([note(100, 100), note(950, 100), note(1200, 100)]);
  assert.deepEqual([inside, edge, outside].map((id) => owner(it, id)), [box, null, null]);
  assert.equal(owner(it, it.create([note(899, 100)])[0]), box, "99 pixels of it are inside, and its middle");
});

test("who says where it belongs knows better than its place", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const ids = it.create([note(5000, 0, { area: box }), note(10, 10, { area: null })]);
  assert.deepEqual(ids.map((id) => owner(it, id)), [box, null]);
});

test("an area that is laid around notes takes them, but none that belong to another one", () => {
  const it = board();
  const [first] = it.create([area(0, 0)]);
  const [theirs, free] = it.create([note(850, 100), note(1300, 100)]);
  const [second] = it.create([area(700, 0)]);
  assert.deepEqual([owner(it, theirs), owner(it, free)], [first, second]);
});

test("an area takes its members along, locked ones too, and they stay its own", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [a, b, other] = it.create([note(100, 100), note(400, 100), note(3000, 0)]);
  it.lock([b]);
  it.move(new Map([[box, [500, 50]]]));
  assert.deepEqual([it.get(a).pos, it.get(b).pos, it.get(other).pos], [[600, 150], [900, 150], [3000, 0]]);
  assert.deepEqual([a, b, other].map((id) => owner(it, id)), [box, box, null]);
  it.undo();
  assert.deepEqual([it.get(box).pos, it.get(a).pos, it.get(b).pos], [[0, 0], [100, 100], [400, 100]], "one step");
});

test("an area that was moved over loose notes takes them", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [free] = it.create([note(3000, 100)]);
  it.move(new Map([[box, [2900, 0]]]));
  assert.equal(owner(it, free), box);
  it.undo();
  assert.equal(owner(it, free), null);
});

test("a note that is moved belongs to where it is dropped, to the topmost one", () => {
  const it = board();
  const [low, high] = it.create([area(0, 0), area(800, 0)]);
  const [a] = it.create([note(10, 10)]);
  it.move(new Map([[a, [850, 10]]]));
  assert.equal(owner(it, a), high);
  it.move(new Map([[a, [650, 10]]]));
  assert.equal(owner(it, a), low);
  it.move(new Map([[a, [5000, 10]]]));
  assert.equal(owner(it, a), null);
  it.undo();
  assert.equal(owner(it, a), low);
});

test("what moves together stays together, also over another area", () => {
  const it = board();
  const [box, other] = it.create([area(0, 0), area(3000, 0, 1200, 900)]);
  const [a] = it.create([note(10, 10)]);
  it.move(new Map([[box, [3500, 500]], [a, [3510, 510]]]));
  assert.equal(owner(it, a), box);
  assert.equal(owner(it, box), null, "its middle lies beside the other one");
  assert.ok(other);
});

test("an owner lies in a larger one, one deep, and is over it whatever their heights", () => {
  const it = board();
  const [small] = it.create([area(100, 100, 300, 300)]);
  const [large] = it.create([area(0, 0)]);
  assert.equal(owner(it, small), large);
  const [in_small, in_large] = it.create([note(120, 120), note(600, 300)]);
  assert.deepEqual([in_small, in_large].map((id) => owner(it, id)), [small, large]);
  it.move(new Map([[large, [0, 1000]]]));
  assert.deepEqual([it.get(small).pos, it.get(in_small).pos, it.get(in_large).pos], [[100, 1100], [120, 1120], [600, 1300]]);
  const [largest] = it.create([area(-100, 900, 2000, 2000)]);
  assert.equal(owner(it, large), null, "it holds an owner itself");
  assert.ok(largest);
});

test("resized, an area loses what is outside now and takes what was free", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [near, far, free] = it.create([note(10, 10), note(750, 10), note(10, 900)]);
  it.resize(new Map([[box, { pos: [0, 0], size: [500, 1300] }]]));
  assert.deepEqual([near, far, free].map((id) => owner(it, id)), [box, null, box]);
  it.undo();
  assert.deepEqual([near, far, free].map((id) => owner(it, id)), [box, box, null]);
});

test("deleted, an area leaves its members where they are; with its content they go too", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [a, b] = it.create([note(10, 10), note(300, 10)]);
  it.remove([box]);
  assert.deepEqual([a, b].map((id) => [owner(it, id), it.get(id).pos]), [[null, [10, 10]], [null, [300, 10]]]);
  it.undo();
  assert.deepEqual([a, b].map((id) => owner(it, id)), [box, box]);
  it.lock([b]);
  it.remove([box], { withContent: true });
  assert.deepEqual([...it.objects.keys()], [b], "what is locked stays");
  assert.equal(owner(it, b), null);
  it.undo();
  assert.deepEqual([a, b].map((id) => owner(it, id)), [box, box], "one step");
});

test("restored from the trash an area has its members again", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [a] = it.create([note(10, 10)]);
  it.remove([box]);
  it.restore([box]);
  assert.equal(owner(it, a), box);
});

test("a copy of an area has copies of its members, and leaves the originals alone", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [a] = it.create([note(10, 10)]);
  const copies = it.duplicate([box]);
  assert.equal(copies.length, 2);
  const [copy] = copies.filter((id) => it.get(id).kind === "area");
  const [note_copy] = copies.filter((id) => it.get(id).kind === "note");
  assert.deepEqual([owner(it, note_copy), owner(it, a)], [copy, box]);
  it.undo();
  assert.equal(it.objects.size, 2);
});

test("a copy of a note alone belongs to where it lies", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [a] = it.create([note(10, 10)]);
  assert.equal(owner(it, it.duplicate([a])[0]), box);
  assert.equal(owner(it, it.duplicate([a], [3000, 0])[0]), null);
});

test("an area of the facilitators owns, and every owner lies over it", () => {
  const it = board([laid("one", 0, 0), laid("two", 2000, 0)]);
  const [a, b, c] = it.create([note(10, 10), note(2100, 10), note(9000, 10)]);
  assert.deepEqual([a, b, c].map((id) => owner(it, id)), ["one", "two", null]);
  const [own] = it.create([area(0, 0, 500, 500)]);
  assert.equal(owner(it, own), "one");
  assert.equal(owner(it, a), own, "it takes what lay in the one it lies in");
  it.move(new Map([[b, [100, 600]]]));
  assert.equal(owner(it, b), "one");
});

test("what lies in an area of the facilitators goes along when one of them moves it, and is no step", () => {
  const told = [];
  const it = board([laid("one", 0, 0)], (changes) => told.push(...changes));
  const [a] = it.create([note(10, 10)]);
  it.move(new Map([["one", [100, 0]]]));
  assert.deepEqual([it.get("one").pos, it.get(a).pos], [[100, 0], [110, 10]]);
  assert.deepEqual(told, [{ id: "one", area: { pos: [100, 0] } }]);
  it.undo();
  assert.equal(it.get(a), undefined, "the step before is the note itself");
});

test("nobody else moves, resizes, colours, renames, copies or deletes it", () => {
  const it = board([laid("one", 0, 0)]);
  it.move(new Map([["one", [100, 0]]]));
  it.resize(new Map([["one", { pos: [0, 0], size: [300, 300] }]]));
  it.recolor(["one"], "red");
  it.name("one", { title: "x", prompt: "" });
  it.remove(["one"]);
  it.unlock(["one"]);
  it.editText("one", [{ index: 0, removed: 0, inserted: "x" }]);
  it.takeBack("one");
  assert.deepEqual(it.duplicate(["one"]), []);
  assert.deepEqual(it.laid, [laid("one", 0, 0)]);
  assert.equal(it.objects.size, 0);
  assert.equal(it.get("one").locked, true);
});

test("a facilitator resizes, colours, renames, orders and removes it", () => {
  const told = [];
  const it = board([laid("one", 0, 0), { ...laid("two", 2000, 0), order: 2 }], (changes) => told.push(...changes));
  const [a] = it.create([note(750, 10)]);
  it.resize(new Map([["one", { pos: [0, 0], size: [500, 300] }]]));
  assert.equal(owner(it, a), null);
  it.recolor(["one"], "red");
  it.name("one", { title: "Neu", prompt: "Was?" });
  it.reorder("one", 1);
  assert.deepEqual(it.laid.map(({ id }) => id), ["two", "one"]);
  it.remove(["two"]);
  assert.deepEqual(it.laid, [{ ...laid("one", 0, 0), size: [500, 300], color: "red", title: "Neu", prompt: "Was?", order: 2 }]);
  assert.deepEqual(told.map(({ id, area }) => [id, area === null ? null : Object.keys(area)]), [
    ["one", ["pos", "size"]], ["one", ["color"]], ["one", ["title", "prompt"]], ["one", ["order"]], ["two", ["order"]], ["two", null],
  ]);
});

test("an area that facilitators lay around notes takes what is free", () => {
  const it = board([], () => {});
  const [free] = it.create([note(10, 10)]);
  const [own] = it.create([area(2000, 0, 500, 500)]);
  const [theirs] = it.create([note(2010, 10)]);
  it.lay(laid("one", 0, 0, 4000, 1000));
  assert.deepEqual([free, own, theirs].map((id) => owner(it, id)), ["one", "one", own]);
});

test("a team's area becomes the facilitators' and back, and its notes do not notice", () => {
  const told = [];
  const it = board([], (changes) => told.push(...changes));
  const [own] = it.create([area(0, 0, 1000, 800, { texts: { text: "Ideen", prompt: "Was?" } })]);
  const [a] = it.create([note(10, 10)]);
  it.lay({ ...laid(own, 0, 0), title: "Ideen", prompt: "Was?" });
  assert.equal(it.objects.has(own), false);
  assert.deepEqual([owner(it, a), it.get(own).text, it.get(own).data.laid], [own, "Ideen", true]);
  it.takeBack(own);
  assert.deepEqual([owner(it, a), it.get(own).texts, it.get(own).data.laid], [own, { text: "Ideen", prompt: "Was?" }, false]);
  assert.deepEqual(told.map(({ id, fresh = false }) => [id, fresh]), [[own, true], [own, false]]);
});

test("a note goes into another area by word, with a place there, in one step", () => {
  const it = board([laid("one", 0, 0), laid("two", 2000, 0)]);
  const [a] = it.create([note(10, 10)]);
  it.moveInto(a, "two", [2016, 80]);
  assert.deepEqual([owner(it, a), it.get(a).pos], ["two", [2016, 80]]);
  it.undo();
  assert.deepEqual([owner(it, a), it.get(a).pos], ["one", [10, 10]]);
});

test("what moves along with a chosen owner is not moved by itself, a chosen frame in a chosen area neither", () => {
  const it = board();
  const [inner] = it.create([area(100, 100, 300, 300)]);
  const [outer] = it.create([area(0, 0)]);
  const [deep, near, free] = it.create([note(120, 120), note(600, 300), note(3000, 0)]);
  const chosen = (...ids) => apart(it.objects.values(), ids.map((id) => it.get(id))).map(({ id }) => id);
  assert.deepEqual(chosen(outer, inner, deep, near, free), [outer, free]);
  assert.deepEqual(chosen(inner, deep, near), [inner, near]);
  assert.deepEqual(chosen(deep, near), [deep, near]);
});

test("areas that name each other in a circle end nothing", () => {
  const circle = [
    { id: "a", kind: "area", pos: [0, 0], size: [500, 500], z: "a0", area: "b" },
    { id: "b", kind: "area", pos: [0, 0], size: [500, 500], z: "a1", area: "a" },
    { id: "n", kind: "note", pos: [0, 0], size: [100, 100], z: "a2", area: "n" },
  ];
  assert.deepEqual(membersOf(circle, ["a"]).map(({ id }) => id), ["b"]);
  assert.equal(alongWith(new Map(circle.map((each) => [each.id, each])), new Map([["a", [10, 0]]])).size, 1);
  assert.deepEqual(apart(circle, circle).map(({ id }) => id), ["n"]);
  assert.equal(ownerOf(circle, { pos: [0, 0], size: [100, 100] }), "b");
});

test("a line whose ends are free belongs to the area its middle is in, and moves along", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const line = (x, y, toAt, more = {}) => ({ kind: "connector", pos: [x, y], data: { from: null, to: null, fromAt: [0, 0], toAt, ...more } });
  const [inside, leaving] = it.create([line(100, 100, [600, 300]), line(900, 100, [600, 0])]);
  assert.deepEqual([owner(it, inside), owner(it, leaving)], [box, null]);
  it.move(new Map([[box, [50, 20]]]));
  assert.deepEqual([it.get(inside).pos, it.get(leaving).pos], [[150, 120], [900, 100]]);
  const [copy] = it.duplicate([inside]);
  assert.equal(owner(it, copy), box);
  it.undo();
  it.undo();
  assert.deepEqual(it.get(inside).pos, [100, 100]);
});

test("a line belongs to where its free end is, and to nothing once both ends are held", () => {
  const it = board();
  const [box] = it.create([area(0, 0)]);
  const [a, b] = it.create([note(3000, 0), note(3400, 0)]);
  const [line] = it.create([{ kind: "connector", pos: [100, 100], data: { from: a, to: null, toAt: [50, 50] } }]);
  assert.equal(owner(it, line), box);
  it.change([line], { to: b });
  assert.equal(owner(it, line), null);
  it.change([line], { to: null, toAt: [2000, 0] });
  assert.equal(owner(it, line), null);
  it.change([line], { toAt: [200, 0] });
  assert.equal(owner(it, line), box);
});
