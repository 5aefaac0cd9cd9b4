// Where everybody is: cursors, selections, carets. Movement only; names, roles and colours come
// from the server by client id (Connection.members), never from here. What is sent is the own
// state alone; other clients' states are never repeated.
//
// State: {cursor: [x, y] | null, selection: [object ids], editing: {id, …} | null, moving?: …}
// and whatever else is to be shown while it happens (together/states.js). Kept under 2 KB (see `fit`).
//
//   presence.set({cursor: [120, 80]})        merges into the own state, sent at most 20 times a second
//   presence.others → Map(client → state)    "change" tells {added, updated, removed: [clients]};
//                                            a state that was only renewed is no change

import { Emitter } from "./emitter.js";
import { decodePresence, encodePresence } from "./wire.js";

const INTERVAL_MS = 50;
// The server forgets a state after 30 s; half of that survives one lost renewal.
const RENEW_MS = 15_000;
const FORGET_MS = 30_000;
// The server closes above 2 KB; ids and clock take the rest.
const MAX_STATE_BYTES = 1_900;

/**
 * @typedef {{cursor?: [number, number] | null, selection?: string[],
 *   editing?: Record<string, any> | null, [more: string]: any}} State
 * @typedef {{added: number[], updated: number[], removed: number[]}} Changes
 * @typedef {{setTimeout: (run: () => void, delay_ms: number) => any,
 *   clearTimeout: (timer: any) => void, now: () => number}} Timers  now: monotonic ms
 */

/** @extends {Emitter<{change: Changes}>} */
export class Presence extends Emitter {
  /** @type {Map<number, State>} */
  others = new Map();
  /** @type {Map<number, {clock: number, seen_ms: number}>} also of those who left: clocks only grow */
  #known = new Map();
  /** @type {State} */
  #own = {};
  #clock = 0;
  #sentText = "";
  #sent_ms = -Infinity;
  /** @type {any} */
  #timer = null;
  /** @type {any} */
  #renewal = null;
  /** @type {((payload: Uint8Array) => void) | null} */
  #send = null;
  #client;
  #timers;

  /**
   * @param {number} client the own Yjs client id
   * @param {Timers} timers
   */
  constructor(client, timers) {
    super();
    this.#client = client;
    this.#timers = timers;
  }

  get own() {
    return this.#own;
  }

  /** @param {Partial<State>} part */
  set(part) {
    this.#own = { ...this.#own, ...part };
    this.#schedule();
  }

  /**
   * From now on states are sent; the own one at once.
   * @param {number} client
   * @param {(payload: Uint8Array) => void} send
   */
  connected(client, send) {
    this.#client = client;
    this.#send = send;
    this.#sentText = "";
    this.#flush();
    this.#renew();
  }

  /** Nobody is seen until the connection is back. */
  disconnected() {
    this.#send = null;
    this.#timers.clearTimeout(this.#timer);
    this.#timers.clearTimeout(this.#renewal);
    this.#timer = null;
    this.#remove([...this.others.keys()]);
    this.#known.clear();
  }

  /** @param {Uint8Array} payload */
  receive(payload) {
    /** @type {Changes} */
    const changes = { added: [], updated: [], removed: [] };
    for (const { client, clock, state } of decodePresence(payload)) {
      if (client === this.#client) continue;
      const known = this.#known.get(client);
      // The same clock with no state is a removal by somebody who saw it end.
      const newer = !known || clock > known.clock || (clock === known.clock && state === null);
      if (!newer) continue;
      this.#known.set(client, { clock, seen_ms: this.#timers.now() });
      const before = this.others.get(client);
      if (state) {
        if (before && JSON.stringify(before) === JSON.stringify(state)) continue;
        this.others.set(client, state);
        (before ? changes.updated : changes.added).push(client);
      } else if (this.others.delete(client)) {
        changes.removed.push(client);
      }
    }
    if (changes.added.length + changes.updated.length + changes.removed.length > 0) {
      this.emit("change", changes);
    }
  }

  #schedule() {
    if (!this.#send || this.#timer !== null) return;
    const wait_ms = this.#sent_ms + INTERVAL_MS - this.#timers.now();
    if (wait_ms <= 0) this.#flush();
    else this.#timer = this.#timers.setTimeout(() => this.#flush(), wait_ms);
  }

  #flush() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    const state = fit(this.#own);
    const text = JSON.stringify(state);
    if (text === this.#sentText) return;
    this.#sentText = text;
    this.#transmit(state);
  }

  /** @param {State} state */
  #transmit(state) {
    this.#clock += 1;
    this.#sent_ms = this.#timers.now();
    this.#send?.(encodePresence([{ client: this.#client, clock: this.#clock, state }]));
  }

  #renew() {
    this.#timers.clearTimeout(this.#renewal);
    this.#renewal = this.#timers.setTimeout(() => {
      if (this.#timers.now() - this.#sent_ms >= RENEW_MS) this.#transmit(fit(this.#own));
      this.#forget();
      this.#renew();
    }, RENEW_MS);
  }

  #forget() {
    const now = this.#timers.now();
    const silent = [...this.others.keys()].filter(
      (client) => now - (this.#known.get(client)?.seen_ms ?? now) > FORGET_MS,
    );
    this.#remove(silent);
  }

  /** @param {number[]} clients */
  #remove(clients) {
    for (const client of clients) this.others.delete(client);
    if (clients.length > 0) this.emit("change", { added: [], updated: [], removed: clients });
  }
}

/**
 * Drops what is dearest first: objects in motion, then ink, then the selection, then all but the cursor.
 * @param {State} state
 * @returns {State}
 */
function fit(state) {
  /** @type {State[]} */
  const smaller = [
    state,
    { ...state, moving: undefined },
    { ...state, moving: undefined, ink: undefined },
    { ...state, moving: undefined, ink: undefined, selection: [] },
    { cursor: state.cursor ?? null },
  ];
  return smaller.find((each) => bytesOf(each) <= MAX_STATE_BYTES) ?? {};
}

const utf8 = new TextEncoder();

/** @param {State} state */
const bytesOf = (state) => utf8.encode(JSON.stringify(state)).length;
