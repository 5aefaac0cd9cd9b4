// What a card with named fields is made of: its fields, which of them it needs, how they lie on
// the sheet, and what has been filled in. Pure; the texts are i18n/cards.de.js.

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../objects.js").Pair} Pair */
/** @typedef {"problem" | "idea"} CardKind */
/**
 * @typedef {object} Card
 * @property {CardKind} kind
 * @property {Pair} size of a new one
 * @property {readonly {keys: readonly string[], weight: number}[]} rows its fields as they are read, with the share of the
 *   height that each row has
 * @property {ReadonlySet<string>} required
 * @property {boolean} sentence whether it builds the sentence of a problem
 * @property {boolean} sorted whether it has a type and fields of action
 */

/** What the sentence is built from. */
export const SENTENCE = /** @type {const} */ (["who", "what", "why"]);
export const TYPES = /** @type {const} */ (["business", "project"]);
/** Fields of action on one card: more are not read. */
export const THEMES_MOST = 8;
export const THEME_LONGEST = 40;

/** @type {Readonly<Record<CardKind, Card>>} */
export const CARDS = Object.freeze({
  problem: {
    kind: "problem",
    size: [600, 580],
    rows: [
      { keys: ["who", "what"], weight: 1 },
      { keys: ["where", "why"], weight: 1 },
      { keys: ["evidence", "otherwise"], weight: 1 },
    ],
    required: new Set(SENTENCE),
    sentence: true,
    sorted: false,
  },
  idea: {
    kind: "idea",
    size: [600, 660],
    rows: [
      { keys: ["title"], weight: 0.62 },
      { keys: ["who", "new"], weight: 1 },
      { keys: ["how"], weight: 1 },
      { keys: ["benefit", "need"], weight: 1 },
    ],
    required: new Set(["title", "who", "how", "benefit"]),
    sentence: false,
    sorted: true,
  },
});

/** @param {Card} card @returns {string[]} keys of its texts, in the order in which they are read */
export function keysOf({ rows }) {
  return rows.flatMap(({ keys }) => keys);
}

/** @param {{kind: string}} object @returns {Card | null} */
export function cardOf({ kind }) {
  return Object.hasOwn(CARDS, kind) ? CARDS[/** @type {CardKind} */ (kind)] : null;
}

/** @param {Readonly<BoardObject>} object @returns {readonly string[]} its fields of action */
export function themesOf({ data }) {
  return /** @type {readonly string[] | undefined} */ (data["themes"]) ?? [];
}

/** @param {Readonly<BoardObject>} object @returns {"" | typeof TYPES[number]} */
export function typeOf({ data }) {
  return TYPES.find((type) => type === data["type"]) ?? "";
}

/** @param {Readonly<BoardObject>} object @returns {{filled: number, all: number}} fields */
export function countOf(object) {
  const card = /** @type {Card} */ (cardOf(object));
  const done = keysOf(card).map((key) => isFilled(object, key));
  if (card.sorted) done.push(typeOf(object) !== "", themesOf(object).length > 0);
  return { filled: done.filter(Boolean).length, all: done.length };
}

/** @param {Readonly<BoardObject>} object @param {string} key */
export function isFilled({ texts }, key) {
  return (texts[key] ?? "").trim() !== "";
}

/**
 * A field's text as a part of a sentence: one line, without the full stop at its end.
 * @param {string} text
 */
export function asPart(text) {
  return text.replace(/\s+/g, " ").trim().replace(/[\s.;,!?…]+$/u, "");
}

/**
 * @param {readonly string[]} themes
 * @param {string} theme as somebody typed it
 * @returns {string[] | null} with it; null where it is nothing new, or too much
 */
export function withTheme(themes, theme) {
  const name = theme.replace(/\s+/g, " ").trim().slice(0, THEME_LONGEST).trim();
  const isKnown = themes.some((each) => each.toLowerCase() === name.toLowerCase());
  return name === "" || isKnown || themes.length >= THEMES_MOST ? null : [...themes, name];
}
