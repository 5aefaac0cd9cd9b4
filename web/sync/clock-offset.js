// What time it is on the server. Counts on a monotonic local clock, so setting the computer's clock
// changes nothing. Every sample says: at local time `at`, the server's offset was within
// ± half a round trip. The smallest round trip of the last samples is believed; one that
// contradicts the newest (a sleeping laptop stops its monotonic clock) is thrown away with the rest.

// Fast enough to be exact soon after the page opened, then only to follow drift.
export const FIRST_SAMPLES = 5;
const KEPT_SAMPLES = 8;

/** @typedef {{offset_ms: number, roundTrip_ms: number}} Sample */

export class ClockOffset {
  /** @type {Sample[]} the newest last */
  #samples = [];
  /** @type {number | null} from a message of one way only: late by its travel, until a sample comes */
  #rough_ms = null;
  #now;

  /** @param {() => number} now_ms monotonic, e.g. performance.now */
  constructor(now_ms = () => performance.now()) {
    this.#now = now_ms;
  }

  get known() {
    return this.#samples.length > 0 || this.#rough_ms !== null;
  }

  /** Milliseconds since the epoch as the server counts them; the computer's own until known. */
  serverNow() {
    return this.known ? this.#now() + this.offset_ms : Date.now();
  }

  /** Server time minus local monotonic time. */
  get offset_ms() {
    const [first, ...others] = this.#samples;
    if (!first) return this.#rough_ms ?? 0;
    return others.reduce((a, b) => (b.roundTrip_ms < a.roundTrip_ms ? b : a), first).offset_ms;
  }

  /** @param {number} server_ms from a message that was not asked for */
  hint(server_ms) {
    this.#rough_ms = server_ms - this.#now();
  }

  /**
   * @param {number} sent_ms local time of the question
   * @param {number} received_ms local time of the answer
   * @param {number} server_ms the server's time in the answer
   */
  sample(sent_ms, received_ms, server_ms) {
    const newest = {
      offset_ms: server_ms - (sent_ms + received_ms) / 2,
      roundTrip_ms: received_ms - sent_ms,
    };
    const consistent = this.#samples.every((older) => agree(older, newest));
    this.#samples = [...(consistent ? this.#samples : []), newest].slice(-KEPT_SAMPLES);
  }

  /** Another server may answer from now on. */
  reset() {
    this.#samples = [];
  }
}

// Drift of a quartz over two minutes of samples.
const DRIFT_MS = 20;

/**
 * @param {Sample} a
 * @param {Sample} b
 */
function agree(a, b) {
  return Math.abs(a.offset_ms - b.offset_ms) <= (a.roundTrip_ms + b.roundTrip_ms) / 2 + DRIFT_MS;
}
