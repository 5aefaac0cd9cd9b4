// "Everybody here": a facilitator calls, and each page goes there. Whoever writes or drags at that
// moment finishes that first: a board that moves away under them would tear it off.

/** @typedef {import("./viewpoint.js").Place} Place */
/** @typedef {{by: string, place: Place}} Call */

/** Who is not done by then stays where they are: the call is over. */
const WAITS_MS = 30_000;

export class Gathering {
  /** @type {{call: Call, until_ms: number} | null} */
  #waiting = null;
  #parts;

  /**
   * @param {{viewpoint: Pick<import("./viewpoint.js").Viewpoint, "remember" | "release" | "lead">, isBusy: () => boolean,
   *   came: (call: Call, back: () => void) => void, waits: (call: Call, go: () => void) => void,
   *   now_ms?: () => number}} parts
   *   came: this page is there now, and `back` leads back; waits: it will come as soon as it can
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {Call} call */
  called(call) {
    if (!this.#parts.isBusy()) return this.#go(call);
    this.#waiting = { call, until_ms: this.#now() + WAITS_MS };
    this.#parts.waits(call, () => this.#go(call));
  }

  /** This person is done with what they were doing. */
  rested() {
    const waiting = this.#waiting;
    if (!waiting || this.#parts.isBusy()) return;
    this.#waiting = null;
    if (this.#now() <= waiting.until_ms) this.#go(waiting.call);
  }

  /** @param {Call} call */
  #go(call) {
    this.#waiting = null;
    const back = this.#parts.viewpoint.remember();
    this.#parts.viewpoint.release();
    this.#parts.viewpoint.lead(call.place);
    this.#parts.came(call, back);
  }

  #now() {
    return (this.#parts.now_ms ?? (() => performance.now()))();
  }
}
