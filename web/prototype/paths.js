// What leads where in a prototype. A path is a word of the element (`to`), read with no trust: a
// target that is gone, no frame, or where one is already, is no path. Pure.

import { inOrder } from "../board/ordering.js";
import { kindOf } from "../board/kinds/index.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {ReadonlyMap<string, Readonly<BoardObject>>} Objects */
/** @typedef {Readonly<{from: string, to: string, in: string | null}>} Path in: the frame in which it begins */

/** Kinds that can lead to a frame. */
const LEADING = new Set(["sketch", "frame"]);

/** @param {Readonly<BoardObject> | undefined} object */
export function isFrame(object) {
  return object?.kind === "frame";
}

/** @param {Readonly<BoardObject>} object */
export function canLead(object) {
  return LEADING.has(object.kind);
}

/**
 * @param {Readonly<BoardObject>} object
 * @param {Objects} objects
 * @returns {Readonly<BoardObject> | null} the frame it leads to
 */
export function targetOf(object, objects) {
  if (!canLead(object)) return null;
  const target = objects.get(String(object.data["to"] ?? ""));
  if (!target || !isFrame(target) || target.id === object.id || target.id === object.area) return null;
  return target;
}

/** @param {Objects} objects @returns {Path[]} */
export function pathsAmong(objects) {
  return [...objects.values()].flatMap((object) => {
    const target = targetOf(object, objects);
    return target ? { from: object.id, to: target.id, in: frameOf(object, objects)?.id ?? null } : [];
  });
}

/**
 * Those of which an end is chosen: the element, the frame it lies in, or the frame it leads to.
 * @param {readonly Path[]} paths
 * @param {ReadonlySet<string>} chosen
 */
export function pathsAt(paths, chosen) {
  return paths.filter((path) => chosen.has(path.from) || chosen.has(path.to) || (path.in !== null && chosen.has(path.in)));
}

/**
 * @param {Readonly<BoardObject>} object
 * @param {Objects} objects
 * @returns {Readonly<BoardObject> | null} the frame itself, or the one it lies in
 */
export function frameOf(object, objects) {
  if (isFrame(object)) return object;
  const owner = object.area === null ? undefined : objects.get(object.area);
  return owner && isFrame(owner) ? owner : null;
}

/** In the order in which they are read. @param {Objects} objects @returns {Readonly<BoardObject>[]} */
export function framesOf(objects) {
  return inOrder([...objects.values()].filter(isFrame));
}

/**
 * What lies in a frame, in the order in which it is read.
 * @param {Objects} objects
 * @param {string} frame
 */
export function membersOf(objects, frame) {
  return inOrder([...objects.values()].filter((object) => object.area === frame && object.id !== frame && kindOf(object).owns !== true));
}

/**
 * Where its clicks lead, the frame's own last.
 * @param {Objects} objects
 * @param {string} frame
 * @returns {string[]}
 */
export function exitsOf(objects, frame) {
  const itself = objects.get(frame);
  const all = [...membersOf(objects, frame), ...(itself ? [itself] : [])];
  return [...new Set(all.flatMap((object) => targetOf(object, objects)?.id ?? []))];
}

/**
 * Every frame that one can come to, the nearest first; circles end.
 * @param {Objects} objects
 * @param {string} start
 * @returns {string[]}
 */
export function reachable(objects, start) {
  const paths = pathsAmong(objects);
  /** @type {Map<string, string[]>} */
  const exits = new Map();
  for (const { from, to, in: frame } of paths) {
    const at = frame ?? from;
    exits.set(at, [...(exits.get(at) ?? []), to]);
  }
  const found = new Set(objects.has(start) ? [start] : []);
  for (const id of found) for (const to of exits.get(id) ?? []) found.add(to);
  return [...found];
}
