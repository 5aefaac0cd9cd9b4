// How large a picture is and becomes. The size of a file is read from its head, before a browser
// unpacks it: a photo of 100 megapixels would take 400 MB of a phone. Pure.

/** @typedef {readonly [number, number]} Pair */

/** Pixels of the longer side: sharp on a large screen, and some hundred kilobytes. */
export const SIDE_MOST = 1600;
export const PIXELS_MOST = 25_000_000;
/** The longer side of a new picture, in board pixels. */
const ON_BOARD = 400;
/** So much of a file holds its head, with a large profile or preview before it. */
export const HEAD_BYTES = 512 * 1024;

/** @param {Pair} size @param {number} most of the longer side @returns {Pair} */
export function scaled([width, height], most) {
  const factor = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}

/** @param {Pair} natural @returns {Pair} where it is laid for the first time; small ones larger, to be held at all */
export function onBoard([width, height]) {
  const factor = ON_BOARD / Math.max(width, height);
  return [Math.max(40, Math.round(width * factor)), Math.max(40, Math.round(height * factor))];
}

/**
 * @param {readonly Pair[]} sizes
 * @param {Pair} centre
 * @param {number} gap
 * @returns {Pair[]} their corners, in rows around the middle
 */
export function laidOut(sizes, [x, y], gap) {
  const columns = Math.ceil(Math.sqrt(sizes.length));
  const rows = Array.from({ length: Math.ceil(sizes.length / columns) }, (_, row) => sizes.slice(row * columns, (row + 1) * columns));
  const heights = rows.map((row) => Math.max(...row.map(([, height]) => height)));
  let top = y - (heights.reduce((sum, height) => sum + height, 0) + gap * (rows.length - 1)) / 2;
  return rows.flatMap((row, index) => {
    let left = x - (row.reduce((sum, [width]) => sum + width, 0) + gap * (row.length - 1)) / 2;
    const corners = row.map(([width]) => {
      const corner = /** @type {Pair} */ ([left, top]);
      left += width + gap;
      return corner;
    });
    top += (heights[index] ?? 0) + gap;
    return corners;
  });
}

/**
 * @param {Uint8Array} head the first bytes of a file
 * @returns {Pair | null} its width and height; null where the head does not say
 */
export function sizeIn(head) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const is = (/** @type {number} */ at, /** @type {string} */ letters) =>
    [...letters].every((letter, index) => head[at + index] === letter.charCodeAt(0));
  if (head.length < 30) return null;
  if (is(1, "PNG\r\n")) return [view.getUint32(16), view.getUint32(20)];
  if (is(0, "GIF8")) return [view.getUint16(6, true), view.getUint16(8, true)];
  if (head[0] === 0xff && head[1] === 0xd8) return sizeInJpeg(view);
  if (!is(0, "RIFF") || !is(8, "WEBP")) return null;
  if (is(12, "VP8X")) return [1 + u24(view, 24), 1 + u24(view, 27)];
  if (is(12, "VP8 ")) return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (!is(12, "VP8L")) return null;
  const bits = view.getUint32(21, true);
  return [1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff)];
}

/** @param {DataView} view @returns {Pair | null} */
function sizeInJpeg(view) {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Frames are C0 to CF, without three that are something else.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [view.getUint16(at + 7), view.getUint16(at + 5)];
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** @param {DataView} view @param {number} at */
function u24(view, at) {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
