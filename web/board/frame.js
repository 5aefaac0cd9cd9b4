// The frame around what is chosen, with a handle at each corner where one note is. It lies over
// the board in screen pixels, so that its line and handles keep their size.

import { boundsOf, toScreen } from "./camera.js";
import { kindOf } from "./kinds/index.js";

/** @typedef {import("./camera.js").Rect} Rect */

const CORNERS = ["nw", "ne", "sw", "se"];
/** A frame closer than this to its notes would hide their edge. */
const GAP_PX = 3;

export class SelectionFrame {
  /** Where it is, on the board's screen. @type {Rect | null} */
  rect = null;
  #element = document.createElement("div");
  #parts;

  /**
   * @param {HTMLElement} container
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView, camera: import("./camera.js").Camera,
   *   selection: import("./selection.js").Selection}} parts
   */
  constructor(container, parts) {
    this.#parts = parts;
    this.#element.className = "selection-frame";
    this.#element.hidden = true;
    for (const corner of parts.board.mayWrite ? CORNERS : []) {
      const handle = document.createElement("span");
      handle.className = "handle";
      handle.dataset["handle"] = corner;
      this.#element.append(handle);
    }
    container.append(this.#element);
    parts.view.afterDraw(() => this.#place());
  }

  #place() {
    const { board, view, camera, selection } = this.#parts;
    const rects = [...selection.ids].flatMap((id) => view.rect(id) ?? []);
    const bounds = boundsOf(rects.map(({ x, y, width, height }) => ({ pos: [x, y], size: [width, height] })));
    this.#element.hidden = !bounds;
    this.rect = bounds && onScreen(bounds, camera.sight);
    view.container.classList.toggle("several", rects.length > 1);
    const only = rects.length === 1 && selection.single !== null ? board.get(selection.single) : undefined;
    this.#element.classList.toggle("still", only?.locked === true);
    this.#element.classList.toggle("fixed", only !== undefined && kindOf(only).resizing === "no");
    this.#showGrips(only);
    if (!this.rect) return;
    const { x, y, width, height } = this.rect;
    const { style } = this.#element;
    style.setProperty("transform", `translate(${x - GAP_PX}px, ${y - GAP_PX}px)`);
    style.setProperty("width", `${width + 2 * GAP_PX}px`);
    style.setProperty("height", `${height + 2 * GAP_PX}px`);
  }

  /** Some kinds have points of their own to drag. @param {Readonly<import("./objects.js").BoardObject> | undefined} only */
  #showGrips(only) {
    const { board, view, camera } = this.#parts;
    const grips = only && board.mayWrite && !only.locked ? view.grips(only) : null;
    this.#element.classList.toggle("gripped", grips !== null);
    const elements = [...this.#element.querySelectorAll("[data-grip]")];
    for (const element of elements.slice(grips?.length ?? 0)) element.remove();
    grips?.forEach(({ name, at }, index) => {
      const element = /** @type {HTMLElement} */ (elements[index] ?? document.createElement("span"));
      if (!element.isConnected) this.#element.append(element);
      element.className = "handle grip";
      element.dataset["grip"] = name;
      const [x, y] = toScreen(camera.sight, at);
      element.style.setProperty("left", `${x - (this.rect?.x ?? 0) + GAP_PX}px`);
      element.style.setProperty("top", `${y - (this.rect?.y ?? 0) + GAP_PX}px`);
    });
  }
}

/**
 * @param {Rect} rect
 * @param {import("./camera.js").Sight} sight
 * @returns {Rect}
 */
export function onScreen({ x, y, width, height }, sight) {
  const [left, top] = toScreen(sight, [x, y]);
  return { x: left, y: top, width: width * sight.zoom, height: height * sight.zoom };
}
