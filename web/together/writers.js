// Who writes where, for the list and for ears: a screen reader hears of it only at the object one
// is at oneself.

import { t } from "../i18n/index.js";
import { Emitter } from "../sync/emitter.js";
import { writingIn } from "./states.js";

/** @typedef {import("../sync/connection.js").Member} Member */
/** @typedef {ReadonlyMap<string, readonly Member[]>} ByObject */

/** @extends {Emitter<{changed: ByObject}>} */
export class Writers extends Emitter {
  /** @type {ByObject} */
  #now = new Map();
  #others;

  /**
   * @param {import("../sync/connection.js").Connection} connection
   * @param {import("./others.js").Others} others
   */
  constructor(connection, others) {
    super();
    this.#others = others;
    connection.presence.on("change", () => this.#look());
    connection.on("members", () => this.#look());
  }

  /** @param {string} id */
  of(id) {
    return this.#now.get(id) ?? NOBODY;
  }

  #look() {
    const next = byObject(this.#others.all());
    const before = this.#now;
    if (next.size === before.size && [...next].every(([id, members]) => same(members, before.get(id)))) return;
    this.#now = next;
    this.emit("changed", next);
  }
}

/**
 * Says who writes where one is, when they begin and when one comes there.
 * @param {Writers} writers
 * @param {() => string | null} here the object one is at
 * @param {(text: string) => void} say
 */
export function sayWriters(writers, here, say) {
  /** @type {Set<string>} */
  let known = new Set();
  /** @type {string | null} */
  let at = null;
  const look = () => {
    const before = at === here() ? known : new Set();
    at = here();
    const now = at === null ? NOBODY : writers.of(at);
    const fresh = now.filter(({ person }) => !before.has(person));
    known = new Set(now.map(({ person }) => person));
    if (fresh.length > 0) say(fresh.map(({ name }) => t("cursor.writes", { name })).join(". "));
  };
  writers.on("changed", look);
  return look;
}

/** @type {readonly Member[]} */
const NOBODY = [];

/** @param {import("./others.js").Other[]} others @returns {ByObject} one entry per person and object */
export function byObject(others) {
  /** @type {Map<string, Member[]>} */
  const found = new Map();
  for (const { state, member } of others) {
    const id = writingIn(state);
    if (id === null) continue;
    const members = found.get(id) ?? [];
    if (!members.some(({ person }) => person === member.person)) members.push(member);
    found.set(id, members);
  }
  return found;
}

/** @param {readonly Member[]} a @param {readonly Member[] | undefined} b */
function same(a, b) {
  return a.length === b?.length && a.every(({ person, name, colour }, index) =>
    person === b[index]?.person && name === b[index]?.name && colour === b[index]?.colour);
}
