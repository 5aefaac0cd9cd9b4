// How large a note's text can be written: the largest size at which it fits, with whole words
// where possible. Widths come from a measuring function, so it is pure; the same line breaking
// serves the exports.

/** @typedef {(text: string) => number} Measure width of a text at 100 px font size */
/** @typedef {Readonly<{size: number, lines: readonly string[], fits: boolean}>} Fit */

/** Sizes in board pixels, as few as read well beside each other. */
export const SIZES = [28, 25, 22, 20, 18, 16, 14, 12];
/** Line height in font sizes. */
export const LEADING = 1.25;
/** A word that would have to be broken is written smaller first, but not below this. */
const WHOLE_WORDS = 14;
const KEPT = 4000;

/** Remembers what it fitted: a note that only moves is not measured again. */
export class Fitter {
  /** @type {Map<string, Fit>} */
  #fits = new Map();
  /** @type {Map<string, number>} */
  #widths = new Map();
  #measure;

  /** @param {Measure} measure */
  constructor(measure) {
    this.#measure = measure;
  }

  /**
   * @param {string} text
   * @param {number} width of the writing area, in board pixels
   * @param {number} height
   * @returns {Fit}
   */
  fit(text, width, height) {
    const key = `${width} ${height} ${text}`;
    const known = this.#fits.get(key);
    if (known) return known;
    const found = fit(text, width, height, this.#width);
    if (this.#fits.size >= KEPT) this.#fits.clear();
    this.#fits.set(key, found);
    return found;
  }

  /**
   * How many lines a text takes at a size of its own.
   * @param {string} text
   * @param {number} width
   * @param {number} size
   */
  linesAt(text, width, size) {
    const key = `${width} at ${size} ${text}`;
    const known = this.#fits.get(key);
    if (known) return known.lines.length;
    const { lines } = breakLines(text, (width / size) * 100, this.#width);
    if (this.#fits.size >= KEPT) this.#fits.clear();
    this.#fits.set(key, { size, lines, fits: true });
    return lines.length;
  }

  /** The font came late: what was measured before it is wrong. */
  forget() {
    this.#fits.clear();
    this.#widths.clear();
  }

  /** @type {Measure} */
  #width = (word) => {
    const known = this.#widths.get(word);
    if (known !== undefined) return known;
    if (this.#widths.size >= KEPT) this.#widths.clear();
    const width = this.#measure(word);
    this.#widths.set(word, width);
    return width;
  };
}

/**
 * @param {string} text
 * @param {number} width
 * @param {number} height
 * @param {Measure} measure
 * @returns {Fit}
 */
export function fit(text, width, height, measure) {
  for (const size of SIZES) {
    const broken = breakLines(text, (width / size) * 100, measure);
    if (broken.words && size > WHOLE_WORDS) continue;
    if (broken.lines.length * size * LEADING <= height) return { size, lines: broken.lines, fits: true };
  }
  const size = /** @type {number} */ (SIZES.at(-1));
  return { size, lines: breakLines(text, (width / size) * 100, measure).lines, fits: false };
}

/**
 * Greedy, as browsers break `white-space: pre-wrap; overflow-wrap: anywhere`.
 * @param {string} text
 * @param {number} width at 100 px font size
 * @param {Measure} measure
 * @returns {{lines: string[], words: boolean}} words: whether one had to be broken
 */
export function breakLines(text, width, measure) {
  /** @type {string[]} */
  const lines = [];
  let words = false;
  for (const paragraph of text.split("\n")) {
    let line = "";
    let filled = 0;
    for (const token of paragraph.match(/\s+|[^\s-]*-+|[^\s-]+/gu) ?? []) {
      const wide = measure(token);
      if (/^\s/.test(token)) {
        // Spaces hang over the end of a line.
        line += token;
        filled += wide;
      } else if (filled + wide <= width) {
        line += token;
        filled += wide;
      } else if (wide <= width) {
        lines.push(line.trimEnd());
        line = token;
        filled = wide;
      } else {
        words = true;
        if (line) lines.push(line.trimEnd());
        [line, filled] = chop(token, width, measure, lines);
      }
    }
    lines.push(line.trimEnd());
  }
  return { lines, words };
}

/**
 * @param {string} word longer than a line
 * @param {number} width
 * @param {Measure} measure
 * @param {string[]} lines receives the full ones
 * @returns {[string, number]} the rest and its width
 */
function chop(word, width, measure, lines) {
  let line = "";
  let filled = 0;
  for (const letter of word) {
    const wide = measure(letter);
    if (line && filled + wide > width) {
      lines.push(line);
      [line, filled] = ["", 0];
    }
    line += letter;
    filled += wide;
  }
  return [line, filled];
}
