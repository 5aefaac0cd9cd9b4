// What lies in what. An area or a frame owns the objects whose middle is in it: they name it in
// `area`, move along with it and are read with it. An owner may lie in another, one deep: a frame
// in an area. What the facilitators laid down owns too, and lies below everything. Pure: objects as
// they will be go in, what their `area` becomes comes out; document.js writes that in the same
// transaction, so that every way through the board, and its undo, keeps it true.

import { kindOf } from "./kinds/index.js";
import { byHeight } from "./objects.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {Pick<BoardObject, "id" | "kind" | "pos" | "size" | "z" | "area">} Placed */
/** @typedef {{id: string, pos: Pair, size: Pair}} Laid an area of the facilitators, the lowest first */

/** @param {{kind: string}} object */
export function owns(object) {
  return kindOf(object).owns === true;
}

/**
 * The owner that something there belongs to.
 * @param {Iterable<Placed>} objects
 * @param {{pos: Pair, size: Pair}} box
 * @param {readonly Laid[]} [laid]
 * @returns {string | null}
 */
export function ownerOf(objects, box, laid = []) {
  const all = [...objects];
  return new Owners(new Map(all.map((object) => [object.id, object])), laid).at(box);
}

/**
 * What belongs to these, and to owners among that; not these themselves.
 * @template {Placed} T
 * @param {Iterable<T>} objects
 * @param {Iterable<string>} ids
 * @returns {T[]}
 */
export function membersOf(objects, ids) {
  const all = [...objects];
  const chosen = new Set(ids);
  /** @type {T[]} */
  const found = [];
  const known = new Set(chosen);
  // From owner to owner, so that nonsense in a circle ends too.
  for (let wanted = chosen; wanted.size > 0;) {
    const inside = all.filter((object) => object.area !== null && wanted.has(object.area) && !known.has(object.id));
    wanted = new Set(inside.map(({ id }) => id));
    for (const object of inside) known.add(object.id);
    found.push(...inside);
  }
  return found;
}

/**
 * The places of what is moved along: members go as far as their owner does, locked ones too, as
 * they are locked in it. What has a place of its own among the given keeps that.
 * @param {ReadonlyMap<string, Placed>} objects
 * @param {ReadonlyMap<string, Pair>} places new ones, by id
 * @returns {Map<string, Pair>}
 */
export function alongWith(objects, places) {
  /** @type {Map<string, Pair>} */
  const along = new Map();
  for (const [id, [x, y]] of places) {
    const owner = objects.get(id);
    if (!owner || !owns(owner)) continue;
    const [dx, dy] = [x - owner.pos[0], y - owner.pos[1]];
    for (const { id: member, pos } of membersOf(objects.values(), [id])) {
      if (!places.has(member)) along.set(member, [pos[0] + dx, pos[1] + dy]);
    }
  }
  return along;
}

/**
 * Those of the chosen that do not move along with another chosen one anyway.
 * @template {Placed} T
 * @param {Iterable<Placed>} objects
 * @param {readonly T[]} chosen
 * @returns {T[]}
 */
export function apart(objects, chosen) {
  const owners = chosen.filter(owns);
  if (owners.length === 0) return [...chosen];
  const all = [...objects];
  const along = new Set(owners.flatMap(({ id }) => membersOf(all, [id])).map(({ id }) => id));
  return chosen.filter(({ id }) => !along.has(id));
}

/**
 * What `area` becomes of whom, where it changes.
 * @param {ReadonlyMap<string, Placed>} objects as they will be
 * @param {ReadonlySet<string>} moved the new ones, and those with a new place or size
 * @param {readonly Laid[]} [laid]
 * @returns {Map<string, string | null>}
 */
export function settled(objects, moved, laid = []) {
  const owners = new Owners(objects, laid);
  const found = [...moved].flatMap((id) => objects.get(id) ?? []);
  // What owns first: what lies in it depends on how deep it lies itself.
  for (const object of found.filter(owns)) owners.place(object, moved);
  for (const object of found) if (!owns(object)) owners.place(object, moved);
  for (const owner of found.filter(owns)) {
    for (const object of objects.values()) if (!moved.has(object.id)) owners.adjust(owner, object);
  }
  return owners.changes;
}

