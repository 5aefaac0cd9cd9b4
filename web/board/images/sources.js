// Where the pixels of a picture come from: the server, by its hash, or this browser, as long as it
// sends it. Tells when something of that changes. Knows no element.

import { Emitter } from "../../sync/emitter.js";

/**
 * A picture on its way from here. `part` of it has been sent, 0 to 1; null while nobody listens.
 * @typedef {{url: string, part: number | null}} Own
 */

/** @type {Map<string, Own>} by upload */
const own = new Map();

/** `own` names the upload of which something changed; `thumb`: a small picture for far away came. */
/** @type {Emitter<{own: string, thumb: null}>} */
export const sources = new Emitter();

/** @param {string} hash */
export function imageUrl(hash) {
  const room = location.pathname.split("/").pop() ?? "";
  return `/api/rooms/${room}/images/${hash}`;
}

/** @param {unknown} upload */
export function ownOf(upload) {
  return own.get(String(upload)) ?? null;
}

/** @param {string} upload @param {Blob} blob */
export function keepOwn(upload, blob) {
  if (own.has(upload)) return;
  own.set(upload, { url: URL.createObjectURL(blob), part: null });
  sources.emit("own", upload);
}

/** @param {string} upload @param {number | null} part */
export function sentOwn(upload, part) {
  const known = own.get(upload);
  if (!known || known.part === part) return;
  own.set(upload, { ...known, part });
  sources.emit("own", upload);
}

/** The server has it, or nobody wants it any more. @param {string} upload */
export function dropOwn(upload) {
  const known = own.get(upload);
  if (!known) return;
  own.delete(upload);
  sources.emit("own", upload);
  URL.revokeObjectURL(known.url);
}

/** Pixels of the longer side, for what is seen from far away. */
const THUMB = 160;
const THUMBS_MOST = 300;
const AT_ONCE = 3;
const AGAIN_MS = 30_000;
/** @type {Map<string, ImageBitmap | null>} by hash, the oldest first; null while it comes, and if it never does */
const thumbs = new Map();
/** @type {string[]} */
let wanted = [];
let coming = 0;

/** @param {string} hash @returns {ImageBitmap | null} null until it has come */
export function thumbOf(hash) {
  const known = thumbs.get(hash);
  if (known !== undefined) return known;
  thumbs.set(hash, null);
  wanted.push(hash);
  void fetchThumbs();
  return null;
}

async function fetchThumbs() {
  if (coming >= AT_ONCE) return;
  const hash = wanted.shift();
  if (hash === undefined) return;
  coming++;
  try {
    const answer = await fetch(imageUrl(hash));
    if (!answer.ok) throw new TypeError(`expected a picture, got ${answer.status}`);
    const whole = await createImageBitmap(await answer.blob());
    const factor = Math.min(1, THUMB / Math.max(whole.width, whole.height));
    const [width, height] = [whole.width, whole.height].map((side) => Math.max(1, Math.round(side * factor)));
    thumbs.set(hash, await createImageBitmap(whole, { resizeWidth: width ?? 1, resizeHeight: height ?? 1 }));
    whole.close();
    forgetOldest();
    sources.emit("thumb", null);
  } catch {
    // It stays a box for now: a far picture asks at each step of a pan.
    setTimeout(() => thumbs.delete(hash), AGAIN_MS);
  } finally {
    coming--;
    void fetchThumbs();
  }
}

function forgetOldest() {
  for (const [hash, bitmap] of thumbs) {
    if (thumbs.size <= THUMBS_MOST) return;
    bitmap?.close();
    thumbs.delete(hash);
  }
}
