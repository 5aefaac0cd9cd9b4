// The one ordering: areas in their order, objects without area last; inside an area rows from
// top to bottom and in a row left to right. It gives the list, the phone's view, the screen
// reader's view and every export. rooms/board/ordering.py is its twin; both keep the same
// vectors (tests/vectors/ordering.json).

/**
 * @typedef {object} Placed
 * @property {string} id
 * @property {unknown} [pos] [x, y] in board pixels
 * @property {unknown} [size] [width, height]
 * @property {unknown} [area]
 */

/**
 * @template {Placed} T
 * @typedef {{area: string | null, objects: T[]}} Group
 */

/**
 * All areas that were named, empty ones too, and at the end what lies in none of them.
 * @template {Placed} T
 * @param {Iterable<T>} objects
 * @param {readonly string[]} [areas]
 * @returns {Group<T>[]}
 */
export function groups(objects, areas = []) {
  /** @type {Map<string | null, T[]>} */
  const byArea = new Map(areas.map((area) => [area, []]));
  byArea.set(null, []);
  for (const object of objects) {
    const area = typeof object.area === "string" && byArea.has(object.area) ? object.area : null;
    byArea.get(area)?.push(object);
  }
  return [...byArea].map(([area, members]) => ({ area, objects: inRows(members).flat() }));
}

/**
 * @template {Placed} T
 * @param {Iterable<T>} objects
 * @param {readonly string[]} [areas]
 * @returns {T[]}
 */
export function inOrder(objects, areas = []) {
  return groups(objects, areas).flatMap((group) => group.objects);
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
