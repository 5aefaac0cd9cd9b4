// What was deleted and can be restored for a day. Pure: reads entries with as little trust as
// objects, and says which may go.

import { readObject } from "./objects.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/**
 * @typedef {object} Deleted
 * @property {Readonly<BoardObject>} object as it was
 * @property {Readonly<Record<string, unknown>>} fields as they were stored
 * @property {number} at_ms since the epoch
 * @property {string} by person id
 */

export const KEPT_MS = 24 * 60 * 60 * 1000;
/** Entries in all; the oldest go first. */
export const ENTRIES_MOST = 1000;
/** Code units that one deletion keeps: its update has to pass as one message. */
export const LETTERS_AT_ONCE = 200_000;

/**
 * @param {string} id
 * @param {unknown} value as it was stored
 * @returns {Deleted | null} null for nonsense
 */
export function readDeleted(id, value) {
  if (!isRecord(value) || !isRecord(value["fields"]) || !Number.isFinite(value["at"])) return null;
  const { fields, at, by } = /** @type {{fields: Record<string, unknown>, at: number, by: unknown}} */ (/** @type {unknown} */ (value));
  return { object: readObject(id, fields), fields, at_ms: at, by: typeof by === "string" ? by : "" };
}

/**
 * @param {Iterable<[string, unknown]>} entries
 * @param {number} now_ms
 * @returns {Deleted[]} of the last day, the latest first
 */
export function recent(entries, now_ms) {
  const found = [...entries].flatMap(([id, value]) => readDeleted(id, value) ?? []);
  return found.filter(({ at_ms }) => at_ms > now_ms - KEPT_MS).sort((a, b) => b.at_ms - a.at_ms);
}

/**
 * @param {ReadonlyMap<string, unknown>} entries
 * @param {number} now_ms
 * @param {number} coming how many are to be added
 * @returns {string[]} ids of what is too old, nonsense, or too much
 */
export function outdated(entries, now_ms, coming) {
  const kept = recent(entries, now_ms).slice(0, Math.max(0, ENTRIES_MOST - coming));
  const ids = new Set(kept.map(({ object }) => object.id));
  return [...entries.keys()].filter((id) => !ids.has(id));
}

/**
 * @param {readonly Readonly<BoardObject>[]} objects
 * @returns {Readonly<BoardObject>[]} as many as one deletion keeps
 */
export function keepable(objects) {
  let letters = 0;
  return objects.slice(0, ENTRIES_MOST).filter((object) => (letters += weight(object)) <= LETTERS_AT_ONCE);
}

/** In code units. @param {Readonly<BoardObject>} object */
function weight({ texts, data }) {
  const written = Object.values(texts).reduce((sum, text) => sum + text.length, 0);
  return written + (Object.keys(data).length ? JSON.stringify(data).length : 0);
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
