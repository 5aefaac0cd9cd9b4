import assert from "node:assert/strict";
import { test } from "node:test";

import { BoardDocument, randomId } from "../../../web/board/document.js";
import * as Y from "../../../web/vendor/yjs.js";

/** People at one board: what one writes reaches the others when `meet` is called. */
function people(...names) {
  const all = names.map((person) => {
    const doc = new Y.Doc();
    return { person, doc, board: new BoardDocument(doc, { person, mayWrite: true }) };
  });
  const meet = () => {
    for (let round = 0; round < 2; round++) {
      for (const from of all) {
        for (const to of all) {
          if (from !== to) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), "sync");
        }
      }
    }
  };
  return [...all.map(({ board }) => board), meet, ...all.map(({ doc }) => doc)];
}

/** Types at the end. */
function write(board, id, text) {
  board.editText(id, [{ index: board.get(id).text.length, removed: 0, inserted: text }]);
}

const state = (board) => JSON.stringify([...board.objects].sort());

test("a new note has sane values and lies on top", () => {
  const [ada] = people("ada");
  const [first] = ada.create([{ pos: [10.4, 20.6] }]);
  const [second] = ada.create([{ pos: [0, 0], color: "blue", text: "a\r\nb" }]);
  assert.deepEqual(ada.get(first), {
    id: first, kind: "note", pos: [10, 21], size: [200, 200], z: "a0", area: null, color: "yellow", author: "ada", text: "",
    locked: false, group: null, texts: { text: "" }, data: { anonymous: false, tags: [] },
  });
  assert.equal(ada.get(second).text, "a\nb");
  assert.ok(ada.get(second).z > ada.get(first).z);
});

test("two people who write in one note converge", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id] = ada.create([{ pos: [0, 0], text: "Bus" }]);
  meet();
  ada.editText(id, [{ index: 0, removed: 0, inserted: "Der " }]);
  bob.editText(id, [{ index: 3, removed: 0, inserted: " kommt" }]);
  meet();
  assert.equal(ada.get(id).text, "Der Bus kommt");
  assert.equal(state(ada), state(bob));
});

test("every command is one transaction", () => {
  const [ada, , doc] = people("ada");
  let updates = 0;
  doc.on("update", () => updates++);
  const ids = ada.create([{ pos: [0, 0] }, { pos: [300, 0] }, { pos: [600, 0] }]);
  ada.move(new Map(ids.map((id) => [id, [5, 5]])));
  ada.recolor(ids, "red");
  ada.raise(ids);
  ada.duplicate(ids);
  ada.remove(ids);
  assert.equal(updates, 6);
});

test("changes come as events by id, and tell whose they are", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const heard = [];
  bob.events.on("changed", (change) => heard.push(change));
  const [id] = ada.create([{ pos: [0, 0] }]);
  meet();
  ada.recolor([id], "green");
  meet();
  bob.remove([id]);
  assert.deepEqual(heard, [
    { added: [id], changed: [], removed: [], own: false },
    { added: [], changed: [id], removed: [], own: false },
    { added: [], changed: [], removed: [id], own: true },
  ]);
});

test("a guest cannot write", () => {
  const board = new BoardDocument(new Y.Doc(), { person: "gast", mayWrite: false });
  assert.throws(() => board.create([{ pos: [0, 0] }]), /expected a person who may write/);
});

test("nonsense in the document becomes defaults, never an exception", () => {
  const doc = new Y.Doc();
  const map = doc.getMap("objects");
  const nonsense = {
    nothing: {}, wrong: { kind: 7, pos: "here", size: [NaN, 1], z: {}, area: 3, color: "ultraviolet", author: null, text: 5, locked: "yes", group: [1] },
    far: { pos: [1e300, -1e300], size: [-5, 1e9], kind: "ufo", text: "plain" }, list: { pos: [], size: [1], z: "!!!" },
  };
  for (const [id, fields] of Object.entries(nonsense)) {
    const object = new Y.Map();
    for (const [key, value] of Object.entries(fields)) object.set(key, value);
    map.set(id, object);
  }
  map.set("string", "not a map");
  map.set("number", 5);
  const board = new BoardDocument(doc, { person: "ada", mayWrite: true });
  assert.deepEqual([...board.objects.keys()].sort(), ["far", "list", "nothing", "wrong"]);
  assert.deepEqual(board.get("wrong"), {
    id: "wrong", kind: "unknown", pos: [0, 0], size: [200, 200], z: "", area: null, color: "grey", author: "", text: "",
    locked: false, group: null, texts: { text: "" }, data: {},
  });
  assert.deepEqual(board.get("far").pos, [1_000_000, -1_000_000]);
  assert.deepEqual(board.get("far").size, [80, 1600]);
  assert.equal(board.get("far").text, "plain");
  board.raise(["list"]);
  board.editText("far", [{ index: 5, removed: 0, inserted: "!" }]);
  board.editText("wrong", [{ index: 99, removed: 5, inserted: "now" }]);
  assert.equal(board.get("far").text, "plain!");
  assert.equal(board.get("wrong").text, "now");
});

