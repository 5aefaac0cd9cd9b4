// A shape: an outline with a text in its middle. Its geometry is pure, for whoever draws it, hits it
// or ends a line at it.

import { oneOf } from "./kind.js";

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {typeof FORMS[number]} Form */

export const FORMS = /** @type {const} */ (["rectangle", "ellipse", "diamond", "triangle", "arrow"]);
export const LOOKS = /** @type {const} */ (["filled", "outlined"]);
/** Corners that stand for an ellipse. */
const ROUND = 48;
/** What an arrow's head takes of its width, and its shaft of its height. */
const HEAD = 0.36;
const SHAFT = 0.56;

/** @type {import("./kind.js").Kind} */
export const shape = Object.freeze({
  name: "shape",
  size: Object.freeze(/** @type {const} */ ([200, 140])),
  sizes: Object.freeze(/** @type {const} */ ([40, 4000])),
  texts: Object.freeze(["text"]),
  read: ({ form, look }) => Object.freeze({ form: oneOf(form, FORMS, "rectangle"), look: oneOf(look, LOOKS, "filled") }),
  color: "blue",
  colored: true,
  resizing: "free",
  editing: "text",
  hits: ({ data, text }, rect, point, slack) => {
    const corners = cornersOf(/** @type {Form} */ (data["form"]), rect);
    // One looks, and takes hold, through an empty outline.
    const full = data["look"] === "filled" || text.trim() !== "";
    return (full && holds(corners, point)) || nearTo(closed(corners), point) <= slack;
  },
  outline: ({ data }, rect) => cornersOf(/** @type {Form} */ (data["form"]), rect),
  topics: Object.freeze(["shape"]),
  styles: Object.freeze(["drawn"]),
  load: () => import("./shape-drawing.js"),
});

/**
 * One after the other, clockwise.
 * @param {Form} form
 * @param {Rect} rect
 * @returns {Point[]}
 */
export function cornersOf(form, { x, y, width, height }) {
  const at = (/** @type {number} */ across, /** @type {number} */ down) => /** @type {Point} */ ([x + across * width, y + down * height]);
  switch (form) {
    case "rectangle":
      return [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
    case "diamond":
      return [at(0.5, 0), at(1, 0.5), at(0.5, 1), at(0, 0.5)];
    case "triangle":
      return [at(0.5, 0), at(1, 1), at(0, 1)];
    case "arrow": {
      const [top, bottom] = [(1 - SHAFT) / 2, (1 + SHAFT) / 2];
      return [at(0, top), at(1 - HEAD, top), at(1 - HEAD, 0), at(1, 0.5), at(1 - HEAD, 1), at(1 - HEAD, bottom), at(0, bottom)];
    }
    case "ellipse":
      return Array.from({ length: ROUND }, (_, index) => {
        const angle = (index / ROUND) * 2 * Math.PI;
        return at(0.5 + Math.cos(angle) / 2, 0.5 + Math.sin(angle) / 2);
      });
  }
}

/**
 * Where a text has room in it, as parts of its width and height.
 * @param {Form} form
 * @returns {{top: number, right: number, bottom: number, left: number}}
 */
export function roomOf(form) {
  switch (form) {
    case "rectangle":
      return { top: 0, right: 0, bottom: 0, left: 0 };
    case "ellipse":
      return { top: 0.146, right: 0.146, bottom: 0.146, left: 0.146 };
    case "diamond":
      return { top: 0.25, right: 0.25, bottom: 0.25, left: 0.25 };
    case "triangle":
      return { top: 0.44, right: 0.24, bottom: 0.02, left: 0.24 };
    case "arrow":
      return { top: (1 - SHAFT) / 2, right: HEAD / 2, bottom: (1 - SHAFT) / 2, left: 0 };
  }
}

/** @param {readonly Point[]} corners @param {Point} point */
export function holds(corners, [x, y]) {
  let inside = false;
  corners.forEach(([ax, ay], index) => {
    const [bx, by] = /** @type {Point} */ (corners[(index + 1) % corners.length]);
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

/** How far a point is from a line. @param {readonly Point[]} line @param {Point} point */
export function nearTo(line, [x, y]) {
  let nearest = Infinity;
  for (let index = 1; index < line.length; index++) {
    const [ax, ay] = /** @type {Point} */ (line[index - 1]);
    const [bx, by] = /** @type {Point} */ (line[index]);
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
    nearest = Math.min(nearest, Math.hypot(x - ax - part * dx, y - ay - part * dy));
  }
  return nearest;
}

/** @param {readonly Point[]} corners @returns {Point[]} */
function closed(corners) {
  return [...corners, /** @type {Point} */ (corners[0])];
}
