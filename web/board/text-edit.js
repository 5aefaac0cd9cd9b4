// What happens to a text between two states of a text field, without any DOM or document: the
// smallest edit cut at code points, where a caret goes, and a field that lags behind its text.

/**
 * Replace `removed` code units at `index` by `inserted`.
 * @typedef {{index: number, removed: number, inserted: string}} Edit
 */

/**
 * A Yjs text delta: texts only, no formats.
 * @typedef {ReadonlyArray<{retain?: number, delete?: number, insert?: unknown}>} Delta
 */

/**
 * The smallest edit that leads from one text to the other; null when they are the same. In a run
 * of equal letters ("aa|a") the caret after the edit says which one was typed.
 * @param {string} before
 * @param {string} after
 * @param {number} [caret] in `after`
 * @returns {Edit | null}
 */
export function diff(before, after, caret = after.length) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  // What follows the caret was not typed: match it from the end first.
  let suffix = 0;
  const most = Math.min(shorter, Math.max(0, after.length - caret));
  while (suffix < most && equalFromEnd(before, after, suffix)) suffix++;
  let prefix = 0;
  while (prefix < shorter - suffix && before[prefix] === after[prefix]) prefix++;
  while (suffix < shorter - prefix && equalFromEnd(before, after, suffix)) suffix++;
  if (cutsPair(before, prefix) || cutsPair(after, prefix)) prefix--;
  if (cutsPair(before, before.length - suffix) || cutsPair(after, after.length - suffix)) suffix--;
  return {
    index: prefix,
    removed: before.length - suffix - prefix,
    inserted: after.slice(prefix, after.length - suffix),
  };
}

/**
 * @param {string} text
 * @param {Edit} edit
 */
export function apply(text, { index, removed, inserted }) {
  return text.slice(0, index) + inserted + text.slice(index + removed);
}

/**
 * Where a caret stands after somebody else's change. What is inserted right at the caret goes
 * behind it: one's own writing is not pushed on by the other's.
 * @param {number} caret
 * @param {Delta} delta
 */
export function mapCaret(caret, delta) {
  let index = 0;
  let mapped = caret;
  for (const step of delta) {
    if (index > mapped) break;
    if (step.retain) {
      index += step.retain;
    } else if (step.delete) {
      if (index < mapped) mapped = Math.max(index, mapped - step.delete);
    } else if (step.insert !== undefined) {
      const added = insertedLength(step.insert);
      if (index < mapped) mapped += added;
      index += added;
    }
  }
  return mapped;
}

/**
 * Only what a document can carry: line breaks as \n, no half surrogate pair, a bounded length.
 * @param {string} text
 * @param {number} longest in code units
 */
export function clean(text, longest = Infinity) {
  const whole = wellFormed(text.replace(/\r\n?/g, "\n"));
  if (whole.length <= longest) return whole;
  return whole.slice(0, cutsPair(whole, longest) ? longest - 1 : longest);
}

/** @param {string} text */
export function wellFormed(text) {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}

/**
 * What a text field shows while the text behind it may already be further: an input method must
 * not have its field changed in the middle of a word. Keeps for every code unit shown the index
 * it has in the text now, so that edits of the field can still be carried over.
 */
export class Shown {
  /** @type {number[]} index in the text per code unit shown; -1 where somebody deleted it */
  #indices;
  #text;
  #behind = false;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
    this.#indices = [...Array(text.length).keys()];
  }

  get text() {
    return this.#text;
  }

  /** Whether the field shows less than the text. */
  get behind() {
    return this.#behind;
  }

  /**
   * Somebody else changed the text.
   * @param {Delta} delta
   */
  moveOn(delta) {
    this.#behind = true;
    let index = 0;
    for (const step of delta) {
      if (step.retain) {
        index += step.retain;
      } else if (step.delete) {
        const [from, count] = [index, step.delete];
        this.#remap((at) => (at < from ? at : at < from + count ? -1 : at - count));
      } else if (step.insert !== undefined) {
        const [from, count] = [index, insertedLength(step.insert)];
        this.#remap((at) => (at < from ? at : at + count));
        index += count;
      }
    }
  }

  /**
   * The field was edited: the same edit for the text, as single edits to be done in this order.
   * @param {Edit} edit in the field
   * @returns {Edit[]} in the text
   */
  carry({ index, removed, inserted }) {
    /** @type {Edit[]} */
    const edits = [];
    const gone = this.#indices.slice(index, index + removed).filter((at) => at >= 0);
    for (const [from, count] of runs(gone).reverse()) {
      edits.push({ index: from, removed: count, inserted: "" });
      this.#remap((at) => (at < from ? at : at < from + count ? -1 : at - count));
    }
    const at = this.place(index);
    if (inserted) {
      const last = edits.at(-1);
      if (last?.index === at) last.inserted = inserted;
      else edits.push({ index: at, removed: 0, inserted });
      this.#remap((each) => (each < at ? each : each + inserted.length));
    }
    const fresh = Array.from({ length: inserted.length }, (_, offset) => at + offset);
    this.#indices.splice(index, removed, ...fresh);
    this.#text = apply(this.#text, { index, removed, inserted });
    return edits;
  }

  /**
   * A place of the field in the text: behind the nearest letter to the left that is still there.
   * @param {number} index
   */
  place(index) {
    for (let left = index - 1; left >= 0; left--) {
      const at = this.#indices[left];
      if (at !== undefined && at >= 0) return at + 1;
    }
    return 0;
  }

  /** @param {(at: number) => number} move */
  #remap(move) {
    this.#indices = this.#indices.map((at) => (at < 0 ? at : move(at)));
  }
}

/**
 * @param {number[]} indices ascending
 * @returns {[number, number][]} [first, count] of neighbours
 */
function runs(indices) {
  /** @type {[number, number][]} */
  const found = [];
  for (const at of indices) {
    const last = found.at(-1);
    if (last && last[0] + last[1] === at) last[1]++;
    else found.push([at, 1]);
  }
  return found;
}

/** @param {unknown} insert */
function insertedLength(insert) {
  return typeof insert === "string" ? insert.length : 1;
}

/**
 * @param {string} before
 * @param {string} after
 * @param {number} suffix
 */
function equalFromEnd(before, after, suffix) {
  return before[before.length - 1 - suffix] === after[after.length - 1 - suffix];
}

/**
 * @param {string} text
 * @param {number} index
 */
function cutsPair(text, index) {
  return isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index));
}

/** @param {number} unit */
function isHigh(unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** @param {number} unit */
function isLow(unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
