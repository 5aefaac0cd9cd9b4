// The shape of a stroke as a path: what perfect-freehand makes of its points. The only module that
// knows the library.

import { getStroke } from "../../vendor/perfect-freehand.js";
import { WIDTHS } from "./points.js";

/** How much pressure makes of a pen's width. */
const THINNING = 0.6;

/**
 * @param {readonly import("./points.js").InkPoint[]} line
 * @param {import("./points.js").Width} width
 * @param {boolean} pen whether pressure counts; of a mouse and a finger the line is even
 * @returns {string} the d of an SVG path
 */
export function outlineOf(line, width, pen) {
  const outline = getStroke(line.map(({ x, y, pressure }) => [x, y, pressure]), {
    size: WIDTHS[width], thinning: pen ? THINNING : 0, smoothing: 0.5, streamline: 0, simulatePressure: false, last: true,
  });
  const [first] = outline;
  if (!first) return "";
  // Through the middles between the corners: round without a point too many.
  const parts = [`M${figure(first[0])} ${figure(first[1])}Q`];
  outline.forEach(([x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length] ?? first;
    parts.push(`${figure(x)} ${figure(y)} ${figure((x + nextX) / 2)} ${figure((y + nextY) / 2)}`);
  });
  return `${parts.join(" ")}Z`;
}

/** @param {number} value */
function figure(value) {
  return Math.round(value * 100) / 100;
}
