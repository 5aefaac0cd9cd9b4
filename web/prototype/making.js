// Puts prototypes on the board: frames where there is room, elements into a frame, and the way from
// one to another. One transaction each, so that one step back takes it away again.

import { t } from "../i18n/index.js";
import { boundsOf } from "../board/camera.js";
import { STEPS } from "../board/kinds/frame.js";
import { DEVICE_SIZES } from "./devices.js";
import { frameOf, membersOf } from "./paths.js";
import { freePlace, freeSpot, placeBeside, screenRect, sizeFor, storyboard } from "./placing.js";
import { SHAPE_COLORS } from "./shapes.js";

/** @typedef {import("../board/document.js").BoardDocument} BoardDocument */
/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {import("../board/objects.js").Pair} Pair */
/** @typedef {import("../board/kinds/frame.js").Device} Device */
/** @typedef {import("../board/kinds/sketch.js").Shape} Shape */

/**
 * @param {BoardDocument} board
 * @param {Exclude<Device, "story">} device
 * @param {Pair} centre where one looks
 * @returns {string[]}
 */
export function makeFrame(board, device, centre) {
  const size = DEVICE_SIZES[device];
  return board.create([{ kind: "frame", pos: freeSpot(centre, size, all(board)), size, text: nextTitle(board, device), data: { device } }]);
}

/**
 * Six steps, of which each leads to the next.
 * @param {BoardDocument} board
 * @param {Pair} centre
 * @returns {string[]}
 */
export function makeStory(board, centre) {
  const { places, size } = storyboard();
  const [x, y] = freeSpot(centre, size, all(board));
  return board.create(places.map(([left, top], step) => ({
    kind: "frame", pos: [x + left, y + top], size: DEVICE_SIZES.story,
    data: { device: "story", step, ...(step < STEPS - 1 ? { to: { draft: step + 1 } } : {}) },
  })));
}

/**
 * The same device again, to its right.
 * @param {BoardDocument} board
 * @param {Readonly<BoardObject>} frame
 * @returns {string | null}
 */
export function makeBeside(board, frame) {
  const device = /** @type {Device} */ (frame.data["device"]);
  const pos = placeBeside(frame, all(board).filter(({ id }) => id !== frame.id));
  const step = Math.min(STEPS - 1, Number(frame.data["step"]) + 1);
  const [id] = board.create([{
    kind: "frame", pos, size: frame.size, text: device === "story" ? "" : nextTitle(board, device),
    data: device === "story" ? { device, step } : { device },
  }]);
  return id ?? null;
}

/**
 * @param {BoardDocument} board
 * @param {Shape} shape
 * @param {Readonly<BoardObject> | null} frame
 * @param {Pair} [point] its middle; without: the next free place in the frame
 * @returns {string | null}
 */
export function makeSketch(board, shape, frame, point) {
  const screen = frame && screenRect(frame);
  const size = sizeFor(shape, screen);
  if (!point && !(frame && screen)) return null;
  const pos = /** @type {Pair} */ (point
    ? [point[0] - size[0] / 2, point[1] - size[1] / 2]
    : freePlace(/** @type {NonNullable<typeof screen>} */ (screen), size, membersOf(board.objects, /** @type {Readonly<BoardObject>} */ (frame).id)));
  const [id] = board.create([{ kind: "sketch", pos, size, color: SHAPE_COLORS[shape], data: { shape } }]);
  return id ?? null;
}

/** @param {BoardDocument} board @param {string} id @param {string | null} target null: nowhere */
export function lead(board, id, target) {
  board.change([id], { to: target ?? undefined });
}

/** The frame that what is chosen lies in, if it is one. @param {BoardDocument} board @param {ReadonlySet<string>} chosen */
export function chosenFrame(board, chosen) {
  const frames = new Set([...chosen].map((id) => {
    const object = board.get(id);
    return object ? (frameOf(object, board.objects)?.id ?? null) : null;
  }));
  const [only] = frames;
  return frames.size === 1 && only ? (board.get(only) ?? null) : null;
}

/** @param {BoardDocument} board @param {readonly string[]} ids */
export function boundsOfAll(board, ids) {
  return boundsOf(ids.flatMap((id) => board.get(id) ?? []));
}

/** @param {BoardDocument} board @param {Exclude<Device, "story">} device */
function nextTitle(board, device) {
  const count = [...board.objects.values()].filter(({ kind, data }) => kind === "frame" && data["device"] === device).length;
  return t(`prototype.${device}.new`, { n: count + 1 });
}

/** @param {BoardDocument} board */
function all(board) {
  return [...board.objects.values()];
}
