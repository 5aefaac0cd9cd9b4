// How a note is drawn. The text is as large as it fits.

import { t } from "../../i18n/index.js";
import { Fitter, LEADING } from "../fit.js";
import { MARKS, TEXT_LONGEST } from "../objects.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("./kind.js").Drawing} Drawing */
/** @typedef {import("./kind.js").Look} Look */

/** Board pixels around the text, and what the author's line takes at the bottom. */
const PADDING = 16;
const FOOT = 28;
/** More pills than this have no room beside the author. */
const TAGS_SHOWN = 3;
/** Letters that a line of the smallest text holds, to guess how full a note is from far away. */
const LETTERS = 26;
const LINES = 6;
/** Of a line: what is shorter looks like dust. */
const SHORTEST = 0.25;

const canvas = globalThis.document?.createElement("canvas").getContext("2d");
const FONT = '100px "Atkinson Hyperlegible Next", system-ui, sans-serif';

export const fitter = new Fitter((text) => {
  if (!canvas) return text.length * 50;
  if (canvas.font !== FONT) canvas.font = FONT;
  return canvas.measureText(text).width;
});

/** @type {Drawing} */
export const drawing = {
  create,
  update,
  label: (object, { author }) => label(object, object.data["anonymous"] ? "" : author(object.author)),
  field: () => ({ inset: [0, 0, 0, 0], write }),
  choices: (object, { objects, board }) => {
    const anonymous = object.data["anonymous"] === true;
    const run = () => board.change(objects.map(({ id }) => id), { anonymous: anonymous ? undefined : true });
    return [{ label: t(anonymous ? "note.name.show" : "note.name.hide"), run }];
  },
  choosesSeveral: true,
  paint,
};

function create() {
  const element = document.createElement("div");
  element.className = "note";
  const text = document.createElement("div");
  text.className = "note-text";
  const foot = document.createElement("div");
  foot.className = "note-foot";
  const mark = document.createElement("span");
  mark.className = "note-mark";
  const author = document.createElement("span");
  author.className = "note-author";
  const tags = document.createElement("span");
  tags.className = "note-tags";
  foot.append(author, lockSign(), tags, mark);
  element.append(text, foot);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {Readonly<BoardObject>} object
 * @param {Look} look
 */
function update(element, object, look) {
  const [text, foot] = /** @type {[HTMLElement, HTMLElement]} */ ([...element.children]);
  const [author, , tags, mark] = /** @type {[HTMLElement, SVGElement, HTMLElement, HTMLElement]} */ ([...foot.children]);
  element.dataset["noteColor"] = object.color;
  if (text.textContent !== object.text) text.textContent = object.text;
  author.textContent = object.data["anonymous"] ? "" : look.author(object.author);
  mark.textContent = MARKS[object.color];
  showTags(tags, tagsOf(object));
  write(text, object.text, object.size);
}

/** @param {HTMLElement} row @param {readonly string[]} tags */
function showTags(row, tags) {
  if (row.childElementCount === 0 && tags.length === 0) return;
  const shown = tags.length > TAGS_SHOWN ? [...tags.slice(0, TAGS_SHOWN - 1), `+${tags.length - TAGS_SHOWN + 1}`] : tags;
  row.replaceChildren(...shown.map((tag) => {
    const pill = document.createElement("span");
    pill.className = tags.includes(tag) ? "tag" : "tag tag-more";
    pill.textContent = tag;
    return pill;
  }));
}

/** @param {Readonly<BoardObject>} object */
function tagsOf({ data }) {
  return /** @type {readonly string[]} */ (data["tags"]);
}

/**
 * The size of the writing, on a note or in the field that lies over it.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {readonly [number, number]} size of the note
 */
function write(element, text, [width, height]) {
  const fit = fitter.fit(text, width - 2 * PADDING - 1, height - PADDING - FOOT);
  element.style.setProperty("font-size", `${fit.size}px`);
  element.style.setProperty("line-height", String(LEADING));
  element.classList.toggle("overfull", !fit.fits);
}

/**
 * @param {Readonly<BoardObject>} object
 * @param {string} author
 */
function label(object, author) {
  const text = object.text.trim() || t("note.empty");
  const color = t(`color.${object.color}`);
  const named = author ? t("note.label", { text, author, color }) : t("note.label.nobody", { text, color });
  const tags = tagsOf(object);
  const tagged = tags.length > 0 ? t("note.label.tags", { label: named, tags: tags.join(", ") }) : named;
  return object.locked ? t("note.label.locked", { label: tagged }) : tagged;
}

/** Seen on a locked note only. */
export function lockSign() {
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sign.setAttribute("class", "note-lock");
  sign.setAttribute("viewBox", "0 0 12 12");
  sign.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M2 5.5h8v5H2zM4 5.5V3.6a2 2 0 0 1 4 0v1.9");
  sign.append(path);
  return sign;
}

/** A sheet with grey lines for its text: 2,000 of them in a few milliseconds. @type {NonNullable<Drawing["paint"]>} */
function paint(context, object, rect, paints) {
  const { bg, edge, ink } = paints(object.color);
  context.fillStyle = edge;
  context.fillRect(rect.x, rect.y + 5, rect.width + 3, rect.height);
  context.fillStyle = bg;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  if (object.text) lines(context, object.text.length, rect, ink);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} letters
 * @param {import("../camera.js").Rect} rect
 * @param {string} ink
 */
function lines(context, letters, rect, ink) {
  const filled = Math.min(letters, TEXT_LONGEST) / LETTERS;
  const step = rect.height / (LINES + 2);
  context.fillStyle = ink;
  for (let line = 0; line < Math.min(LINES, filled); line++) {
    const part = Math.min(1, Math.max(SHORTEST, filled - line)) * (line % 2 ? 0.72 : 0.84);
    context.fillRect(rect.x + rect.width * 0.08, rect.y + step * (line + 0.8), rect.width * part, step * 0.28);
  }
}
