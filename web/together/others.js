// The others in the room that presence knows: state and member together, by client id.

/** @typedef {import("../sync/connection.js").Connection} Connection */
/** @typedef {import("../sync/connection.js").Member} Member */
/** @typedef {import("../sync/presence.js").State} State */
/** @typedef {{client: number, state: State, member: Member}} Other */

export class Others {
  /** @type {Map<number, Member>} */
  #members = new Map();
  #connection;

  /** @param {Connection} connection */
  constructor(connection) {
    this.#connection = connection;
    connection.on("members", () => this.#learn());
    this.#learn();
  }

  /** @returns {Other[]} names come from the server: who has none is not shown */
  all() {
    return [...this.#connection.presence.others].flatMap(([client, state]) => {
      const member = this.#members.get(client);
      return member ? [{ client, state, member }] : [];
    });
  }

  #learn() {
    this.#members.clear();
    for (const member of this.#connection.members.values()) {
      if (member.client !== null) this.#members.set(member.client, member);
    }
  }
}
