// A rectangle pulled at one of its corners. Pure.

import { clamp } from "./objects.js";

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {"nw" | "ne" | "sw" | "se"} Corner */

/**
 * @param {Rect} start
 * @param {Corner} corner
 * @param {number} dx
 * @param {number} dy
 * @param {boolean} even keeps the proportions
 * @param {readonly [number, number]} sizes the least and the most
 * @returns {{pos: Point, size: Point}} the corner across stays
 */
export function resized(start, corner, dx, dy, even, [least, most]) {
  const [west, north] = [corner.includes("w"), corner.includes("n")];
  let width = clamp(start.width + (west ? -dx : dx), least, most);
  let height = clamp(start.height + (north ? -dy : dy), least, most);
  if (even) {
    const wanted = Math.max(width / start.width, height / start.height);
    const [short, long] = [Math.min(start.width, start.height), Math.max(start.width, start.height)];
    const factor = Math.min(Math.max(wanted, least / short), most / long);
    [width, height] = [start.width * factor, start.height * factor];
  }
  return {
    pos: [west ? start.x + start.width - width : start.x, north ? start.y + start.height - height : start.y],
    size: [width, height],
  };
}
