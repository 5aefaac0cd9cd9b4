// Following a person: this page's view goes where theirs goes, until one moves it oneself.
//
// Whoever follows says so in presence, by the person's id: it holds for each of their windows, and
// over a reload. Their pages tell what they see only while somebody follows: nobody else would use
// it, and telling it always would make each movement of a view a message to everybody.

import { Emitter } from "../sync/emitter.js";
import { followingIn, selectionIn, sightIn, writingIn } from "./states.js";

/** @typedef {import("../sync/connection.js").Member} Member */
/** @typedef {import("./others.js").Other} Other */
/** @typedef {import("./viewpoint.js").Place} Place */
/** @typedef {"own" | "gone" | "asked"} Ending  one's own movement, they left, one asked for it */

/** Who reloads the page or changes the network is back by then. */
const GONE_MS = 10_000;
/** @type {Pick<import("../sync/presence.js").Timers, "setTimeout" | "clearTimeout">} */
const PAGE_TIMERS = { setTimeout: (run, delay_ms) => setTimeout(run, delay_ms), clearTimeout: (timer) => clearTimeout(timer) };

/** @extends {Emitter<{began: Member, ended: {name: string, why: Ending}, refused: Member, followers: Member[]}>} */
export class Following extends Emitter {
  /** Whom this person follows. @type {Member | null} */
  member = null;
  /** Who follows this person. @type {Member[]} */
  followers = [];
  /** When each window of the others last did something. @type {Map<number, number>} */
  #active = new Map();
  #count = 0;
  #led = "";
  /** @type {any} */
  #leaving;
  #timers;
  #parts;

  /**
   * @param {{connection: import("../sync/connection.js").Connection, others: import("./others.js").Others,
   *   viewpoint: Pick<import("./viewpoint.js").Viewpoint, "lead" | "release">, isBusy: () => boolean,
   *   timers?: Pick<import("../sync/presence.js").Timers, "setTimeout" | "clearTimeout">}} parts
   *   isBusy: in the middle of a drag, which a moving board would tear away
   */
  constructor(parts) {
    super();
    this.#parts = parts;
    this.#timers = parts.timers ?? PAGE_TIMERS;
    const { connection } = parts;
    connection.presence.on("change", ({ added, updated, removed }) => {
      for (const client of [...added, ...updated]) this.#active.set(client, ++this.#count);
      for (const client of removed) this.#active.delete(client);
      this.look();
    });
    connection.on("members", () => this.look());
    this.look();
  }

  /** @param {string} person */
  follow(person) {
    const { connection } = this.#parts;
    const member = [...connection.members.values()].find((each) => each.person === person);
    if (!member || person === connection.you?.person || person === this.member?.person) return;
    if (circle(this.#parts.others.all(), person, connection.you?.person ?? "")) {
      this.emit("refused", member);
      return;
    }
    this.member = member;
    this.#led = "";
    connection.presence.set({ following: person });
    this.emit("began", member);
    this.look();
  }

  /** @param {Ending} why */
  end(why) {
    const { member } = this;
    if (!member) return;
    this.member = null;
    this.#stays();
    this.#parts.connection.presence.set({ following: undefined });
    this.#parts.viewpoint.release();
    this.emit("ended", { name: member.name, why });
  }

  /** To where they are, also after this page changed: its size, or from the board to the list. */
  leadAgain() {
    this.#led = "";
    this.look();
  }

  look() {
    const others = this.#parts.others.all();
    this.#countFollowers(others);
    if (!this.member) return;
    const { person } = this.member;
    const me = this.#parts.connection.you?.person ?? "";
    // Two who began at the same moment; each page finds the same one of them.
    if (circle(others, person, me)?.every((each) => me <= each)) return this.end("own");
    const isHere = [...this.#parts.connection.members.values()].some((each) => each.person === person);
    if (isHere) this.#stays();
    else this.#leaving ??= this.#timers.setTimeout(() => this.end("gone"), GONE_MS);
    this.#lead(others.filter(({ member }) => member.person === person));
  }

  #stays() {
    this.#timers.clearTimeout(this.#leaving);
    this.#leaving = undefined;
  }

  /** @param {Other[]} windows of the one who is followed */
  #lead(windows) {
    const active = (/** @type {Other} */ { client }) => this.#active.get(client) ?? 0;
    const [latest] = windows.sort((a, b) => active(b) - active(a));
    if (!latest || this.#parts.isBusy()) return;
    const place = whereabouts(latest.state);
    const text = JSON.stringify(place);
    if (text === this.#led || (!place.rect && place.object === null)) return;
    this.#led = text;
    this.#parts.viewpoint.lead(place);
  }

  /** @param {Other[]} others */
  #countFollowers(others) {
    const me = this.#parts.connection.you?.person;
    /** @type {Map<string, Member>} */
    const found = new Map();
    for (const { state, member } of others) {
      if (me !== undefined && followingIn(state) === me && member.person !== me) found.set(member.person, member);
    }
    const same = found.size === this.followers.length && this.followers.every(({ person }) => found.has(person));
    this.followers = [...found.values()];
    if (!same) this.emit("followers", this.followers);
  }
}

/** @param {import("../sync/presence.js").State} state @returns {Place} */
export function whereabouts(state) {
  return { rect: sightIn(state), object: writingIn(state) ?? selectionIn(state)[0] ?? null };
}

/**
 * Where everybody followed somebody else, nobody would lead, and each would go where the other was.
 * @param {Other[]} others
 * @param {string} leader
 * @param {string} me
 * @returns {string[] | null} whom the leader follows, one by one, where that ends with me
 */
export function circle(others, leader, me) {
  const leaders = new Map(others.flatMap(({ state, member }) => {
    const followed = followingIn(state);
    return followed === null ? [] : [/** @type {const} */ ([member.person, followed])];
  }));
  const chain = [leader];
  for (let next = leaders.get(leader); next && !chain.includes(next); next = leaders.get(next)) {
    chain.push(next);
    if (next === me) return chain;
  }
  return null;
}
