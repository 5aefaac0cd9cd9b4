// The tags of notes: those of a board, and what becomes of some when one is added or taken away. Pure.

import { TAGS_MOST } from "./kinds/note.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */

/** Code units. */
export const TAG_LONGEST = 30;

/** @param {Readonly<BoardObject>} object @returns {readonly string[]} */
export function tagsOf({ data }) {
  return /** @type {readonly string[]} */ (data["tags"] ?? []);
}

/**
 * @param {Iterable<Readonly<BoardObject>>} objects
 * @returns {string[]} every tag once, the most used first
 */
export function tagsIn(objects) {
  /** @type {Map<string, {tag: string, n: number}>} */
  const found = new Map();
  for (const object of objects) {
    for (const tag of tagsOf(object)) {
      const known = found.get(tag.toLowerCase());
      if (known) known.n++;
      else found.set(tag.toLowerCase(), { tag, n: 1 });
    }
  }
  return [...found.values()].sort((a, b) => b.n - a.n || a.tag.localeCompare(b.tag)).map(({ tag }) => tag);
}

/**
 * @param {string} typed
 * @returns {string} as it is stored: one line, without the sign that some write before it
 */
export function tagFrom(typed) {
  return typed.replace(/^[#\s]+/, "").replace(/\s+/g, " ").trim().slice(0, TAG_LONGEST).trim();
}

/** @param {readonly string[]} tags @param {string} tag @returns {readonly string[]} the same list where nothing changes */
export function withTag(tags, tag) {
  if (tags.length >= TAGS_MOST || tag === "" || includes(tags, tag)) return tags;
  return [...tags, tag];
}

/** @param {readonly string[]} tags @param {string} tag @returns {readonly string[]} */
export function withoutTag(tags, tag) {
  return includes(tags, tag) ? tags.filter((each) => each.toLowerCase() !== tag.toLowerCase()) : tags;
}

/** @param {readonly string[]} tags @param {string} tag */
export function includes(tags, tag) {
  return tags.some((each) => each.toLowerCase() === tag.toLowerCase());
}
