// Where something new comes to lie: an element in its frame, a frame beside another, a story as a
// grid. Pure.

import { overlap } from "../board/camera.js";
import { STEPS } from "../board/kinds/frame.js";
import { DEVICE_SIZES, screenOf } from "./devices.js";
import { SHAPE_SIZES } from "./shapes.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {import("../board/objects.js").Pair} Pair */
/** @typedef {import("../board/camera.js").Rect} Rect */
/** @typedef {import("../board/kinds/frame.js").Device} Device */
/** @typedef {import("../board/kinds/sketch.js").Shape} Shape */
/** @typedef {{pos: Pair, size: Pair}} Box */

/** Board pixels between elements, and to the edge of their screen. */
const GAP = 14;
const TIGHT = 4;
const STEP = 4;
/** Where no place is free: a little beside the last one. */
const BESIDE = 18;
/** Between frames. An arrow has to fit. */
export const FRAME_GAP = 96;
const STORY_GAP = 40;
const STORY_COLUMNS = 3;
/** Looks for a free place so many rows and columns away. */
const FAR = 24;

/** The part of a frame in which things are laid, on the board. @param {Readonly<BoardObject>} frame @returns {Rect} */
export function screenRect({ pos, size, data }) {
  const { x, y, width, height } = screenOf(/** @type {Device} */ (data["device"]), size);
  return { x: pos[0] + x, y: pos[1] + y, width, height };
}

/** @param {Shape} shape @param {Rect | null} screen @returns {Pair} */
export function sizeFor(shape, screen) {
  const [wanted, height] = SHAPE_SIZES[shape];
  const room = screen ? Math.max(40, screen.width - 2 * GAP) : 260;
  return [Math.round(Math.min(wanted ?? 420, room)), height];
}

/**
 * The first free place from the top and the left, if need be close to its neighbours; where all is
 * full, over the others, each a little lower.
 * @param {Rect} screen
 * @param {Pair} size
 * @param {readonly Box[]} taken
 * @returns {Pair}
 */
export function freePlace(screen, size, taken) {
  const others = taken.map(rectOf);
  const [width, height] = size;
  const below = screen.y + Math.max(0, screen.height - height) / 2 + (taken.length % 6) * BESIDE - 3 * BESIDE;
  return firstFree(screen, size, others, GAP) ?? firstFree(screen, size, others, TIGHT) ?? [
    Math.round(screen.x + (screen.width - width) / 2),
    Math.round(Math.max(screen.y, Math.min(below, screen.y + screen.height - height))),
  ];
}

/**
 * @param {Rect} screen
 * @param {Pair} size
 * @param {readonly Rect[]} others
 * @param {number} gap
 * @returns {Pair | null}
 */
function firstFree(screen, [width, height], others, gap) {
  const [left, right] = [screen.x + GAP, screen.x + screen.width - GAP - width];
  const bottom = screen.y + screen.height - height - gap / 2;
  const columns = right <= left ? [screen.x + (screen.width - width) / 2] : [left, ...stepsFrom(left, right)];
  for (let y = screen.y + gap; y <= bottom; y += STEP) {
    for (const x of columns) {
      const place = { x: x - gap / 2, y: y - gap / 2, width: width + gap, height: height + gap };
      if (!others.some((other) => overlap(place, other))) return [Math.round(x), Math.round(y)];
    }
  }
  return null;
}

/**
 * The middle of a new frame or story is where one looks, or right of there, or below.
 * @param {Pair} centre
 * @param {Pair} size
 * @param {readonly Box[]} taken
 * @returns {Pair}
 */
export function freeSpot([x, y], [width, height], taken) {
  const others = taken.map(rectOf);
  const start = { x: x - width / 2, y: y - height / 2 };
  const places = [];
  for (let row = 0; row < FAR; row++) for (let column = 0; column < FAR; column++) places.push({ row, column });
  places.sort((a, b) => a.row * 1.2 + a.column - (b.row * 1.2 + b.column));
  for (const { row, column } of places) {
    const place = { x: start.x + column * (width + FRAME_GAP) / 2, y: start.y + row * (height + FRAME_GAP) / 2, width, height };
    if (!others.some((other) => overlap(grown(place, GAP), other))) return [Math.round(place.x), Math.round(place.y)];
  }
  return [Math.round(start.x), Math.round(start.y)];
}

/**
 * Right of it, beyond what lies there.
 * @param {Box} box
 * @param {readonly Box[]} taken
 * @returns {Pair}
 */
export function placeBeside({ pos, size: [width, height] }, taken) {
  const others = taken.map(rectOf);
  for (let column = 1; column <= FAR; column++) {
    const place = { x: pos[0] + column * (width + FRAME_GAP), y: pos[1], width, height };
    if (!others.some((other) => overlap(place, other))) return [place.x, place.y];
  }
  return [pos[0] + width + FRAME_GAP, pos[1]];
}

/** The six steps, two rows of three. @returns {{places: Pair[], size: Pair}} from [0, 0] */
export function storyboard() {
  const [width, height] = DEVICE_SIZES.story;
  const places = Array.from({ length: STEPS }, (_, step) => /** @type {Pair} */ ([
    (step % STORY_COLUMNS) * (width + STORY_GAP), Math.floor(step / STORY_COLUMNS) * (height + STORY_GAP),
  ]));
  const rows = Math.ceil(STEPS / STORY_COLUMNS);
  return { places, size: [STORY_COLUMNS * (width + STORY_GAP) - STORY_GAP, rows * (height + STORY_GAP) - STORY_GAP] };
}

/** @param {number} from @param {number} to */
function stepsFrom(from, to) {
  /** @type {number[]} */
  const steps = [];
  for (let at = from + STEP; at < to && steps.length < 200; at += STEP) steps.push(at);
  return [...steps, to];
}

/** @param {Rect} rect @param {number} by @returns {Rect} */
function grown({ x, y, width, height }, by) {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** @param {Box} box @returns {Rect} */
function rectOf({ pos: [x, y], size: [width, height] }) {
  return { x, y, width, height };
}