test("a text with something embedded becomes a plain text when it is written in", () => {
  const [ada, , doc] = people("ada");
  const [id] = ada.create([{ pos: [0, 0], text: "ab" }]);
  doc.getMap("objects").get(id).get("text").insertEmbed(0, { image: "x" });
  write(ada, id, "c");
  assert.equal(ada.get(id).text, "abc");
});

test("duplicate copies look and text, beside the original and on top", () => {
  const [ada] = people("ada");
  const [id] = ada.create([{ pos: [0, 0], color: "pink", text: "x", size: [300, 120] }]);
  const [copy] = ada.duplicate([id]);
  const { pos, size, color, text, z } = ada.get(copy);
  assert.deepEqual({ pos, size, color, text }, { pos: [24, 24], size: [300, 120], color: "pink", text: "x" });
  assert.ok(z > ada.get(id).z);
});

test("raise and lower keep the order among those chosen", () => {
  const [ada] = people("ada");
  const [a, b, c] = ada.create([{ pos: [0, 0] }, { pos: [0, 0] }, { pos: [0, 0] }]);
  const order = () => [a, b, c].sort((x, y) => (ada.get(x).z < ada.get(y).z ? -1 : 1)).map((id) => "abc"[[a, b, c].indexOf(id)]).join("");
  ada.raise([b, a]);
  assert.equal(order(), "cab");
  ada.lower([b]);
  assert.equal(order(), "bca");
});

test("undo and redo walk through one's own steps", () => {
  const [ada] = people("ada");
  const [id] = ada.create([{ pos: [0, 0] }]);
  ada.move(new Map([[id, [50, 50]]]));
  ada.recolor([id], "red");
  assert.deepEqual(ada.undo(), { done: true, skipped: 0, partly: false, ids: [id] });
  assert.equal(ada.get(id).color, "yellow");
  ada.undo();
  assert.deepEqual(ada.get(id).pos, [0, 0]);
  ada.undo();
  assert.equal(ada.objects.size, 0);
  assert.equal(ada.undo().done, false);
  for (let step = 0; step < 3; step++) ada.redo();
  assert.deepEqual(ada.get(id).pos, [50, 50]);
  assert.equal(ada.get(id).color, "red");
  assert.equal(ada.redo().done, false);
});

test("a deleted note comes back with its text, and typing before that can still be undone", () => {
  const [ada] = people("ada");
  const [id] = ada.create([{ pos: [0, 0] }]);
  write(ada, id, "Haltestelle");
  ada.remove([id]);
  ada.undo();
  assert.equal(ada.get(id).text, "Haltestelle");
  ada.undo();
  assert.equal(ada.get(id).text, "");
});

test("every step back and forth passes the same boards, also over a deleted note", () => {
  const [ada] = people("ada");
  const [id] = ada.create([{ pos: [0, 0] }]);
  write(ada, id, "A");
  ada.remove([id]);
  const back = [state(ada)];
  while (ada.undo().done) back.push(state(ada));
  const forth = [state(ada)];
  while (ada.redo().done) forth.push(state(ada));
  assert.equal(back.length, 4);
  assert.deepEqual(forth.reverse(), back);
});

test("a note that was made and discarded leaves nothing to undo", () => {
  const [ada] = people("ada");
  const [kept] = ada.create([{ pos: [0, 0] }]);
  const [id] = ada.create([{ pos: [300, 0] }]);
  write(ada, id, "a");
  ada.editText(id, [{ index: 0, removed: 1, inserted: "" }]);
  ada.discard(id);
  assert.deepEqual([...ada.objects.keys()], [kept]);
  assert.deepEqual(ada.undo(), { done: true, skipped: 0, partly: false, ids: [] });
  assert.equal(ada.objects.size, 0);
  ada.redo();
  assert.deepEqual([...ada.objects.keys()], [kept]);
});