/**
 * The same where an area of the facilitators came, or has another place or size.
 * @param {ReadonlyMap<string, Placed>} objects
 * @param {Laid} area one of the laid
 * @param {readonly Laid[]} laid
 * @returns {Map<string, string | null>}
 */
export function taken(objects, area, laid) {
  const owners = new Owners(objects, laid);
  for (const object of objects.values()) owners.adjust({ area: null, ...area }, object);
  return owners.changes;
}

/** Who owns what while it is being settled. */
class Owners {
  /** @type {Map<string, string | null>} */
  changes = new Map();
  /** @type {Map<string, {pos: Pair, size: Pair}>} by id, from the bottom to the top */
  #boxes = new Map();
  #laid;
  #owners;

  /** @param {ReadonlyMap<string, Placed>} objects @param {readonly Laid[]} laid */
  constructor(objects, laid) {
    this.#laid = laid;
    for (const area of laid) this.#boxes.set(area.id, area);
    // One that became the facilitators' is theirs.
    this.#owners = [...objects.values()].filter((object) => owns(object) && !this.#boxes.has(object.id)).sort(byHeight);
    for (const owner of this.#owners) this.#boxes.set(owner.id, owner);
  }

  /** The topmost owner there. @param {{pos: Pair, size: Pair}} box @returns {string | null} */
  at(box) {
    const there = this.#pile().filter(({ id }) => holds(/** @type {Laid} */ (this.#boxes.get(id)), box));
    return there.at(-1)?.id ?? null;
  }

  /** @param {Placed} object @param {ReadonlySet<string>} moved */
  place(object, moved) {
    const owner = this.#area(object);
    // What moves together stays together.
    const box = owner !== null && moved.has(owner) ? this.#boxes.get(owner) : undefined;
    if (!(box && holds(box, object))) this.#give(object);
  }

  /** A moved owner takes what was free, or in what it lies in itself; and loses what lies outside it now. @param {Laid & {area: string | null}} owner @param {Placed} object */
  adjust(owner, object) {
    const now = this.#area(object);
    const inside = holds(owner, object);
    if (now === owner.id ? !inside : inside && (now === null || now === this.#area(owner))) this.#give(object);
  }

  /** @param {Placed} object */
  #give(object) {
    const owner = this.#ownerFor(object);
    if (owner === object.area) this.changes.delete(object.id);
    else this.changes.set(object.id, owner);
  }

  /** @param {Placed} object @returns {string | null} */
  #ownerFor(object) {
    // What follows others has no place of its own.
    if (kindOf(object).box) return null;
    if (!owns(object)) return this.at(object);
    if (this.#owners.some((each) => each.id !== object.id && this.#area(each) === object.id)) return null;
    const there = this.#pile().filter(({ id, deep }) => {
      const box = /** @type {Laid} */ (this.#boxes.get(id));
      return deep < 2 && id !== object.id && extent(box) > extent(object) && holds(box, object);
    });
    return there.at(-1)?.id ?? null;
  }

  /** @returns {{id: string, deep: number}[]} from the bottom to the top: the facilitators', then the free ones, then those in them */
  #pile() {
    const deep = (/** @type {Placed} */ owner) => (this.#area(owner) === null ? 1 : 2);
    const own = this.#owners.map((owner) => ({ id: owner.id, deep: deep(owner) })).sort((a, b) => a.deep - b.deep);
    return [...this.#laid.map(({ id }) => ({ id, deep: 0 })), ...own];
  }

  /** @param {Pick<Placed, "id" | "area">} object @returns {string | null} its owner, if there is one by that name */
  #area({ id, area }) {
    const owner = this.changes.get(id) ?? (this.changes.has(id) ? null : area);
    return owner !== null && owner !== id && this.#boxes.has(owner) ? owner : null;
  }
}

/** @param {{pos: Pair, size: Pair}} owner @param {{pos: Pair, size: Pair}} object its middle counts */
function holds(owner, object) {
  const [x, y] = [object.pos[0] + object.size[0] / 2, object.pos[1] + object.size[1] / 2];
  const [left, top] = owner.pos;
  return x >= left && x < left + owner.size[0] && y >= top && y < top + owner.size[1];
}

/** @param {{size: Pair}} box */
function extent({ size: [width, height] }) {
  return width * height;
}
