// Bringing objects in order: align, distribute, tidy into a grid. Pure: units with their bounds in,
// how far each has to go out. A unit is one object or a group, which moves as one.

import { boundsOf } from "./camera.js";
import { inRows } from "./ordering.js";

/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Pair} Pair */
/** @typedef {typeof SIDES[number]} Side */
/** @typedef {"x" | "y"} Axis */
/** @typedef {{objects: Readonly<BoardObject>[], bounds: Rect}} Unit */

export const SIDES = /** @type {const} */ (["left", "center", "right", "top", "middle", "bottom"]);
/** Between the rows and columns of a tidy grid. */
export const GRID_GAP = 24;

/**
 * @param {readonly Readonly<BoardObject>[]} objects
 * @returns {Unit[]}
 */
export function unitsOf(objects) {
  /** @type {Map<string, Readonly<BoardObject>[]>} */
  const byUnit = new Map();
  for (const object of objects) {
    // Ids and group names may be alike.
    const key = object.group === null ? `object ${object.id}` : `group ${object.group}`;
    const members = byUnit.get(key);
    if (members) members.push(object);
    else byUnit.set(key, [object]);
  }
  return [...byUnit.values()].map((members) => ({ objects: members, bounds: /** @type {Rect} */ (boundsOf(members)) }));
}

/**
 * Onto one side of what they cover together, or onto its middle.
 * @param {readonly Unit[]} units
 * @param {Side} side
 * @returns {Map<string, Pair>} id → its new place
 */
export function aligned(units, side) {
  const all = boundsOf(units.map(({ bounds }) => asObject(bounds)));
  if (!all) return new Map();
  const [axis, part] = /** @type {const} */ ({
    left: ["x", 0], center: ["x", 0.5], right: ["x", 1], top: ["y", 0], middle: ["y", 0.5], bottom: ["y", 1],
  })[side];
  const length = axis === "x" ? "width" : "height";
  return moved(units.map((unit) => {
    const target = all[axis] + (all[length] - unit.bounds[length]) * part;
    return { unit, dx: axis === "x" ? target - unit.bounds.x : 0, dy: axis === "y" ? target - unit.bounds.y : 0 };
  }));
}

/**
 * The same gap between each and the next; the outermost two stay.
 * @param {readonly Unit[]} units
 * @param {Axis} axis
 * @returns {Map<string, Pair>}
 */
export function distributed(units, axis) {
  if (units.length < 3) return new Map();
  const length = axis === "x" ? "width" : "height";
  const middle = (/** @type {Unit} */ { bounds }) => bounds[axis] + bounds[length] / 2;
  const sorted = [...units].sort((a, b) => middle(a) - middle(b));
  const [first, last] = /** @type {[Unit, Unit]} */ ([sorted[0], sorted.at(-1)]);
  const from = first.bounds[axis];
  const to = last.bounds[axis] + last.bounds[length];
  const filled = sorted.reduce((sum, { bounds }) => sum + bounds[length], 0);
  const gap = (to - from - filled) / (sorted.length - 1);
  let at = from;
  return moved(sorted.map((unit) => {
    const delta = at - unit.bounds[axis];
    at += unit.bounds[length] + gap;
    return { unit, dx: axis === "x" ? delta : 0, dy: axis === "y" ? delta : 0 };
  }));
}

/**
 * Into rows and columns, as many of them as there seem to be now, in the order in which they are
 * read. In each row they lie on one middle line, so that the order stays even with different
 * heights.
 * @param {readonly Unit[]} units
 * @returns {Map<string, Pair>}
 */
export function tidied(units) {
  const all = boundsOf(units.map(({ bounds }) => asObject(bounds)));
  if (!all) return new Map();
  const seen = inRows(units.map((unit, index) => ({ id: String(index).padStart(6, "0"), unit, ...asObject(unit.bounds) })));
  const ordered = seen.flat().map(({ unit }) => unit);
  const longest = Math.max(...seen.map((row) => row.length));
  const rows = chunked(ordered, columnsFor(ordered, all, longest));
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.bounds.width ?? 0))) ?? [];
  let y = all.y;
  return moved(rows.flatMap((row) => {
    const height = Math.max(...row.map(({ bounds }) => bounds.height));
    const top = y;
    let x = all.x;
    y += height + GRID_GAP;
    return row.map((unit, column) => {
      const step = { unit, dx: x - unit.bounds.x, dy: top + (height - unit.bounds.height) / 2 - unit.bounds.y };
      x += /** @type {number} */ (widths[column]) + GRID_GAP;
      return step;
    });
  }));
}

/**
 * As in their longest row; where they lie on a heap, as many as give a grid of the heap's shape.
 * @param {readonly Unit[]} units
 * @param {Rect} all
 * @param {number} longest
 */
function columnsFor(units, all, longest) {
  const mean = (/** @type {"width" | "height"} */ length) =>
    units.reduce((sum, { bounds }) => sum + bounds[length], 0) / units.length + GRID_GAP;
  const wide = (all.width + GRID_GAP) / mean("width");
  const high = (all.height + GRID_GAP) / mean("height");
  const isHeap = Math.round(wide) * Math.round(high) < units.length;
  return isHeap ? Math.max(1, Math.round(Math.sqrt((units.length * wide) / high))) : longest;
}

/**
 * @template T
 * @param {readonly T[]} all
 * @param {number} size
 */
function chunked(all, size) {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}

/**
 * @param {readonly {unit: Unit, dx: number, dy: number}[]} steps
 * @returns {Map<string, Pair>}
 */
function moved(steps) {
  return new Map(steps.flatMap(({ unit, dx, dy }) =>
    unit.objects.map(({ id, pos }) => /** @type {[string, Pair]} */ ([id, [pos[0] + dx, pos[1] + dy]]))));
}

/** @param {Rect} rect @returns {{pos: Pair, size: Pair}} */
function asObject({ x, y, width, height }) {
  return { pos: [x, y], size: [width, height] };
}
