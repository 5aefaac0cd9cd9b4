// What the clocks tell everybody in passing: five minutes and one minute before the end, the end,
// and that a facilitator ended one. One notice at a time: a newer one takes the older one's place.

import { t } from "../i18n/index.js";
import { notify } from "../shell/notices.js";
import { cueBetween, wasEnded } from "./clock.js";
import { playEnd } from "./tone.js";

/**
 * @typedef {import("./clock.js").ClockRecord} ClockRecord
 * @typedef {{record: ClockRecord, adjusted_ms: number}} Known
 */

/** Notices about clocks replace each other. */
export const CLOCK_TOPIC = "clock";
/** @type {Record<import("./clock.js").Cue, string>} */
const CUE_TEXTS = { five: "clock.cue.five", one: "clock.cue.one", zero: "clock.cue.zero" };

export class ClockNews {
  /** @type {Map<ClockRecord["scope"], Known>} */
  #known = new Map();
  #lastLook_ms;

  /** @param {number} now_ms server time */
  constructor(now_ms) {
    this.#lastLook_ms = now_ms;
  }

  /**
   * @param {ClockRecord[]} records all that stand
   * @param {number} now_ms server time
   */
  look(records, now_ms) {
    const news = records.flatMap((record) => {
      const ended = wasEnded(this.#known.get(record.scope)?.record ?? null, record, now_ms);
      const cue = cueBetween(record, this.#lastLook_ms, now_ms, this.#adjusted_ms(record, now_ms));
      const key = ended ? "clock.ended" : cue && CUE_TEXTS[cue];
      return key ? [{ text: named(record, t(key), records.length > 1), isEnd: ended || cue === "zero", cue }] : [];
    });
    this.#known = new Map(records.map((record) =>
      [record.scope, { record, adjusted_ms: this.#adjusted_ms(record, now_ms) }]));
    this.#lastLook_ms = now_ms;
    if (news.length === 0) return;
    const kind = news.some(({ isEnd }) => isEnd) ? "warn" : "info";
    notify(news.map(({ text }) => text).join(" "), { kind, topic: CLOCK_TOPIC });
    if (news.some(({ cue }) => cue === "zero")) playEnd();
  }

  /** @param {ClockRecord} record @param {number} now_ms */
  #adjusted_ms({ scope, duration_ms }, now_ms) {
    const known = this.#known.get(scope);
    if (!known) return -Infinity;
    return known.record.duration_ms === duration_ms ? known.adjusted_ms : now_ms;
  }
}

/**
 * @param {ClockRecord} record
 * @param {string} text
 * @param {boolean} amongOthers
 */
function named({ scope, label }, text, amongOthers) {
  return amongOthers ? t("clock.news.of", { clock: label || t(`clock.where.${scope}`), text }) : text;
}
