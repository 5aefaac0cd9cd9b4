// The one ordering: areas in their order (first the facilitators', then the team's as they are
// read), objects without area last; inside an area rows from top to bottom and in a row left to
// right, and what belongs to an object right after it. It gives the list, the phone's view, the
// screen reader's view and every export. rooms/board/ordering.py is its twin; both keep the same
// vectors (tests/vectors/ordering.json).

/** The kind that a team's areas have. */
const AREA = "area";

/**
 * @typedef {object} Placed
 * @property {string} id
 * @property {unknown} [kind]
 * @property {unknown} [pos] [x, y] in board pixels
 * @property {unknown} [size] [width, height]
 * @property {unknown} [area]
 */

/**
 * `head` is the area itself where a team laid it.
 * @template {Placed} T
 * @typedef {{area: string | null, head: T | null, objects: T[]}} Group
 */

/**
 * All areas, empty ones too, and at the end what lies in none of them.
 * @template {Placed} T
 * @param {Iterable<T>} objects
 * @param {readonly string[]} [laid] ids of the facilitators' areas, in their order
 * @returns {Group<T>[]}
 */
export function groups(objects, laid = []) {
  const known = new Map([...objects].map((object) => [object.id, object]));
  const own = inRows([...known.values()].filter(({ kind, id }) => kind === AREA && !laid.includes(id))).flat();
  /** @type {Map<string | null, T[]>} */
  const byArea = new Map([...laid, ...own.map(({ id }) => id)].map((area) => [area, []]));
  byArea.set(null, []);
  /** @type {Map<string, T[]>} what follows an object */
  const following = new Map();
  const ownerOf = (/** @type {T} */ { id, area }) =>
    typeof area === "string" && area !== id && !byArea.has(area) ? known.get(area) : undefined;
  for (const object of known.values()) {
    if (byArea.has(object.id)) continue;
    const owner = ownerOf(object);
    const area = typeof object.area === "string" && byArea.has(object.area) ? object.area : null;
    // One deep: what lies in something that follows another itself would be lost in a circle.
    if (!owner || ownerOf(owner)) byArea.get(area)?.push(object);
    else if (following.has(owner.id)) following.get(owner.id)?.push(object);
    else following.set(owner.id, [object]);
  }
  const read = (/** @type {T} */ object) => [object, ...inRows(following.get(object.id) ?? []).flat()];
  return [...byArea].map(([area, members]) => ({
    area,
    head: (area === null ? undefined : known.get(area)) ?? null,
    objects: inRows(members).flat().flatMap(read),
  }));
}

/**
 * @template {Placed} T
 * @param {Iterable<T>} objects
 * @param {readonly string[]} [laid] ids of the facilitators' areas, in their order
 * @returns {T[]}
 */
export function inOrder(objects, laid = []) {
  return groups(objects, laid).flatMap(({ head, objects: members }) => (head ? [head, ...members] : members));
}

/**
 * The first object, from the top, opens a row; whatever has its vertical centre above the bottom
 * edge of that first object belongs to it; the next one opens the next row.
 * @template {Placed} T
 * @param {Iterable<T>} objects
 * @returns {T[][]}
 */
export function inRows(objects) {
  const boxes = [...objects].map(box).sort((a, b) => a.y - b.y || a.x - b.x || compare(a.id, b.id));
  /** @type {Box<T>[][]} */
  const rows = [];
  let bottom = 0;
  for (const each of boxes) {
    const row = rows.at(-1);
    if (row && each.y + each.height / 2 < bottom) {
      row.push(each);
    } else {
      rows.push([each]);
      bottom = each.y + each.height;
    }
  }
  return rows.map((row) =>
    row.sort((a, b) => a.x - b.x || a.y - b.y || compare(a.id, b.id)).map((each) => each.object),
  );
}

/**
 * @template T
 * @typedef {{object: T, id: string, x: number, y: number, height: number}} Box
 */

/**
 * @template {Placed} T
 * @param {T} object
 * @returns {Box<T>}
 */
function box(object) {
  const [x, y] = pair(object.pos);
  const [, height] = pair(object.size);
  return { object, id: object.id, x, y, height };
}

/**
 * @param {unknown} value
 * @returns {[number, number]}
 */
function pair(value) {
  return Array.isArray(value) ? [figure(value[0]), figure(value[1])] : [0, 0];
}

/** @param {unknown} value */
function figure(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

/**
 * By UTF-16 code units, as JavaScript compares.
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
