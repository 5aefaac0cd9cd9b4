// Random edits of Yjs documents: of a board like ours, and of somebody else's text editor.
// Each takes (doc, random) and returns whether there was something to do it with.

import * as Y from "yjs";

const KEYS = 12;
const COLORS = ["yellow", "orange", "red", "pink", "violet", "blue", "green", "grey"];
const TEXTS = ["Beete am Nordmarkt", "Grüße", "😀", "👩‍👩‍👧 und 🇩🇪", "\n", " ", "Wasser 💧 sammeln", "é"];

/** Of a board: many notes with few keys, so that people get in each other's way. */
export const board = {
  "makes a note": (doc, random) => {
    const made = note([random(4000) / 8, -random(3000)], TEXTS[random(TEXTS.length)]);
    doc.getMap("objects").set(`n${random(KEYS)}`, made);
    return true;
  },

  "draws ink": (doc, random) => {
    const points = existing(doc, random, "points") ?? newInk(doc, random);
    if (points.length > 20) points.delete(random(10), 5);
    else points.push([random(200) - 100, random(200) - 100]);
    return true;
  },

  moves: (doc, random) => {
    const object = anyObject(doc, random);
    object?.set("pos", [random(4000) + 0.1, random(2 ** 20)]);
    return object !== null;
  },

  "changes looks": (doc, random) => {
    const object = anyObject(doc, random);
    if (object === null) return false;
    doc.transact(() => {
      object.set("color", COLORS[random(COLORS.length)]);
      object.set("area", random(2) ? null : `area-${random(3)}`);
      if (random(4) === 0) object.delete("z");
    });
    return true;
  },

  types: (doc, random) => typeIn(existing(doc, random, "text"), random),

  "types more": (doc, random) => typeIn(existing(doc, random, "text"), random),

  "deletes letters": (doc, random) => deleteIn(existing(doc, random, "text"), random),

  "deletes a note": (doc, random) => {
    const keys = keysAtPlay(doc);
    if (keys.length < KEYS / 2) return false;
    doc.getMap("objects").delete(keys[random(keys.length)]);
    return true;
  },
};

/** Of an editor with rich text, which knows nothing of boards. */
export const editor = {
  types: (doc, random) => typeIn(doc.getText("text"), random),

  "types more": (doc, random) => typeIn(doc.getText("text"), random),

  "deletes letters": (doc, random) => deleteIn(doc.getText("text"), random),

  formats: (doc, random) => {
    const text = doc.getText("text");
    if (text.length < 2) return false;
    const start = boundary(text, random(text.length - 1));
    const end = boundary(text, start + 1 + random(text.length - start));
    text.format(start, end - start, { bold: random(2) ? true : null });
    return true;
  },

  embeds: (doc, random) => {
    const text = doc.getText("text");
    text.insertEmbed(boundary(text, random(text.length + 1)), { image: `${random(100)}.png` });
    return true;
  },

  "writes a paragraph": (doc, random) => {
    const prose = doc.getXmlFragment("prose");
    const paragraph = new Y.XmlElement("p");
    paragraph.setAttribute("align", random(2) ? "left" : "right");
    paragraph.insert(0, [new Y.XmlText(TEXTS[random(TEXTS.length)])]);
    prose.insert(random(prose.length + 1), [paragraph]);
    return true;
  },

  "deletes a paragraph": (doc, random) => {
    const prose = doc.getXmlFragment("prose");
    if (prose.length > 0) prose.delete(random(prose.length), 1);
    return prose.length > 0;
  },
};

/** A new note, or another one in its place. */
export function writeNote(doc, key, text) {
  doc.getMap("objects").set(key, note([0, 0], text));
}

/** Values that are no JSON, types that no board knows, and a value that is no object. */
export function scatter(doc, key) {
  const object = new Y.Map();
  doc.getMap("objects").set(key, object);
  object.set("pos", [NaN, Infinity]);
  object.set("size", undefined);
  object.set("ink", new Uint8Array([1, 2, 3]));
  object.set("prose", new Y.XmlFragment());
  object.set("nested", new Y.Map([["deeper", new Y.Array()]]));
  doc.getMap("objects").set(`${key}-plain`, "no object at all");
}

/**
 * Objects of these kinds, with each of these fields spoiled in turn. Some lie where everybody looks,
 * and everything is about as large as it may be.
 */
export function spoil(doc, kinds, fields) {
  const objects = doc.getMap("objects");
  const nonsense = () => [
    null, true, -1, 1e300, "x".repeat(3000), "__proto__", "\ud800", [], [NaN, "x", null, [1e308]], { from: { to: 1 } },
    new Uint8Array([1]), new Y.Array(), new Y.Map([["deeper", new Y.Text("words")]]), new Y.Text("<img src=x onerror=alert(1)>"),
  ];
  doc.transact(() => {
    for (const kind of kinds) {
      objects.set(`${kind}-bare`, new Y.Map([["kind", kind]]));
      for (const [place, field] of fields.entries()) {
        nonsense().forEach((value, index) => {
          // A third of all, another one for each field and kind: a board that browsers can bear.
          if ((index + place + kind.length) % 3 !== 0) return;
          objects.set(`${kind}-${field}-${index}`, new Y.Map([["kind", kind], ["pos", [40 * index, 60]], [field, value]]));
        });
      }
    }
  });
}

/** @returns random(below) → 0 … below - 1: the same numbers for the same seed and index */
export function randomFrom(seed, index) {
  let state = Math.imul(seed * 1000 + index + 1, 0x9e3779b1) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function note(pos, text) {
  return new Y.Map(Object.entries({
    kind: "note", pos, size: [192, 128], z: "a0", area: null, color: "yellow", author: "somebody",
    text: new Y.Text(text),
  }));
}

function newInk(doc, random) {
  const points = new Y.Array();
  const ink = new Y.Map(Object.entries({ kind: "ink", pos: [random(4000), random(3000)], points }));
  doc.getMap("objects").set(`n${random(KEYS)}`, ink);
  return points;
}

function anyObject(doc, random) {
  const object = doc.getMap("objects").get(`n${random(KEYS)}`);
  return object instanceof Y.Map ? object : null;
}

/** This field of any object that has it, or null. */
function existing(doc, random, field) {
  const objects = doc.getMap("objects");
  const fields = keysAtPlay(doc).map((key) => objects.get(key).get(field)).filter(Boolean);
  return fields[random(fields.length)] ?? null;
}

/** What a test wrote under another key is left alone. */
function keysAtPlay(doc) {
  return [...doc.getMap("objects").keys()].filter((key) => /^n\d+$/.test(key));
}

function typeIn(text, random) {
  text?.insert(boundary(text, random(text.length + 1)), TEXTS[random(TEXTS.length)]);
  return text !== null;
}

function deleteIn(text, random) {
  if (text === null || text.length === 0) return false;
  const start = boundary(text, random(text.length));
  const end = boundary(text, Math.min(start + 1 + random(6), text.length));
  if (end > start) text.delete(start, end - start);
  return end > start;
}

/** Not inside a character. */
function boundary(text, at) {
  const letters = text.toDelta().map(({ insert }) => (typeof insert === "string" ? insert : "\0")).join("");
  return at > 0 && /[\uDC00-\uDFFF]/.test(letters[at] ?? "") ? at - 1 : at;
}
