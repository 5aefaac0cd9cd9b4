// Which stamps and comments are on which object. Pure.

import { SIGNS } from "./kinds/stamp.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {typeof SIGNS[number]} Sign */
/**
 * @typedef {object} Marks
 * @property {ReadonlyMap<Sign, readonly Readonly<BoardObject>[]>} stamps in the order of the signs, of each person one
 * @property {readonly Readonly<BoardObject>[]} comments the oldest first
 */

/** @param {Iterable<Readonly<BoardObject>>} objects @returns {Map<string, Marks>} by the object they are on */
export function marksByHost(objects) {
  /** @type {Map<string, Readonly<BoardObject>[]>} */
  const found = new Map();
  for (const object of objects) {
    const host = hostOf(object);
    if (host === null) continue;
    const known = found.get(host);
    if (known) known.push(object);
    else found.set(host, [object]);
  }
  return new Map([...found].map(([host, marks]) => [host, sorted(marks)]));
}

/** @param {Readonly<BoardObject>} object @returns {string | null} what a stamp or comment is on */
export function hostOf({ kind, data }) {
  const on = kind === "stamp" || kind === "comment" ? data["on"] : null;
  return typeof on === "string" ? on : null;
}

/** @param {Readonly<BoardObject>} comment */
export function isOpen({ data }) {
  return data["done"] !== true;
}

/** @param {readonly Readonly<BoardObject>[]} marks @returns {Marks} */
function sorted(marks) {
  const stamps = marks.filter(({ kind }) => kind === "stamp").sort(byId);
  const bySign = SIGNS.map((sign) => /** @type {const} */ ([sign, oneEach(stamps.filter(({ data }) => data["sign"] === sign))]));
  return {
    stamps: new Map(bySign.filter(([, each]) => each.length > 0)),
    comments: marks.filter(({ kind }) => kind === "comment").sort((a, b) => Number(a.data["at"]) - Number(b.data["at"]) || byId(a, b)),
  };
}

/** Two devices of one person may have put the same. @param {readonly Readonly<BoardObject>[]} stamps */
function oneEach(stamps) {
  return stamps.filter(({ author }, index) => stamps.findIndex((each) => each.author === author) === index);
}

/** @param {BoardObject} a @param {BoardObject} b */
function byId(a, b) {
  return a.id < b.id ? -1 : 1;
}
