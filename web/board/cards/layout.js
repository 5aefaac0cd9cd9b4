// Where the parts of a card lie on its sheet, in board pixels. A larger sheet has larger letters.
// Pure.

/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {import("./cards.js").Card} Card */
/**
 * @typedef {object} CardLayout
 * @property {number} unit how large everything is, 1 on a new card
 * @property {number} head height of its headline
 * @property {Rect | null} sentence
 * @property {readonly {key: string, rect: Rect}[]} fields with their names
 * @property {Rect | null} tags its type and fields of action
 */

const PADDING = 22;
const GAP = 14;
const HEAD = 46;
const SENTENCE = 92;
const TAGS = 58;
/** A field's name, over its text. */
export const NAME = 22;
const UNIT = { least: 0.45, most: 4 };

/**
 * @param {Card} card
 * @param {import("./cards.js").Pair} size
 * @returns {CardLayout}
 */
export function layoutOf({ size, rows, sentence, sorted }, [width, height]) {
  const unit = Math.min(UNIT.most, Math.max(UNIT.least, Math.min(width / size[0], height / size[1])));
  const [padding, gap, head] = [PADDING * unit, GAP * unit, HEAD * unit];
  const inner = width - 2 * padding;
  let y = head + gap;
  /** @param {number} high */
  const across = (high) => {
    const rect = { x: padding, y, width: inner, height: high };
    y += high + gap;
    return rect;
  };
  const sentenceRect = sentence ? across(SENTENCE * unit) : null;
  const below = height - padding - (sorted ? TAGS * unit + gap : 0);
  const room = below - y - (rows.length - 1) * gap;
  const weights = rows.reduce((sum, { weight }) => sum + weight, 0);
  const fields = rows.flatMap(({ keys, weight }) => {
    const row = across(Math.max(0, (room * weight) / weights));
    const wide = (row.width - (keys.length - 1) * gap) / keys.length;
    return keys.map((key, index) => ({ key, rect: { ...row, x: row.x + index * (wide + gap), width: wide } }));
  });
  return { unit, head, sentence: sentenceRect, fields, tags: sorted ? across(TAGS * unit) : null };
}
