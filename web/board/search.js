// Finding objects by what is written on them. Pure.

import { kindOf } from "./kinds/index.js";
import { wordsOf } from "./objects.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */

/**
 * Those that hold every word of it. Capitals, accents and ß or ss make no difference. Putting a
 * large board in order takes longer than looking through it: who asks at every letter does that
 * once.
 * @param {Iterable<Readonly<BoardObject>>} objects in the order in which they are read
 * @param {string} query
 * @returns {string[]} ids; none for an empty query
 */
export function hitsOf(objects, query) {
  const words = folded(query).split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [];
  return [...objects].filter((object) => {
    if (kindOf(object).unlisted) return false;
    const written = foldedOf(object);
    return words.every((word) => written.includes(word));
  }).map(({ id }) => id);
}

/** Objects are frozen: what was folded once stays true. @type {WeakMap<Readonly<BoardObject>, string>} */
const known = new WeakMap();

/** @param {Readonly<BoardObject>} object */
function foldedOf(object) {
  const found = known.get(object) ?? folded(`${wordsOf(object)} ${kindOf(object).words?.(object) ?? ""}`);
  known.set(object, found);
  return found;
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}