test("a note that somebody else wrote in is not discarded", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id] = ada.create([{ pos: [0, 0] }]);
  meet();
  write(bob, id, "x");
  meet();
  ada.discard(id);
  assert.equal(ada.get(id).text, "x");
});

test("a word is a step", () => {
  const [ada] = people("ada");
  const [id] = ada.create([{ pos: [0, 0] }]);
  for (const letter of "neue Haltestelle") write(ada, id, letter);
  ada.undo();
  assert.equal(ada.get(id).text, "neue ");
});

test("somebody else's move stands in the way: the step before is undone and it is said", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id] = ada.create([{ pos: [0, 0] }]);
  ada.recolor([id], "red");
  ada.move(new Map([[id, [50, 50]]]));
  meet();
  bob.move(new Map([[id, [99, 99]]]));
  meet();
  assert.deepEqual(ada.undo(), { done: true, skipped: 1, partly: false, ids: [id] });
  assert.deepEqual(ada.get(id).pos, [99, 99]);
  assert.equal(ada.get(id).color, "yellow");
});

test("somebody else's move between two of one's own is not undone either", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id] = ada.create([{ pos: [0, 0] }]);
  ada.move(new Map([[id, [1, 1]]]));
  meet();
  bob.move(new Map([[id, [2, 2]]]));
  meet();
  ada.move(new Map([[id, [3, 3]]]));
  ada.undo();
  assert.deepEqual(ada.get(id).pos, [2, 2]);
  assert.deepEqual(ada.undo(), { done: false, skipped: 2, partly: false, ids: [] });
  assert.deepEqual(ada.get(id).pos, [2, 2]);
});

test("a move made at the same time as somebody else's never costs a note its place", () => {
  for (let attempt = 0; attempt < 8; attempt++) {
    const [ada, bob, meet] = people("ada", "bob");
    const [id] = ada.create([{ pos: [7, 7] }]);
    meet();
    ada.move(new Map([[id, [50, 50]]]));
    bob.move(new Map([[id, [99, 99]]]));
    meet();
    const where = ada.get(id).pos;
    assert.equal(ada.undo().skipped, 1 + 1); // the move, and the making of a note that bob moved
    assert.deepEqual(ada.get(id).pos, where);
    meet();
    assert.equal(state(ada), state(bob));
  }
});

test("undo takes back its part of a step and leaves what others changed", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [a, b] = ada.create([{ pos: [0, 0] }, { pos: [300, 0] }]);
  ada.move(new Map([[a, [0, 500]], [b, [300, 500]]]));
  meet();
  bob.move(new Map([[b, [900, 900]]]));
  meet();
  assert.deepEqual(ada.undo(), { done: true, skipped: 0, partly: true, ids: [a, b] });
  assert.deepEqual(ada.get(a).pos, [0, 0]);
  assert.deepEqual(ada.get(b).pos, [900, 900]);
});

test("undoing a new note keeps it where somebody else wrote in it", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id] = ada.create([{ pos: [0, 0] }]);
  write(ada, id, "mein");
  meet();
  write(bob, id, " dein");
  meet();
  ada.undo();
  assert.equal(ada.get(id).text, " dein");
  assert.deepEqual(ada.undo(), { done: false, skipped: 1, partly: false, ids: [] });
  assert.equal(ada.get(id).text, " dein");
});

test("of twelve pasted notes undo keeps the one that somebody else wrote in", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const ids = ada.create(Array.from({ length: 12 }, (_, index) => ({ pos: [index * 220, 0], text: `Zeile ${index}` })));
  meet();
  write(bob, ids[3], "!");
  meet();
  assert.deepEqual(ada.undo(), { done: true, skipped: 0, partly: true, ids: [ids[3]] });
  assert.equal(ada.get(ids[3]).text, "Zeile 3!");
});

test("redo does not delete again what somebody else has written in since", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id] = ada.create([{ pos: [0, 0], text: "a" }]);
  ada.remove([id]);
  ada.undo();
  meet();
  write(bob, id, "b");
  meet();
  assert.deepEqual(ada.redo(), { done: false, skipped: 1, partly: false, ids: [] });
  assert.equal(ada.get(id).text, "ab");
});

