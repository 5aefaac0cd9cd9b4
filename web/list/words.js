// What is read of an object in the list: its own words, or what its kind calls it.

import { kindOf } from "../board/kinds/index.js";
import { wordsOf } from "../board/objects.js";
import { t } from "../i18n/index.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {{label: (object: Readonly<BoardObject>) => string, more: (id: string) => string, author: (object: Readonly<BoardObject>) => string}} Reading
 *   label: as the board says it; more: what is read along, stamps and comments */

/** Of a name among other words. */
const SHORT = 40;

/** What one writes in it with a field of its own here: everything else is written on its card or on the board. @param {{kind: string}} object */
export function isPlainText(object) {
  return kindOf(object).editing === "text";
}

/** @param {Readonly<BoardObject>} object @param {{mayWrite: boolean}} person */
export function isWritable(object, { mayWrite }) {
  return mayWrite && !object.locked && kindOf(object).editing !== "no";
}

/** What an area is called. @param {{area: string | null, head: Readonly<BoardObject> | null}} section */
export function titleOf({ area, head }) {
  return area === null ? t("list.area.free") : head?.text.trim() || t("list.area.unnamed");
}

/** What is seen on its card. @param {Readonly<BoardObject>} object @param {Reading} reading */
export function shownOf(object, { label }) {
  return isPlainText(object) && object.kind !== "connector" && object.kind !== "frame" ? object.text : label(object);
}

/** Where nothing is written in it. @param {Readonly<BoardObject>} object @param {Reading} reading */
export function blankOf(object, { label }) {
  if (object.kind === "note") return t("list.blank");
  return object.kind === "image" ? t("list.picture.blank") : label(object);
}

/** What a screen reader says of it. @param {Readonly<BoardObject>} object @param {Reading} reading */
export function labelOf(object, { label, more, author }) {
  if (object.kind !== "note") return label(object);
  const name = object.data["anonymous"] ? "" : author(object);
  const own = t(name ? "list.label" : "list.label.nobody", { text: object.text || blankOf(object, { label, more, author }), color: t(`color.${object.color}`), author: name });
  const tags = /** @type {readonly string[]} */ (object.data["tags"] ?? []);
  const tagged = tags.length > 0 ? t("note.label.tags", { label: own, tags: tags.join(", ") }) : own;
  const named = object.locked ? t("note.label.locked", { label: tagged }) : tagged;
  const along = more(object.id);
  return along ? `${named}. ${along}` : named;
}

/** Its name among others: in menus and for its buttons. @param {Readonly<BoardObject>} object @param {Reading} reading */
export function shortOf(object, reading) {
  const words = (isPlainText(object) ? wordsOf(object) : reading.label(object)).replace(/\s+/g, " ").trim() || blankOf(object, reading);
  return words.length > SHORT ? `${words.slice(0, SHORT - 1)}…` : words;
}
