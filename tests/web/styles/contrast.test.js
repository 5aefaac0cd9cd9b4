import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../../web/styles/tokens.css", import.meta.url), "utf8");
const tokens = Object.fromEntries([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));

/** As WCAG 2 defines it. */
function contrast(a, b) {
  const [light, dark] = [luminance(tokens[a]), luminance(tokens[b])].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const atLeast = (least, pairs) => {
  for (const [a, b] of pairs) assert.ok(contrast(a, b) >= least, `${a} on ${b}: ${contrast(a, b).toFixed(2)}`);
};

const NOTES = ["yellow", "orange", "red", "pink", "violet", "blue", "green", "grey"];
const SURFACES = ["paper", "paper-deep", "surface"];

test("ink on its note is above nine to one, and a note's mark above three", () => {
  atLeast(9, NOTES.map((note) => [`note-${note}-ink`, `note-${note}-bg`]));
  atLeast(3, NOTES.map((note) => [`note-${note}-mark`, `note-${note}-bg`]));
});

test("a name reads on every member colour, and every member colour shows on the board", () => {
  const members = Array.from({ length: 12 }, (_, n) => `member-${n}`);
  atLeast(4.5, members.map((member) => ["member-ink", member]));
  atLeast(3, members.map((member) => [member, "paper"]));
});

test("every ink reads on every surface", () => {
  for (const ink of ["ink", "ink-soft", "ink-faint", "accent", "danger", "warn", "ok"]) {
    atLeast(4.5, SURFACES.map((surface) => [ink, surface]));
  }
  atLeast(4.5, [["accent-ink", "accent"], ["accent-strong", "accent-soft"], ["ink-inverse", "ink"]]);
  atLeast(4.5, [["warn", "warn-soft"], ["danger", "danger-soft"], ["ok", "ok-soft"], ["ink-soft", "paper-sunk"]]);
});

test("borders of inputs and the focus ring are seen", () => {
  for (const line of ["line-strong", "focus"]) atLeast(3, SURFACES.map((surface) => [line, surface]));
  atLeast(3, NOTES.map((note) => ["focus", `note-${note}-bg`]));
});

test("a stroke of any colour shows on the paper", () => {
  atLeast(3, NOTES.map((note) => [note === "grey" ? "ink-soft" : `note-${note}-mark`, "paper"]));
});
