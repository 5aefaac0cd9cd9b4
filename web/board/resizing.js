// A rectangle pulled at one of its corners. Pure.

import { SIZE_MAX, SIZE_MIN, clamp } from "./objects.js";

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {"nw" | "ne" | "sw" | "se"} Corner */

/**
 * @param {Rect} start
 * @param {Corner} corner
 * @param {number} dx
 * @param {number} dy
 * @param {boolean} even keeps the proportions
 * @returns {{pos: Point, size: Point}} the corner across stays
 */
export function resized(start, corner, dx, dy, even) {
  const [west, north] = [corner.includes("w"), corner.includes("n")];
  let width = clamp(start.width + (west ? -dx : dx), SIZE_MIN, SIZE_MAX);
  let height = clamp(start.height + (north ? -dy : dy), SIZE_MIN, SIZE_MAX);
  if (even) {
    const factor = Math.max(width / start.width, height / start.height);
    [width, height] = [start.width * factor, start.height * factor];
  }
  return {
    pos: [west ? start.x + start.width - width : start.x, north ? start.y + start.height - height : start.y],
    size: [width, height],
  };
}
