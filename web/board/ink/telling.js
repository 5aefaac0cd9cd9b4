// A stroke on its way to the others while it is drawn. Presence holds little and only the latest of
// it arrives, so each state carries the end of the line; who sees it puts the ends together. Pure.
//
// {n: 3, from: 120, at: [x, y], steps: [dx, dy, …], force: "5567", color, width}     n counts strokes
// {n: 3, id: "…"}     it is an object now

import { COLORS } from "../objects.js";
import { POINTS_MOST, WIDTHS } from "./points.js";

/** @typedef {import("./points.js").InkPoint} InkPoint */
/** @typedef {import("./points.js").Width} Width */
/** @typedef {{color: import("../objects.js").Color, width: Width, pen: boolean}} Look */
/** @typedef {{n: number, from: number, line: InkPoint[], look: Look}} Told */

/** Presence takes 2 kB: beside it are the cursor and what is chosen. */
const BYTES_MOST = 900;
/** Board coordinates and steps are told in tenths of a pixel. */
const TENTHS = 10;
/** Nobody draws further out. */
const FAR = 1_100_000;
const STEPS_MOST = 600;

/**
 * @param {number} n
 * @param {readonly InkPoint[]} line all of it, at least one point
 * @param {Look} look
 * @returns {Record<string, unknown>}
 */
export function told(n, line, { color, width, pen }) {
  /** @type {number[]} */
  const steps = [];
  let force = "";
  let bytes = 0;
  let at = line.length - 1;
  let [x, y] = tenths(/** @type {InkPoint} */ (line[at]));
  force = digit(/** @type {InkPoint} */ (line[at]));
  for (; at > 0; at--) {
    const before = /** @type {InkPoint} */ (line[at - 1]);
    const [left, top] = tenths(before);
    const step = [x - left, y - top];
    bytes += step.join().length + 2;
    if (bytes > BYTES_MOST) break;
    steps.unshift(...step);
    force = digit(before) + force;
    [x, y] = [left, top];
  }
  return { n, from: at, at: [x, y], steps, ...(pen ? { force } : {}), color, width };
}

/** @param {InkPoint} point @returns {[number, number]} */
function tenths({ x, y }) {
  return [Math.round(x * TENTHS), Math.round(y * TENTHS)];
}

/** @param {InkPoint} point */
function digit({ pressure }) {
  return String(Math.min(9, Math.round(pressure * 9)));
}

/** Another client's word: anything may be in it. @param {unknown} value @returns {Told | null} */
export function heard(value) {
  if (!isRecord(value)) return null;
  const { n, from, at, steps, force, color, width } = value;
  if (!isCount(n) || !isCount(from) || !isFigures(at, 2) || !isFigures(steps, STEPS_MOST) || steps.length % 2) return null;
  let [x, y] = /** @type {[number, number]} */ (at);
  if (at.length !== 2) return null;
  const pen = typeof force === "string" && /^\d+$/.test(force) && force.length === steps.length / 2 + 1;
  const pressure = (/** @type {number} */ index) => (pen ? Number(/** @type {string} */ (force)[index]) / 9 : 0.5);
  const line = [{ x: x / TENTHS, y: y / TENTHS, pressure: pressure(0) }];
  for (let index = 0; index < steps.length; index += 2) {
    x += /** @type {number} */ (steps[index]);
    y += /** @type {number} */ (steps[index + 1]);
    line.push({ x: x / TENTHS, y: y / TENTHS, pressure: pressure(index / 2 + 1) });
  }
  if (line.some((point) => Math.abs(point.x) > FAR || Math.abs(point.y) > FAR)) return null;
  return {
    n, from, line,
    look: {
      color: COLORS.find((each) => each === color) ?? "grey",
      width: typeof width === "string" && Object.hasOwn(WIDTHS, width) ? /** @type {Width} */ (width) : "medium",
      pen,
    },
  };
}

/** @param {unknown} value @returns {{n: number, id: string} | null} the object that a stroke became */
export function finished(value) {
  if (!isRecord(value) || !isCount(value["n"]) || typeof value["id"] !== "string") return null;
  return { n: value["n"], id: value["id"] };
}

/**
 * What has been heard of a stroke, and its new end.
 * @param {readonly InkPoint[]} known
 * @param {Told} more
 * @returns {InkPoint[]}
 */
export function joined(known, { from, line }) {
  return [...known.slice(0, from), ...line].slice(0, POINTS_MOST);
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === "object" && value !== null;
}

/** @param {unknown} value @returns {value is number} */
function isCount(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}

/** @param {unknown} value @param {number} most @returns {value is number[]} */
function isFigures(value, most) {
  return Array.isArray(value) && value.length <= most && value.every((each) => Number.isFinite(each));
}
