import assert from "node:assert/strict";
import { test } from "node:test";

import { Shown, apply, clean, diff, mapCaret } from "../../../web/board/text-edit.js";

test("the edit between two texts is the smallest", () => {
  assert.equal(diff("gleich", "gleich"), null);
  assert.deepEqual(diff("", "abc"), { index: 0, removed: 0, inserted: "abc" });
  assert.deepEqual(diff("abc", ""), { index: 0, removed: 3, inserted: "" });
  assert.deepEqual(diff("ein Bus", "ein Zug"), { index: 4, removed: 3, inserted: "Zug" });
  assert.deepEqual(diff("abcd", "abXd"), { index: 2, removed: 1, inserted: "X" });
});

test("in a run of equal letters the caret says which one was typed", () => {
  assert.deepEqual(diff("aaaa", "aaaaa", 2), { index: 1, removed: 0, inserted: "a" });
  assert.deepEqual(diff("aaaa", "aaaaa", 5), { index: 4, removed: 0, inserted: "a" });
  assert.deepEqual(diff("aaaa", "aaa", 1), { index: 1, removed: 1, inserted: "" });
});

test("an edit never cuts a letter in half", () => {
  assert.deepEqual(diff("a😀", "a😁"), { index: 1, removed: 2, inserted: "😁" });
  assert.deepEqual(diff("😀😀", "😀", 2), { index: 2, removed: 2, inserted: "" });
  // Both end with the same half: 😀 is D83D DE00, 🨀 is D83E DE00.
  assert.deepEqual(diff("x😀", "x🨀"), { index: 1, removed: 2, inserted: "🨀" });
});

test("whatever is typed, the edit leads there and leaves whole letters", () => {
  const next = seeded(5);
  const letters = ["a", "b", "😀", "😁", "🨀", "\n", "é"];
  for (let run = 0; run < 3000; run++) {
    const before = word(next, letters);
    const after = word(next, letters);
    const edit = diff(before, after, Math.floor(next() * (after.length + 1)));
    if (edit === null) {
      assert.equal(before, after);
      continue;
    }
    assert.equal(apply(before, edit), after);
    assert.ok(edit.inserted.isWellFormed?.() ?? true);
    assert.ok(before.slice(0, edit.index).isWellFormed?.() ?? true, `${before} → ${after}`);
    assert.ok(before.slice(edit.index + edit.removed).isWellFormed?.() ?? true, `${before} → ${after}`);
  }
});

test("a caret moves with what others write before it and stays for what comes at it or after it", () => {
  assert.equal(mapCaret(3, [{ insert: "ab" }]), 5);
  assert.equal(mapCaret(3, [{ retain: 3 }, { insert: "ab" }]), 3);
  assert.equal(mapCaret(3, [{ retain: 5 }, { insert: "ab" }]), 3);
  assert.equal(mapCaret(5, [{ retain: 1 }, { delete: 2 }]), 3);
  assert.equal(mapCaret(2, [{ retain: 1 }, { delete: 4 }]), 1);
  assert.equal(mapCaret(4, [{ retain: 1 }, { delete: 2 }, { insert: "xyz" }]), 5);
  assert.equal(mapCaret(4, [{ insert: {} }]), 5);
});

test("text is cleaned of carriage returns and half letters, and bounded at a whole one", () => {
  assert.equal(clean("a\r\nb\rc"), "a\nb\nc");
  assert.equal(clean("a\uD83Db"), "a\uFFFDb");
  assert.equal(clean("ab😀", 3), "ab");
  assert.equal(clean("ab😀", 4), "ab😀");
});

test("a field that lags behind its text still edits the right letters", () => {
  const shown = new Shown("Haus am See");
  // Somebody writes "Das " in front and deletes "am ".
  shown.moveOn([{ insert: "Das " }, { retain: 5 }, { delete: 3 }]);
  assert.ok(shown.behind);
  // Here "See" becomes "Meer" meanwhile.
  const edits = shown.carry({ index: 8, removed: 3, inserted: "Meer" });
  assert.equal(edits.reduce(apply, "Das Haus See"), "Das Haus Meer");
  assert.equal(shown.text, "Haus am Meer");
  assert.equal(shown.place(12), "Das Haus Meer".length);
});

test("a field that deletes what others are writing in leaves their letters", () => {
  const shown = new Shown("abcd");
  shown.moveOn([{ retain: 2 }, { insert: "XX" }]);
  assert.equal(shown.carry({ index: 0, removed: 4, inserted: "neu" }).reduce(apply, "abXXcd"), "neuXX");
});

test("at random, a lagging field's edits arrive where they belong", () => {
  const next = seeded(11);
  for (let run = 0; run < 500; run++) {
    let text = word(next, ["a", "b", "c"]);
    const shown = new Shown(text);
    for (let step = 0; step < 8; step++) {
      if (next() < 0.5) {
        const index = Math.floor(next() * (text.length + 1));
        const removed = Math.floor(next() * (text.length - index + 1));
        shown.moveOn([{ retain: index }, { delete: removed }, { insert: "XY" }]);
        text = text.slice(0, index) + "XY" + text.slice(index + removed);
      } else {
        const index = Math.floor(next() * (shown.text.length + 1));
        const removed = Math.floor(next() * (shown.text.length - index + 1));
        text = shown.carry({ index, removed, inserted: "m" }).reduce(apply, text);
      }
    }
    // What the field shows and nobody deleted is in the text, in this order.
    const rest = [...shown.text].filter((letter) => letter === "m").length;
    assert.ok([...text].filter((letter) => letter === "m").length <= rest);
    assert.ok(!text.includes("undefined"));
  }
});

function seeded(seed) {
  let at = seed;
  return () => {
    at = (at * 1664525 + 1013904223) % 4294967296;
    return at / 4294967296;
  };
}

function word(next, letters) {
  return Array.from({ length: Math.floor(next() * 8) }, () => letters[Math.floor(next() * letters.length)]).join("");
}
