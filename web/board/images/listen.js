// The ways a picture comes to the board: dropped on it, pasted, or chosen. Small, because every page
// has it; what happens then is loaded with the first picture (images.js).

import { lazy } from "../../shell/lazy.js";
import { isForBoard } from "../keyboard.js";
import { FORMAT } from "../clipboard.js";
import { sources } from "./sources.js";

/** @typedef {import("../objects.js").Pair} Pair */
/** @typedef {import("./images.js").Images} Images */
/** @typedef {(run: (images: Images) => void) => void} UseImages */

/**
 * @param {HTMLElement} surface
 * @param {import("./images.js").Parts} parts
 * @returns {UseImages}
 */
export function mountImages(surface, parts) {
  const { board, view, connection } = parts;
  const images = lazy(() => import("./images.js"), (module) => new module.Images(parts), ["images"]);
  sources.on("own", (upload) => view.again(withUpload(board, upload)));
  sources.on("thumb", () => view.draw());
  if (!board.mayWrite) return images;
  dropping(surface, (files, point) => images((it) => void it.add(files, point)), view);
  document.addEventListener("paste", (event) => {
    const files = isForBoard(event, surface) ? picturesIn(event.clipboardData) : [];
    if (files.length === 0) return;
    event.preventDefault();
    images((it) => void it.add(files));
  });
  // What an earlier visit could not send is sent now.
  connection.on("synced", () => {
    if ([...board.objects.values()].some(({ kind, data }) => kind === "image" && !data["hash"])) images(() => {});
  });
  return images;
}

/**
 * A table or a text comes with a picture of itself: then it is meant as text.
 * @param {DataTransfer | null} data
 * @returns {File[]}
 */
export function picturesIn(data) {
  if (!data || data.getData("text/plain") || data.getData(FORMAT)) return [];
  return [...data.files].filter(({ type }) => type.startsWith("image/"));
}

/**
 * @param {HTMLElement} surface
 * @param {(files: File[], point: Pair) => void} dropped
 * @param {import("../view.js").BoardView} view
 */
function dropping(surface, dropped, view) {
  const shown = (/** @type {boolean} */ on) => surface.classList.toggle("dropping", on);
  const over = (/** @type {DragEvent} */ event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Otherwise the browser would leave the page for the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    shown(true);
  };
  surface.addEventListener("dragenter", over);
  surface.addEventListener("dragover", over);
  surface.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!surface.contains(/** @type {Node | null} */ (relatedTarget))) shown(false);
  });
  surface.addEventListener("drop", (event) => {
    shown(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    dropped(files, view.boardPoint(event));
  });
}

/** @param {import("../document.js").BoardDocument} board @param {string} upload */
function withUpload(board, upload) {
  return [...board.objects.values()].filter(({ data }) => data["upload"] === upload).map(({ id }) => id);
}
