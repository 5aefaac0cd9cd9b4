// What lies in what. An area or a frame owns the objects whose middle is in it: they name it in
// `area`, move along with it and are read with it. An owner may lie in another, one deep: a frame
// in an area. What the facilitators laid down owns too, and lies below everything. Pure: objects as
// they will be go in, what their `area` becomes comes out; document.js writes that in the same
// transaction, so that every way through the board, and its undo, keeps it true.

import { isMovable, kindOf } from "./kinds/index.js";
import { byHeight } from "./objects.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {Pick<BoardObject, "id" | "kind" | "pos" | "size" | "z" | "area" | "data">} Placed */
/** @typedef {{id: string, pos: Pair, size: Pair}} Laid an area of the facilitators, the lowest first */
/** @typedef {{id: string, deep: number, box: {pos: Pair, size: Pair}}} Above */

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
  return new Owners(new Map(all.map((object) => [object.id, object])), laid).at(centre(box));
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
  const owners = [...places.keys()].flatMap((id) => objects.get(id) ?? []).filter(owns);
  if (owners.length === 0) return along;
  // Where every one has a place of its own nothing is left to come along.
  const owned = [...objects.values()].filter(({ area }) => area !== null);
  if (owned.every(({ id }) => places.has(id))) return along;
  for (const owner of owners) {
    const [x, y] = /** @type {Pair} */ (places.get(owner.id));
    const [dx, dy] = [x - owner.pos[0], y - owner.pos[1]];
    for (const { id: member, pos } of membersOf(owned, [owner.id])) {
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
  const owning = found.filter(owns);
  // What owns first: what lies in it depends on how deep it lies itself.
  for (const object of owning) owners.place(object, moved);
  for (const object of found) if (!owns(object)) owners.place(object, moved);
  const others = owning.length === 0 ? [] : [...objects.values()].filter(({ id }) => !moved.has(id));
  for (const owner of owning) for (const object of others) owners.adjust(owner, object);
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
  /** @type {Above[] | null} null: who lies in what has changed */
  #known = null;
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

  /** The topmost owner there. @param {Pair} point @returns {string | null} */
  at(point) {
    return this.#pile().findLast(({ box }) => holds(box, point))?.id ?? null;
  }

  /** @param {Placed} object @param {ReadonlySet<string>} moved */
  place(object, moved) {
    const owner = this.#area(object);
    // What moves together stays together.
    const box = owner !== null && moved.has(owner) ? this.#boxes.get(owner) : undefined;
    if (!(box && isMovable(object) && holds(box, middle(object)))) this.#give(object);
  }

  /** A moved owner takes what was free, or in what it lies in itself; and loses what lies outside it now. @param {Laid & {area: string | null}} owner @param {Placed} object */
  adjust(owner, object) {
    const now = this.#area(object);
    const inside = holds(owner, middle(object));
    if (now === owner.id ? !inside : inside && (now === null || now === this.#area(owner))) this.#give(object);
  }

  /** @param {Placed} object */
  #give(object) {
    const owner = this.#ownerFor(object);
    if (owns(object)) this.#known = null;
    if (owner === object.area) this.changes.delete(object.id);
    else this.changes.set(object.id, owner);
  }

  /** @param {Placed} object @returns {string | null} */
  #ownerFor(object) {
    // What follows others has no place of its own.
    if (!isMovable(object)) return null;
    if (!owns(object)) return this.at(middle(object));
    if (this.#owners.some((each) => each.id !== object.id && this.#area(each) === object.id)) return null;
    const point = middle(object);
    const there = this.#pile().findLast(({ id, deep, box }) => deep < 2 && id !== object.id && extent(box) > extent(object) && holds(box, point));
    return there?.id ?? null;
  }

  /** @returns {Above[]} from the bottom to the top: the facilitators', then the free ones, then those in them */
  #pile() {
    if (this.#known) return this.#known;
    const deep = (/** @type {Placed} */ owner) => (this.#area(owner) === null ? 1 : 2);
    const own = this.#owners.map((owner) => ({ id: owner.id, deep: deep(owner), box: owner })).sort((a, b) => a.deep - b.deep);
    this.#known = [...this.#laid.map((box) => ({ id: box.id, deep: 0, box })), ...own];
    return this.#known;
  }

  /** @param {Pick<Placed, "id" | "area">} object @returns {string | null} its owner, if there is one by that name */
  #area({ id, area }) {
    const owner = this.changes.get(id) ?? (this.changes.has(id) ? null : area);
    return owner !== null && owner !== id && this.#boxes.has(owner) ? owner : null;
  }
}

/** @param {{pos: Pair, size: Pair}} owner @param {Pair} point */
function holds({ pos, size }, point) {
  const [x, y, left, top] = [point[0], point[1], pos[0], pos[1]];
  return x >= left && x < left + size[0] && y >= top && y < top + size[1];
}

/** Where it counts as lying. @param {Placed} object @returns {Pair} */
function middle(object) {
  const own = isMovable(object) ? kindOf(object).middle : undefined;
  return own ? own(object) : centre(object);
}

/** @param {{pos: Pair, size: Pair}} box @returns {Pair} */
function centre({ pos, size }) {
  return [pos[0] + size[0] / 2, pos[1] + size[1] / 2];
}

/** @param {{size: Pair}} box */
function extent({ size: [width, height] }) {
  return width * height;
}
