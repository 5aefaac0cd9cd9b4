// Which local edits the store does not have for certain yet.
//
// The server acknowledges by counting our writing messages. An edit counts as saved only when a
// message that carried it was counted: that the server's state vector covers it is not enough, as
// the server tells what it holds, not what is durable. So after a reconnect the first message
// carries every unacknowledged edit again (see `floor`); updates may come twice.

/**
 * @typedef {{client: number, count: number, from: number}} Owed
 *   edits of one Yjs client that are not known to be durable: how many, and the client's clock
 *   at the last acknowledgement
 *
 * @typedef {Map<number, {made: number, clock: number}>} Reach
 *   how far a message goes: by Yjs client, its edits until then and its clock
 */

export class Ledger {
  /** @type {Map<number, {made: number, saved: number, from: number, clock: number}>} by Yjs client id */
  #clients = new Map();
  /** @type {Reach[]} writing messages of this connection that are not acknowledged, oldest first */
  #inFlight = [];
  #acknowledged = 0;

  /** @param {Owed[]} carried what earlier visits of this browser owe */
  constructor(carried = []) {
    for (const { client, count, from } of carried) {
      this.#clients.set(client, { made: count, saved: 0, from, clock: from });
    }
  }

  get unsaved() {
    let total = 0;
    for (const { made, saved } of this.#clients.values()) total += made - saved;
    return total;
  }

  get inFlight() {
    return this.#inFlight.length;
  }

  /** @returns {Owed[]} */
  owed() {
    return [...this.#clients]
      .filter(([, { made, saved }]) => made > saved)
      .map(([client, { made, saved, from }]) => ({ client, count: made - saved, from }));
  }

  /**
   * @param {number} client
   * @param {number} before the client's clock before this edit
   * @param {number} after and after it
   */
  edited(client, before, after) {
    const own = this.#clients.get(client) ?? { made: 0, saved: 0, from: before, clock: after };
    if (own.made === own.saved) own.from = before;
    own.made += 1;
    own.clock = after;
    this.#clients.set(client, own);
  }

  /**
   * A writing message that the server will count was handed to the socket. It carries every edit
   * made until now that an earlier one of this connection did not.
   */
  sent() {
    /** @type {Reach} */
    const reach = new Map();
    for (const [client, { made, saved, clock }] of this.#clients) {
      if (made > saved) reach.set(client, { made, clock });
    }
    this.#inFlight.push(reach);
  }

  /** @param {number} count cumulative, of this connection */
  saved(count) {
    const reached = this.#inFlight.splice(0, Math.max(count - this.#acknowledged, 0));
    this.#acknowledged += reached.length;
    for (const [client, { made, clock }] of reached.flatMap((reach) => [...reach])) {
      const own = this.#clients.get(client);
      if (own && made > own.saved) Object.assign(own, { saved: made, from: clock });
    }
  }

  /** The connection ended: what was in flight may or may not have arrived. */
  disconnected() {
    this.#inFlight = [];
    this.#acknowledged = 0;
  }

  /**
   * The server's state vector, lowered to what is acknowledged for clients that still owe:
   * the difference from it carries every unsaved edit.
   * @param {Map<number, number>} stateVector
   */
  floor(stateVector) {
    const floor = new Map(stateVector);
    for (const { client, from } of this.owed()) {
      if ((floor.get(client) ?? 0) > from) floor.set(client, from);
    }
    return floor;
  }
}
