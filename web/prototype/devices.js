// What a frame of a prototype looks like: a phone, a screen, a poster, or a step of a picture story.
// Pure: lines as path data, and where in it there is room.

import { Pencil } from "./pencil.js";

/** @typedef {import("../board/objects.js").Pair} Pair */
/** @typedef {import("../board/camera.js").Rect} Rect */
/** @typedef {import("../board/kinds/frame.js").Device} Device */
/** @typedef {{body: string, screen: string, lines: string, thin: string}} Lines path data: two sheets to fill, two strengths of line */

/** The line over a device that carries its title. */
export const TITLE = 40;
/** Below the picture of a story. */
export const CAPTION = 88;
/** @type {Readonly<Record<Device, Pair>>} of a new one */
export const DEVICE_SIZES = Object.freeze({
  phone: [300, 620], screen: [640, 480], poster: [440, 640], story: [320, 380],
});

/**
 * The part in which things are laid, from the frame's own corner.
 * @param {Device} device
 * @param {Pair} size
 * @returns {Rect}
 */
export function screenOf(device, [width, height]) {
  const [top, side, bottom] = /** @type {Record<Device, [number, number, number]>} */ ({
    phone: [TITLE + 44, 14, 42], screen: [TITLE + 46, 10, 10], poster: [TITLE + 16, 14, 14], story: [TITLE + 14, 14, CAPTION],
  })[device];
  return { x: side, y: top, width: Math.max(20, width - 2 * side), height: Math.max(20, height - top - bottom) };
}

/**
 * @param {Device} device
 * @param {string} seed
 * @param {Pair} size
 * @returns {Lines}
 */
export function drawnDevice(device, seed, size) {
  const pencil = new Pencil(seed);
  const [width, height] = size;
  const { x, y, width: wide, height: tall } = screenOf(device, size);
  const screen = pencil.box(x, y, wide, tall, device === "phone" ? 8 : device === "screen" ? 5 : 1);
  const outer = { x: 3, y: TITLE + 3, width: width - 6, height: Math.max(10, height - TITLE - 6) };
  const box = (/** @type {number} */ radius) => pencil.box(outer.x, outer.y, outer.width, outer.height, radius);
  const middle = width / 2;
  switch (device) {
    case "phone": {
      const body = box(34);
      const speaker = pencil.line([middle - 26, TITLE + 24], [middle + 26, TITLE + 24]);
      const home = pencil.round(middle, height - 23, 10);
      return { body, screen, lines: body, thin: `${screen}${speaker}${home}` };
    }
    case "screen": {
      const body = box(12);
      const dots = [0, 1, 2].map((index) => pencil.round(26 + index * 18, TITLE + 25, 5)).join("");
      const address = pencil.box(88, TITLE + 14, Math.max(30, width - 108), 22, 11);
      return { body, screen, lines: body, thin: `${screen}${dots}${address}` };
    }
    case "poster": {
      const body = box(2);
      const tape = (/** @type {number} */ left) => pencil.box(left, TITLE - 4, 46, 16, 1);
      return { body, screen, lines: body, thin: `${tape(18)}${tape(width - 64)}` };
    }
    case "story": {
      const body = box(4);
      return { body, screen, lines: body, thin: screen };
    }
  }
}
