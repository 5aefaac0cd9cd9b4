// What an object of a board is once it has been read: plain frozen values with a sane default in
// place of any nonsense, so that nobody after this has to doubt them. (On the server's side
// rooms/board/objects.py leaves the fields as they came: an export shows what clients hold.)

import { kindOf } from "./kinds/index.js";
import { FAR } from "./kinds/kind.js";
import { wellFormed } from "./text-edit.js";

/** @typedef {readonly [number, number]} Pair */
/** @typedef {typeof COLORS[number]} Color */

/**
 * @typedef {object} BoardObject
 * @property {string} id
 * @property {string} kind one of kinds/, or what another client made
 * @property {Pair} pos top left corner in board pixels
 * @property {Pair} size
 * @property {string} z fractional index: what is larger lies further up
 * @property {string | null} area id of the area or frame it lies in
 * @property {Color} color
 * @property {string} author person id
 * @property {string} text the one of `texts` that is called so
 * @property {Readonly<Record<string, string>>} texts what people write in it, by name; all that its kind has
 * @property {Readonly<Record<string, unknown>>} data what its kind reads from the other fields
 * @property {boolean} locked nobody changes it before it is unlocked
 * @property {string | null} group chosen and moved together with all that have the same
 */

export const COLORS = /** @type {const} */ ([
  "yellow", "orange", "red", "pink", "violet", "blue", "green", "grey",
]);
/** A sign per colour, so that nothing is told by colour alone. */
export const MARKS = /** @type {Record<Color, string>} */ ({
  yellow: "●", orange: "▲", red: "■", pink: "♥", violet: "◆", blue: "★", green: "✚", grey: "○",
});
export const NOTE_SIZE = /** @type {Pair} */ (Object.freeze([200, 200]));
/** In code units. What is longer belongs in a document, not on a note. */
export const TEXT_LONGEST = 4000;
/** Stored names and kinds that are longer are nonsense. */
const NAME_LONGEST = 64;

/**
 * @param {string} id
 * @param {Readonly<Record<string, unknown>>} fields as they came, the text as a string
 * @returns {Readonly<BoardObject>}
 */
export function readObject(id, fields) {
  const kind = kindOf({ kind: name(fields["kind"]) });
  const [least, most] = kind.sizes;
  /** @type {Record<string, string>} */
  const texts = {};
  for (const key of kind.texts) texts[key] = written(fields[key]);
  return Object.freeze({
    id,
    kind: name(fields["kind"]) || "unknown",
    pos: pair(fields["pos"], [0, 0], -FAR, FAR),
    size: pair(fields["size"], kind.size, least, most),
    z: name(fields["z"]),
    area: name(fields["area"]) || null,
    color: COLORS.find((color) => color === fields["color"]) ?? kind.color,
    author: name(fields["author"]),
    text: texts["text"] ?? "",
    texts: Object.freeze(texts),
    data: kind.read(fields),
    locked: fields["locked"] === true,
    group: name(fields["group"]) || null,
  });
}

/**
 * The same object elsewhere: what a move changes of it, read as ever.
 * @param {Readonly<BoardObject>} object
 * @param {{pos: unknown, z: unknown, area: unknown}} fields as they came
 * @returns {Readonly<BoardObject>}
 */
export function replaced(object, { pos, z, area }) {
  return Object.freeze({ ...object, pos: pair(pos, [0, 0], -FAR, FAR), z: name(z), area: name(area) || null });
}

/** All that is written in it, in the order of its kind. @param {Readonly<BoardObject>} object */
export function wordsOf({ texts }) {
  return Object.values(texts).filter((text) => text.trim() !== "").join("\n");
}

/** From the bottom to the top. @param {Pick<BoardObject, "z" | "id">} a @param {Pick<BoardObject, "z" | "id">} b */
export function byHeight(a, b) {
  return compare(a.z, b.z) || compare(a.id, b.id);
}

/**
 * @param {unknown} value
 * @param {Pair} otherwise
 * @param {number} least
 * @param {number} most
 * @returns {Pair}
 */
function pair(value, otherwise, least, most) {
  if (!Array.isArray(value)) return otherwise;
  const [a, b] = value;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return otherwise;
  return Object.freeze([clamp(a, least, most), clamp(b, least, most)]);
}

/** @param {number} figure @param {number} least @param {number} most */
export function clamp(figure, least, most) {
  return Math.min(most, Math.max(least, figure));
}

/** @param {unknown} value */
function written(value) {
  return typeof value === "string" ? wellFormed(value) : "";
}

/** @param {unknown} value */
function name(value) {
  return typeof value === "string" && value.length <= NAME_LONGEST ? wellFormed(value) : "";
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
