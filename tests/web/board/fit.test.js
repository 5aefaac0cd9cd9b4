import assert from "node:assert/strict";
import { test } from "node:test";

import { Fitter, LEADING, SIZES, breakLines, fit } from "../../../web/board/fit.js";

/** Every letter is half its font size wide. */
const measure = (text) => [...text].length * 50;

test("a short text is as large as it gets", () => {
  assert.deepEqual(fit("Idee!", 167, 156, measure), { size: SIZES[0], lines: ["Idee!"], fits: true });
});

test("a longer text gets smaller until it fits", () => {
  const found = fit("Die Haltestelle ist zu weit weg und hat keine Bank, sagen viele", 167, 156, measure);
  assert.ok(found.fits && found.size < SIZES[0]);
  assert.ok(found.lines.length * found.size * LEADING <= 156);
});

test("a word is written smaller rather than broken", () => {
  const found = fit("Ehrenamtskoordination", 167, 156, measure);
  assert.deepEqual(found, { size: 14, lines: ["Ehrenamtskoordination"], fits: true });
});

test("a word that is too long at any size is broken", () => {
  const found = fit("Donaudampfschifffahrtsgesellschaft", 167, 156, measure);
  assert.ok(found.fits && found.lines.length === 2);
  assert.equal(found.lines.join(""), "Donaudampfschifffahrtsgesellschaft");
});

test("what fits at no size says so", () => {
  const found = fit("Wort ".repeat(400), 167, 156, measure);
  assert.deepEqual([found.fits, found.size], [false, SIZES.at(-1)]);
});

test("lines break at spaces and hyphens, and keep the breaks one made", () => {
  assert.deepEqual(breakLines("ab cd\n\nef-gh ij", 250, measure), { lines: ["ab cd", "", "ef-gh", "ij"], words: false });
});

test("spaces hang over the end of a line", () => {
  assert.deepEqual(breakLines("abcde   fg", 250, measure).lines, ["abcde", "fg"]);
});

test("emoji are letters, not halves", () => {
  assert.deepEqual(breakLines("😀😀😀", 100, measure), { lines: ["😀😀", "😀"], words: true });
});

test("what was fitted once is not measured again, until the font changes", () => {
  let measured = 0;
  const fitter = new Fitter((text) => {
    measured++;
    return measure(text);
  });
  const first = fitter.fit("ein Text", 167, 156);
  const count = measured;
  assert.equal(fitter.fit("ein Text", 167, 156), first);
  assert.equal(measured, count);
  fitter.forget();
  fitter.fit("ein Text", 167, 156);
  assert.ok(measured > count);
});