test("an undo of typing takes back one's own letters only", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id] = ada.create([{ pos: [0, 0] }]);
  write(ada, id, "hallo");
  meet();
  bob.editText(id, [{ index: 2, removed: 0, inserted: "XX" }]);
  meet();
  ada.undo();
  assert.equal(ada.get(id).text, "XX");
});

test("what somebody else deleted is skipped and said", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [a, b] = ada.create([{ pos: [0, 0] }, { pos: [0, 0] }]);
  ada.recolor([b], "blue");
  ada.move(new Map([[a, [9, 9]]]));
  meet();
  bob.remove([a]);
  meet();
  assert.deepEqual(ada.undo(), { done: true, skipped: 1, partly: false, ids: [b] });
});

// Without deleted letters: Yjs itself misses a piece of text in 4 of 100 such walks there and back
// where letters were deleted in between (13.6.33, without any code of ours).
test("alone, undoing everything and redoing everything leads back", () => {
  const next = seeded(7);
  let steps = 0;
  for (let run = 0; run < 60; run++) {
    const [ada] = people("ada");
    for (let step = 0; step < 25; step++) randomCommand(ada, next, false);
    const end = state(ada);
    while (ada.undo().done) steps++;
    assert.equal(ada.objects.size, 0, `run ${run}`);
    while (ada.redo().done);
    assert.equal(state(ada), end, `run ${run}`);
  }
  assert.ok(steps > 500);
});

test("undo at random among others never takes a value, a letter or a note of theirs", () => {
  const next = seeded(42);
  let undone = 0;
  for (let run = 0; run < 80; run++) {
    const [ada, bob, meet] = people("ada", "bob");
    ada.create([{ pos: [0, 0] }, { pos: [1, 1] }]);
    meet();
    for (let step = 0; step < 30; step++) {
      if (next() < 0.5) randomCommand(ada, next);
      else bobCommand(bob, next, step);
      if (next() < 0.3) meet();
      if (next() < 0.3) {
        meet();
        const before = theirs(ada);
        if ((next() < 0.7 ? ada.undo() : ada.redo()).done) undone++;
        for (const [id, parts] of before) {
          const object = ada.get(id);
          assert.ok(object, `run ${run} step ${step}: the note ${id} of theirs is gone`);
          if (parts.color) assert.equal(object.color, parts.color, `run ${run} step ${step}`);
          assert.equal(capitals(object.text), parts.letters, `run ${run} step ${step}`);
        }
      }
    }
    meet();
    assert.equal(state(ada), state(bob));
  }
  assert.ok(undone > 100);

  // Bob writes capitals and colours blue or violet, nobody else does; ada deletes nothing of his.
  function theirs(board) {
    const found = new Map();
    for (const { id, color, text } of board.objects.values()) {
      const color_ = color === "blue" || color === "violet" ? color : null;
      if (color_ || capitals(text)) found.set(id, { color: color_, letters: capitals(text) });
    }
    return found;
  }
  function capitals(text) {
    return text.replace(/[^A-Z]/g, "");
  }
  function bobCommand(bob, random, step) {
    const id = pick([...bob.objects.keys()], random);
    if (!id) return;
    if (random() < 0.5) bob.recolor([id], random() < 0.5 ? "blue" : "violet");
    else bob.editText(id, [{ index: 0, removed: 0, inserted: String.fromCharCode(65 + (step % 26)) }]);
  }
});

test("ids are random and short enough to say", () => {
  const ids = new Set(Array.from({ length: 500 }, randomId));
  assert.equal(ids.size, 500);
  for (const id of ids) assert.match(id, /^[a-z0-9]{16}$/);
});

test("what is locked stays as it is until it is unlocked, whoever tries", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [id, other] = ada.create([{ pos: [0, 0], text: "fest" }, { pos: [300, 0] }]);
  ada.lock([id]);
  meet();
  const before = bob.get(id);
  assert.equal(before.locked, true);
  bob.move(new Map([[id, [9, 9]], [other, [9, 9]]]), { onTop: true });
  bob.resize(new Map([[id, { pos: [5, 5], size: [300, 300] }]]));
  bob.recolor([id], "red");
  bob.raise([id]);
  bob.lower([id]);
  bob.group([id, other]);
  bob.editText(id, [{ index: 0, removed: 4, inserted: "weg" }]);
  bob.remove([id]);
  assert.deepEqual(bob.get(id), before);
  assert.deepEqual(bob.get(other).pos, [9, 9]);
  bob.unlock([id]);
  bob.move(new Map([[id, [9, 9]]]));
  meet();
  assert.deepEqual(ada.get(id).pos, [9, 9]);
});

