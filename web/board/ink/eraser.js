// Takes whole strokes away: all that it touches between coming down and lifting, as one step.

import { inkOf } from "../kinds/ink.js";
import { isOnInk } from "./points.js";

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../tools/tool.js").Stroke} Stroke */

/** Half of what it wipes, in screen pixels. */
const RADIUS_PX = 9;

/** @implements {Stroke} */
export class Eraser {
  /** @type {Set<string>} */
  #touched = new Set();
  #last;
  #parts;

  /**
   * @param {Point} point where it comes down
   * @param {import("../tools/tool.js").ToolContext} parts
   */
  constructor(point, parts) {
    this.#parts = parts;
    this.#last = point;
    this.#touch(point);
  }

  /** @param {Point} point */
  move(point) {
    const step = RADIUS_PX / this.#parts.camera.sight.zoom;
    const [x, y] = this.#last;
    const count = Math.ceil(Math.hypot(point[0] - x, point[1] - y) / step);
    // A fast hand leaves nothing out.
    for (let index = 1; index <= count; index++) {
      this.#touch([x + ((point[0] - x) * index) / count, y + ((point[1] - y) * index) / count]);
    }
    this.#last = point;
  }

  /** @param {Point} point */
  end(point) {
    this.move(point);
    const ids = [...this.#touched].filter((id) => this.#parts.board.get(id));
    this.#show(false);
    if (ids.length > 0) this.#parts.board.remove(ids);
    return ids.length;
  }

  cancel() {
    this.#show(false);
    this.#touched.clear();
  }

  /** @param {Point} point */
  #touch(point) {
    const { board, view, camera } = this.#parts;
    const slack = RADIUS_PX / camera.sight.zoom;
    for (const object of board.objects.values()) {
      if (object.kind !== "ink" || object.locked || this.#touched.has(object.id)) continue;
      const rect = view.rect(object.id);
      if (rect && isOnInk(inkOf(object), rect, point, slack)) this.#touched.add(object.id);
    }
    this.#show(true);
  }

  /** @param {boolean} going */
  #show(going) {
    for (const id of this.#touched) this.#parts.view.element(id)?.classList.toggle("erased", going);
  }
}
