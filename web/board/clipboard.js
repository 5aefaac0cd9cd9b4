// Objects on the clipboard, on their way to another room: a format of our own, read with as little
// trust as a document. Other programs get the texts. Pure.

import { boundsOf } from "./camera.js";
import { KINDS, kindOf } from "./kinds/index.js";
import { byHeight, readObject, wordsOf } from "./objects.js";
import { inOrder } from "./ordering.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {import("./document.js").Draft} Draft */

export const FORMAT = "application/x-helpathon-objects";
const VERSION = 1;
/** More at once is rather a mistake. */
export const OBJECTS_AT_ONCE = 500;

/** @param {Iterable<Readonly<BoardObject>>} objects */
export function packed(objects) {
  const sorted = [...objects].sort(byHeight);
  const places = new Map(sorted.map(({ id }, index) => [id, String(index)]));
  const parts = sorted.map((object) => {
    const { kind, pos, size, color, texts, data, group, area } = object;
    const refs = Object.fromEntries((kindOf(object).refs ?? []).map((key) => [key, places.get(String(data[key])) ?? null]));
    // What it only names may stay behind: in the same room that is still there.
    const links = Object.fromEntries((kindOf(object).links ?? []).map((key) => [key, places.get(String(data[key])) ?? data[key]]));
    return { kind, pos, size, color, ...texts, ...data, ...refs, ...links, group, area: places.get(String(area)) ?? null };
  });
  return JSON.stringify({ version: VERSION, objects: parts });
}

/**
 * @param {string} data
 * @returns {Readonly<BoardObject>[]} what is known in it, from the bottom to the top, each with its place as id
 */
export function unpacked(data) {
  const found = parsed(data);
  if (typeof found !== "object" || found === null) return [];
  const { version, objects } = /** @type {{version?: unknown, objects?: unknown}} */ (found);
  if (version !== VERSION || !Array.isArray(objects)) return [];
  return objects
    .slice(0, OBJECTS_AT_ONCE)
    .filter((fields) => typeof fields === "object" && fields !== null)
    .map((fields, index) => readObject(String(index), fields))
    .filter(({ kind }) => KINDS.has(kind));
}

/** What other programs get, in the order in which it is read. @param {Iterable<Readonly<BoardObject>>} objects */
export function asText(objects) {
  return inOrder(objects).map((object) => wordsOf(object).trim()).filter((text) => text !== "").join("\n");
}

/**
 * As they lay to one another, with their middle there.
 * @param {readonly Readonly<BoardObject>[]} objects
 * @param {Pair} centre on the board
 * @param {(group: string | null) => string | null} freshGroup
 * @returns {Draft[]}
 */
export function draftsAround(objects, [x, y], freshGroup) {
  const bounds = boundsOf(objects);
  if (!bounds) return [];
  const [dx, dy] = [x - bounds.x - bounds.width / 2, y - bounds.y - bounds.height / 2];
  const places = new Map(objects.map(({ id }, index) => [id, index]));
  const placeOf = (/** @type {unknown} */ id) => {
    const draft = places.get(String(id));
    return draft === undefined ? null : { draft };
  };
  return objects.map((object) => {
    const { kind, pos, size, color, texts, data, group, area } = object;
    const refs = Object.fromEntries((kindOf(object).refs ?? []).map((key) => [key, placeOf(data[key])]));
    const links = Object.fromEntries((kindOf(object).links ?? []).map((key) => [key, placeOf(data[key]) ?? data[key]]));
    return {
      kind, pos: [pos[0] + dx, pos[1] + dy], size, color, texts, data: { ...data, ...refs, ...links }, group: freshGroup(group),
      ...(area !== null && placeOf(area) ? { area: placeOf(area) } : {}),
    };
  });
}

/** @param {string} data @returns {unknown} */
function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