test("locking and grouping are steps, undone and done again", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const ids = ada.create([{ pos: [0, 0] }, { pos: [300, 0] }]);
  const look = () => ids.map((id) => [ada.get(id).locked, ada.get(id).group !== null]);
  ada.group(ids);
  ada.lock(ids);
  assert.equal(ada.get(ids[0]).group, ada.get(ids[1]).group);
  assert.ok(ada.undo().done);
  assert.deepEqual(look(), [[false, true], [false, true]]);
  assert.ok(ada.undo().done);
  assert.deepEqual(look(), [[false, false], [false, false]]);
  assert.ok(ada.redo().done);
  assert.ok(ada.redo().done);
  assert.deepEqual(look(), [[true, true], [true, true]]);
  meet();
  bob.unlock([ids[0]]);
  bob.lock([ids[0]]);
  meet();
  assert.equal(ada.undo().partly, true);
  assert.deepEqual(look(), [[true, true], [false, true]]);
});

test("two who group the same notes at once agree in the end", () => {
  const [ada, bob, meet] = people("ada", "bob");
  const [a, b, c] = ada.create([{ pos: [0, 0] }, { pos: [300, 0] }, { pos: [600, 0] }]);
  meet();
  ada.group([a, b]);
  bob.group([b, c]);
  meet();
  assert.equal(state(ada), state(bob));
  ada.ungroup([a, b, c]);
  meet();
  assert.deepEqual([a, b, c].map((id) => bob.get(id).group), [null, null, null]);
});

test("a copied group is a group of its own, and a copy is not locked", () => {
  const [ada] = people("ada");
  const ids = ada.create([{ pos: [0, 0] }, { pos: [300, 0] }]);
  ada.group(ids);
  ada.lock(ids);
  const [a, b] = ada.duplicate(ids).map((id) => ada.get(id));
  assert.equal(a.group, b.group);
  assert.notEqual(a.group, ada.get(ids[0]).group);
  assert.deepEqual([a.locked, b.locked], [false, false]);
});

test("what this version does not know is copied whole", () => {
  const [ada, , doc] = people("ada");
  const strange = new Y.Map();
  for (const [key, value] of Object.entries({ kind: "shape", pos: [1, 2], size: [100, 90], form: { corners: 3 } })) strange.set(key, value);
  doc.getMap("objects").set("strange", strange);
  const [copy] = ada.duplicate(["strange"]);
  assert.deepEqual(doc.getMap("objects").get(copy).get("form"), { corners: 3 });
  assert.deepEqual([ada.get(copy).kind, ada.get(copy).pos], ["shape", [25, 26]]);
});

function seeded(seed) {
  let at = seed;
  return () => {
    at = (at * 1664525 + 1013904223) % 4294967296;
    return at / 4294967296;
  };
}

function pick(list, random) {
  return list[Math.floor(random() * list.length)];
}

function randomCommand(board, random, deletesLetters = true) {
  const all = [...board.objects.values()];
  const own = all.filter(({ color, text }) => !["blue", "violet"].includes(color) && !/[A-Z]/.test(text));
  const object = pick(own, random);
  const kind = Math.floor(random() * 10);
  if (!object || kind === 0) board.create([{ pos: [random() * 999, random() * 999], text: random() < 0.5 ? "neu" : "" }]);
  else if (kind === 1) board.move(new Map([[object.id, [random() * 999, random() * 999]]]));
  else if (kind === 2) board.recolor([object.id], pick(["red", "green", "grey"], random));
  else if (kind === 3) board.resize(new Map([[object.id, { pos: object.pos, size: [100 + random() * 200, 150] }]]));
  else if (kind === 4) board.raise([object.id]);
  else if (kind === 8) board.group([object.id, pick(own, random).id]);
  else if (kind === 9) board.ungroup([object.id]);
  else if (kind === 5 && random() < 0.4) board.remove([object.id]);
  else if (kind === 6 && object.text && deletesLetters) board.editText(object.id, [{ index: 0, removed: 1, inserted: "" }]);
  else board.editText(object.id, [{ index: Math.floor(random() * (object.text.length + 1)), removed: 0, inserted: "abc " }]);
}
