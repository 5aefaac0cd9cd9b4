// Frames in the others' colours around what they have chosen and where they write, with their
// names: at each object somebody writes in, and once at what somebody has chosen.

import { overlap, visible } from "../board/camera.js";
import { onScreen } from "../board/frame.js";
import { t } from "../i18n/index.js";
import { OUTLINES_IN_CROWD } from "./crowd.js";
import { selectionIn, writingIn } from "./states.js";

/** @typedef {import("./others.js").Other} Other */
/** @typedef {import("../board/camera.js").Rect} Rect */
/** @typedef {{looked: (string | null)[], dot: number | null}} Pointed in a crowd: what is looked at has names */
/** @typedef {{element: HTMLElement, tag: HTMLElement, drawn: string}} Outline */
/** @typedef {{key: string, rect: Rect, text: string, isWriting: boolean, colour: number, nth: number}} Shown */

export class Outlines {
  /** @type {Map<string, Outline>} by "client id" */
  #outlines = new Map();
  #layer;
  #parts;

  /**
   * @param {HTMLElement} layer
   * @param {{view: import("../board/view.js").BoardView, camera: import("../board/camera.js").Camera}} parts
   */
  constructor(layer, parts) {
    this.#layer = layer;
    this.#parts = parts;
  }

  /** @param {Other[]} others @param {Pointed | null} crowd */
  draw(others, crowd) {
    const kept = new Set();
    for (const shown of this.#shown(others, crowd)) {
      kept.add(shown.key);
      this.#draw(shown);
    }
    for (const [key, { element }] of this.#outlines) {
      if (kept.has(key)) continue;
      element.remove();
      this.#outlines.delete(key);
    }
  }

  /** @param {Other[]} others @param {Pointed | null} crowd @returns {Shown[]} */
  #shown(others, crowd) {
    /** How many have an outline at an object: theirs lie around each other. @type {Map<string, number>} */
    const at = new Map();
    return others.flatMap((other) => {
      const writing = writingIn(other.state);
      let isNamed = false;
      return this.#seen(other, writing, crowd).map(({ id, rect }) => {
        const nth = at.get(id) ?? 0;
        at.set(id, nth + 1);
        const isWriting = id === writing;
        const mayName = !crowd || crowd.looked.includes(id) || crowd.dot === other.client;
        const text = isWriting ? t("cursor.writes", { name: other.member.name }) : mayName && !isNamed ? other.member.name : "";
        isNamed ||= text !== "";
        return { key: `${other.client} ${id}`, rect, text, isWriting, colour: other.member.colour, nth };
      });
    });
  }

  /** @param {Other} other @param {string | null} writing @param {Pointed | null} crowd */
  #seen({ state }, writing, crowd) {
    const { view, camera } = this.#parts;
    const chosen = selectionIn(state);
    const ids = new Set(writing === null ? chosen : [writing, ...chosen]);
    const area = visible(camera.sight, camera.view);
    const seen = [...ids].flatMap((id) => {
      const rect = view.rect(id);
      return rect && overlap(rect, area) ? [{ id, rect: onScreen(rect, camera.sight) }] : [];
    });
    return crowd ? seen.slice(0, OUTLINES_IN_CROWD) : seen;
  }

  /** @param {Shown} shown */
  #draw({ key, rect, text, isWriting, colour, nth }) {
    const outline = this.#outlines.get(key) ?? this.#make(key);
    const { element, tag } = outline;
    const [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map((each) => each.toFixed(1));
    const drawn = [x, y, width, height, text, isWriting, colour, nth].join(" ");
    if (outline.drawn === drawn) return;
    outline.drawn = drawn;
    element.dataset["memberColor"] = String(colour);
    element.classList.toggle("writing", isWriting);
    if (tag.textContent !== text) tag.textContent = text;
    element.style.setProperty("--nth", String(nth));
    element.style.setProperty("transform", `translate(${x}px, ${y}px)`);
    element.style.setProperty("width", `${width}px`);
    element.style.setProperty("height", `${height}px`);
  }

  /** @param {string} key @returns {Outline} */
  #make(key) {
    const element = document.createElement("div");
    element.className = "outline";
    const tag = document.createElement("span");
    element.append(tag);
    this.#layer.append(element);
    const outline = { element, tag, drawn: "" };
    this.#outlines.set(key, outline);
    return outline;
  }
}
