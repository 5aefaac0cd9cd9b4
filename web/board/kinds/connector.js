// A line between two objects, or to a free place. It follows them, and goes when one of them goes.

import { courseOf } from "./course.js";
import { FAR, nameOr, oneOf } from "./kind.js";
import { nearTo } from "./shape.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {import("./course.js").End} End */
/** @typedef {(id: string) => Rect | null} RectOf */
/**
 * `from` and `to` are objects, or null; `fromAt` and `toAt` where the line ends instead, seen from
 * the connector's own `pos`.
 * @typedef {{from: string | null, to: string | null, fromAt: Point, toAt: Point,
 *   head: typeof HEADS[number], line: typeof LINES[number], dashed: boolean}} Connecting
 */

export const HEADS = /** @type {const} */ (["end", "both", "none"]);
export const LINES = /** @type {const} */ (["straight", "curved"]);
/** Board pixels that heads and the line itself take beside its way. */
const BESIDE = 12;
/** A label's letters, in board pixels: near enough to hit it. */
const LETTER = 9;
const LETTERS_IN_A_LINE = 20;
const LINE_HEIGHT = 22;

/** @type {import("./kind.js").Kind} */
export const connector = Object.freeze({
  name: "connector",
  size: Object.freeze(/** @type {const} */ ([160, 40])),
  sizes: Object.freeze(/** @type {const} */ ([1, 100_000])),
  texts: Object.freeze(["text"]),
  read: ({ from, to, fromAt, toAt, head, line, dashed }) => Object.freeze({
    from: nameOr(from) || null,
    to: nameOr(to) || null,
    fromAt: pointOr(fromAt, NEAR),
    toAt: pointOr(toAt, AWAY),
    head: oneOf(head, HEADS, "end"),
    line: oneOf(line, LINES, "straight"),
    dashed: dashed === true,
  }),
  color: "grey",
  colored: true,
  resizing: "no",
  editing: "text",
  refs: Object.freeze(["from", "to"]),
  box: (object, rectOf) => {
    const { points, middle } = wayOf(object, rectOf);
    const label = labelBox(object.text, middle);
    return around([...points, [label.x, label.y], [label.x + label.width, label.y + label.height]], BESIDE);
  },
  moves: ({ data }) => data["from"] === null || data["to"] === null,
  middle: ({ pos: [x, y], data }) => {
    const { from, to, fromAt, toAt } = /** @type {Connecting} */ (/** @type {unknown} */ (data));
    const [dx, dy] = from === null && to === null ? [(fromAt[0] + toAt[0]) / 2, (fromAt[1] + toAt[1]) / 2] : from === null ? fromAt : toAt;
    return [x + dx, y + dy];
  },
  hits: (object, _rect, point, slack, rectOf) => {
    const { points, middle } = wayOf(object, rectOf);
    const { x, y, width, height } = labelBox(object.text, middle);
    const onLabel = object.text.trim() !== "" && point[0] >= x && point[0] <= x + width && point[1] >= y && point[1] <= y + height;
    return onLabel || nearTo(points, point) <= slack;
  },
  topics: Object.freeze(["connector"]),
  styles: Object.freeze(["drawn"]),
  load: () => import("./connector-drawing.js"),
});

/** @param {Readonly<BoardObject>} object @returns {Connecting} */
export function connecting({ data }) {
  return /** @type {Connecting} */ (/** @type {unknown} */ (data));
}

/**
 * @param {Readonly<BoardObject>} object
 * @param {RectOf} rectOf
 * @param {(id: string) => readonly Point[] | undefined} [cornersOf] of objects that are no rectangles
 */
export function wayOf(object, rectOf, cornersOf = () => undefined) {
  const { line } = connecting(object);
  return courseOf(endOf(object, "from", rectOf, cornersOf), endOf(object, "to", rectOf, cornersOf), line === "curved");
}

/**
 * @param {Readonly<BoardObject>} object
 * @param {"from" | "to"} name
 * @param {RectOf} rectOf
 * @param {(id: string) => readonly Point[] | undefined} [cornersOf]
 * @returns {End}
 */
export function endOf(object, name, rectOf, cornersOf = () => undefined) {
  const data = connecting(object);
  const id = data[name];
  const rect = id === null ? null : rectOf(id);
  if (id !== null && rect) return { rect, corners: cornersOf(id) };
  const [dx, dy] = data[`${name}At`];
  return { point: [object.pos[0] + dx, object.pos[1] + dy] };
}

/** @param {string} text @param {Point} middle @returns {Rect} */
export function labelBox(text, [x, y]) {
  const lines = text.trim() === "" ? [] : text.split("\n");
  const longest = Math.max(0, ...lines.map(({ length }) => Math.min(length, LETTERS_IN_A_LINE)));
  const count = lines.reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / LETTERS_IN_A_LINE)), 0);
  const [width, height] = [longest * LETTER, count * LINE_HEIGHT];
  return { x: x - width / 2, y: y - height / 2, width, height };
}

const NEAR = Object.freeze(/** @type {const} */ ([0, 0]));
const AWAY = Object.freeze(/** @type {const} */ ([160, 0]));

/** @param {unknown} value @param {Point} otherwise @returns {Point} */
function pointOr(value, otherwise) {
  if (!Array.isArray(value) || !Number.isFinite(value[0]) || !Number.isFinite(value[1])) return otherwise;
  const [x, y] = value.map((/** @type {number} */ each) => Math.round(Math.min(FAR, Math.max(-FAR, each))));
  return Object.freeze(/** @type {const} */ ([x ?? 0, y ?? 0]));
}

/** @param {readonly Point[]} points @param {number} more @returns {Rect} */
function around(points, more) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - more, Math.min(...ys) - more];
  return { x: left, y: top, width: Math.max(...xs) + more - left, height: Math.max(...ys) + more - top };
}
