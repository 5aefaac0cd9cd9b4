// Where this page looks, on the board or in the list, and how it is led elsewhere. A place is the
// same on every screen: a part of the board, and perhaps the object that is meant there.

import { ZOOM_MAX, fitted, overlap, toBoard } from "../board/camera.js";

/** @typedef {import("../board/camera.js").Rect} Rect */
/** @typedef {import("../board/camera.js").Point} Point */
/** @typedef {{rect: Rect | null, object: string | null}} Place */

/** From the list one asks to an object: with so much of the board around it. */
const AROUND = { width: 900, height: 650 };

export class Viewpoint {
  #parts;

  /**
   * @param {{board: import("../board/document.js").BoardDocument, view: import("../board/view.js").BoardView,
   *   camera: import("../board/camera.js").Camera, selection: import("../board/selection.js").Selection,
   *   layout: import("../board/layout.js").Layout, list: HTMLElement}} parts
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /** What is seen of the board now, null where the list is shown instead. @returns {Rect | null} */
  get sight() {
    const { camera, layout } = this.#parts;
    const { view, insets, sight } = camera;
    if (!layout.isBoardShown) return null;
    const [x, y] = toBoard(sight, [insets.left, insets.top]);
    const [right, bottom] = toBoard(sight, [view.width - insets.right, view.height - insets.bottom]);
    return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
  }

  /** @returns {Place} what is before this person's eyes, and most likely meant */
  get here() {
    const { selection, view, layout } = this.#parts;
    const rect = this.sight;
    if (!layout.isBoardShown || !rect) {
      const object = this.#middleCard();
      const lies = object === null ? null : view.rect(object);
      return { rect: lies && around(lies), object };
    }
    const chosen = selection.single === null ? null : view.rect(selection.single);
    return { rect, object: chosen && overlap(chosen, rect) ? selection.single : this.nearest(rect) };
  }

  /** @param {Rect} rect @returns {string | null} the object in its middle, if one is in it at all */
  nearest(rect) {
    const { view } = this.#parts;
    const here = middle(rect);
    let [found, least] = [/** @type {string | null} */ (null), Infinity];
    for (const id of view.within(rect)) {
      const away = distance(middle(/** @type {Rect} */ (view.rect(id))), here);
      if (away < least) [found, least] = [id, away];
    }
    return found;
  }

  /** Somebody else leads there. @param {Place} place */
  lead({ rect, object }) {
    const { board, camera, layout, view } = this.#parts;
    const known = object !== null && board.objects.has(object) ? object : null;
    if (!layout.isBoardShown) {
      this.#showCard(known ?? (rect && this.nearest(rect)));
      return;
    }
    const lies = known === null ? null : view.rect(known);
    if (rect) camera.lead(fitted(rect, camera.view, camera.insets, ZOOM_MAX));
    else if (lies) camera.leadTo(lies);
  }

  /** @returns {() => void} the way back to where this person is now */
  remember() {
    const { camera, layout } = this.#parts;
    const { sight } = camera;
    const scrolled = this.#scrollers().map((element) => ({ element, top: element.scrollTop }));
    const wasOnBoard = layout.isBoardShown;
    return () => {
      this.release();
      if (wasOnBoard && layout.isBoardShown) camera.travel(sight);
      for (const { element, top } of scrolled) element.scrollTo({ top, behavior: behaviour() });
    };
  }

  /** No card is pointed out any more. */
  release() {
    for (const card of this.#parts.list.querySelectorAll("[data-led]")) card.removeAttribute("data-led");
  }

  /** @param {string | null} id */
  #showCard(id) {
    const card = id === null ? null : this.#parts.list.querySelector(`[data-card="${CSS.escape(id)}"]`);
    if (card?.hasAttribute("data-led")) return;
    this.release();
    if (!card) return;
    card.setAttribute("data-led", "");
    this.#parts.list.setAttribute("data-led-once", "");
    card.scrollIntoView({ block: "center", behavior: behaviour() });
  }

  /** The card in the middle of the list's part that one sees. */
  #middleCard() {
    const { list } = this.#parts;
    const { top, bottom } = list.getBoundingClientRect();
    const focused = document.activeElement?.closest("[data-card]");
    if (focused && list.contains(focused)) return focused.getAttribute("data-card");
    let [found, least] = [/** @type {string | null} */ (null), Infinity];
    for (const card of list.querySelectorAll("[data-card]")) {
      const lies = card.getBoundingClientRect();
      const away = Math.abs((lies.top + lies.bottom) / 2 - (top + bottom) / 2);
      if (away < least) [found, least] = [card.getAttribute("data-card"), away];
    }
    return found;
  }

  #scrollers() {
    const { list } = this.#parts;
    return [list, ...list.querySelectorAll(".list-scroll")];
  }
}

/** @param {Rect} rect @returns {Rect} */
function around(rect) {
  const [x, y] = middle(rect);
  const [width, height] = [Math.max(rect.width, AROUND.width), Math.max(rect.height, AROUND.height)];
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** @param {Rect} rect @returns {Point} */
const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** @returns {ScrollBehavior} */
const behaviour = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
