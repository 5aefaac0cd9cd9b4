// A file as somebody chose it becomes a picture as the board keeps it: upright, at most 1600 pixels,
// made anew on a canvas, so that nothing of what the camera wrote into it goes along.

import { HEAD_BYTES, PIXELS_MOST, SIDE_MOST, scaled, sizeIn } from "./sizes.js";

/** @typedef {{blob: Blob, natural: readonly [number, number]}} Prepared */

/** Below what the server takes, and quick on a phone's line. */
const BYTES_AIM = 600 * 1024;
const BYTES_MOST = 2 * 2 ** 20;
const QUALITIES = [0.86, 0.74, 0.6, 0.45];

/** `code` as the server's own problems: image-format, image-damaged, image-too-large. */
export class PictureProblem extends Error {
  /** @param {string} code */
  constructor(code) {
    super(`this picture cannot be added: ${code}`);
    this.code = code;
  }
}

/** @param {Blob} file @returns {Promise<Prepared>} rejects with PictureProblem */
export async function prepare(file) {
  // A drawing that can hold scripts and addresses.
  if (file.type === "image/svg+xml" || !file.type.startsWith("image/")) throw new PictureProblem("image-format");
  const told = sizeIn(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (told && told[0] * told[1] > PIXELS_MOST) throw new PictureProblem("image-too-large");
  const bitmap = await decoded(file);
  try {
    if (bitmap.width * bitmap.height > PIXELS_MOST) throw new PictureProblem("image-too-large");
    const natural = scaled([bitmap.width, bitmap.height], SIDE_MOST);
    return { natural, blob: await encoded(drawn(bitmap, natural)) };
  } finally {
    bitmap.close();
  }
}

/** @param {Blob} file */
async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PictureProblem("image-damaged");
  }
}

/** @param {ImageBitmap} bitmap @param {readonly [number, number]} size */
function drawn(bitmap, [width, height]) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  if (!context) throw new PictureProblem("image-damaged");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
async function encoded(canvas) {
  let blob = await written(canvas, "image/webp", QUALITIES[0]);
  // Where a browser writes no WebP it gives a PNG.
  const type = blob.type === "image/webp" ? blob.type : "image/jpeg";
  if (type === "image/jpeg") underlay(canvas);
  for (const quality of QUALITIES) {
    if (blob.type === type && blob.size <= BYTES_AIM) break;
    blob = await written(canvas, type, quality);
  }
  if (blob.size > BYTES_MOST) throw new PictureProblem("image-too-large");
  return blob;
}

/** A JPEG has no transparency: what is clear would become black. @param {HTMLCanvasElement} canvas */
function underlay(canvas) {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
}

/** @param {HTMLCanvasElement} canvas @param {string} type @param {number | undefined} quality @returns {Promise<Blob>} */
function written(canvas, type, quality) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new PictureProblem("image-damaged"))), type, quality);
  });
}
