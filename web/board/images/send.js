// One picture to the server. Not fetch: that does not tell how much has been sent.

import { ApiError } from "../../shell/api.js";

/** A line that is dead is given up; the next attempt may have a better one. */
const PATIENCE_MS = 60_000;

/**
 * @param {string} room
 * @param {Blob} blob
 * @param {(part: number) => void} progress 0 to 1
 * @returns {Promise<string>} its hash; rejects with ApiError
 */
export function send(room, blob, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/rooms/${encodeURIComponent(room)}/images`);
    request.setRequestHeader("content-type", blob.type);
    request.timeout = PATIENCE_MS;
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () => {
      const content = read(request.responseText);
      if (request.status === 201 && typeof content?.sha256 === "string") resolve(content.sha256);
      else reject(new ApiError(typeof content?.code === "string" ? content.code : "unavailable"));
    };
    request.onerror = request.ontimeout = request.onabort = () => reject(new ApiError("unavailable"));
    request.send(blob);
  });
}

/** @param {string} text @returns {{sha256?: unknown, code?: unknown} | null} */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
