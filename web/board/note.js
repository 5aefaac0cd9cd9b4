// How a note is drawn: create(object) → element, update(element, object, look). The text is as
// large as it fits. What this version does not know is a grey box with a sentence in it.

import { t } from "../i18n/index.js";
import { Fitter, LEADING } from "./fit.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./objects.js").Color} Color */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {{author: (person: string) => string, selected: boolean}} Look */

/** Board pixels around the text, and what the author's line takes at the bottom. */
export const PADDING = 16;
const FOOT = 28;

/** A sign per colour, so that nothing is told by colour alone. */
export const MARKS = /** @type {Record<Color, string>} */ ({
  yellow: "●", orange: "▲", red: "■", pink: "♥", violet: "◆", blue: "★", green: "✚", grey: "○",
});

const canvas = globalThis.document?.createElement("canvas").getContext("2d");
const FONT = '100px "Atkinson Hyperlegible Next", system-ui, sans-serif';

export const fitter = new Fitter((text) => {
  if (!canvas) return text.length * 50;
  if (canvas.font !== FONT) canvas.font = FONT;
  return canvas.measureText(text).width;
});

/** @param {Readonly<BoardObject>} object */
export function create(object) {
  const element = document.createElement("div");
  element.className = "note";
  element.dataset["id"] = object.id;
  element.setAttribute("role", "button");
  element.tabIndex = -1;
  const text = document.createElement("div");
  text.className = "note-text";
  const foot = document.createElement("div");
  foot.className = "note-foot";
  const mark = document.createElement("span");
  mark.className = "note-mark";
  const author = document.createElement("span");
  author.className = "note-author";
  foot.append(author, lockSign(), mark);
  element.append(text, foot);
  return element;
}

/**
 * Everything but where it lies, which changes at every step of a drag.
 * @param {HTMLElement} element
 * @param {Readonly<BoardObject>} object
 * @param {Look} look
 */
export function update(element, object, look) {
  const [text, foot] = /** @type {[HTMLElement, HTMLElement]} */ ([...element.children]);
  const [author, , mark] = /** @type {[HTMLElement, SVGElement, HTMLElement]} */ ([...foot.children]);
  const known = object.kind === "note";
  const name = look.author(object.author);
  element.dataset["noteColor"] = known ? object.color : "grey";
  element.classList.toggle("unknown", !known);
  element.classList.toggle("locked", object.locked);
  element.setAttribute("aria-label", label(object, name));
  element.setAttribute("aria-pressed", String(look.selected));
  const shown = known ? object.text : t("board.unknown");
  if (text.textContent !== shown) text.textContent = shown;
  author.textContent = name;
  mark.textContent = known ? MARKS[object.color] : "?";
  write(text, shown, object.size);
}

/**
 * The size of the writing, on a note or in the field that lies over it.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {readonly [number, number]} size of the note
 */
export function write(element, text, [width, height]) {
  const fit = fitter.fit(text, width - 2 * PADDING - 1, height - PADDING - FOOT);
  element.style.setProperty("font-size", `${fit.size}px`);
  element.style.setProperty("line-height", String(LEADING));
  element.classList.toggle("overfull", !fit.fits);
}

/**
 * @param {Readonly<BoardObject>} object
 * @param {string} author
 */
export function label(object, author) {
  if (object.kind !== "note") return t("board.unknown");
  const text = object.text.trim() || t("note.empty");
  const color = t(`color.${object.color}`);
  const named = author ? t("note.label", { text, author, color }) : t("note.label.nobody", { text, color });
  return object.locked ? t("note.label.locked", { label: named }) : named;
}

/** Seen on a locked note only. */
function lockSign() {
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sign.setAttribute("class", "note-lock");
  sign.setAttribute("viewBox", "0 0 12 12");
  sign.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M2 5.5h8v5H2zM4 5.5V3.6a2 2 0 0 1 4 0v1.9");
  sign.append(path);
  return sign;
}
