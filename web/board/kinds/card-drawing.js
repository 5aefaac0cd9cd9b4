// How a problem or idea card is drawn: a calm sheet with a coloured headline, every text as large
// as it fits its field.

import { t } from "../../i18n/index.js";
import { cardOf, countOf, themesOf, typeOf } from "../cards/cards.js";
import { NAME, layoutOf } from "../cards/layout.js";
import { openPanel } from "../cards/panel.js";
import { sentenceOf } from "../cards/sentence.js";
import { LEADING } from "../fit.js";
import { fitter, lockSign } from "./note-drawing.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {import("../cards/cards.js").Card} Card */
/** @typedef {import("./kind.js").Drawing} Drawing */

/** Largest letters, on a new card. */
const LETTERS = { title: 26, text: 17, sentence: 19 };
/** Around a text, to each side and up and down. */
const INSET = [10, 9];
/** The sentence is written bolder than what is measured. */
const BOLDER = 1.05;
/** What a screen reader hears of a long text. */
const HEARD = 160;
/** Letters that a line of a field holds, to guess how full it is from far away. */
const LINE = 34;

/** The colour of the paper, from the one place that has it. */
let surface = "";

/** @type {Drawing} */
export const drawing = { create, update, label, edit: openPanel, paint };

/** @param {Readonly<BoardObject>} object */
function create(object) {
  const card = /** @type {Card} */ (cardOf(object));
  const { sentence, fields, tags } = layoutOf(card, object.size);
  const element = part("div", "sheet-card");
  const head = part("div", "sheet-head");
  head.append(part("span", "sheet-name"), lockSign(), part("span", "sheet-count"));
  element.append(head);
  if (sentence) element.append(part("div", "sheet-sentence"));
  for (const { key } of fields) {
    const field = part("div", "sheet-field");
    field.dataset["key"] = key;
    field.append(part("div", "sheet-label"), part("div", "sheet-text"));
    element.append(field);
  }
  if (tags) element.append(part("div", "sheet-tags"));
  return element;
}

/** @type {Drawing["update"]} */
function update(element, object) {
  const card = /** @type {Card} */ (cardOf(object));
  const layout = layoutOf(card, object.size);
  const { unit } = layout;
  const { filled, all } = countOf(object);
  element.dataset["noteColor"] = object.color;
  element.style.setProperty("--unit", `${unit}px`);
  write(element, ".sheet-name", t(`cards.${object.kind}`));
  write(element, ".sheet-count", t("cards.count", { n: filled, all }));
  if (layout.sentence) drawSentence(/** @type {HTMLElement} */ (element.querySelector(".sheet-sentence")), object, layout.sentence, unit);
  for (const { key, rect } of layout.fields) {
    const field = /** @type {HTMLElement} */ (element.querySelector(`[data-key="${key}"]`));
    const [name, text] = /** @type {[HTMLElement, HTMLElement]} */ ([...field.children]);
    place(field, rect);
    const words = t(`cards.${object.kind}.${key}`) + (card.required.has(key) ? " *" : "");
    if (name.textContent !== words) name.textContent = words;
    const written = (object.texts[key] ?? "").trim();
    if (text.textContent !== written) text.textContent = written;
    field.classList.toggle("blank", written === "");
    fitIn(text, written, [rect.width, rect.height - NAME * unit], unit, key === "title" ? LETTERS.title : LETTERS.text);
  }
  if (layout.tags) drawTags(/** @type {HTMLElement} */ (element.querySelector(".sheet-tags")), object, layout.tags);
}

/** @param {HTMLElement} element @param {Readonly<BoardObject>} object @param {Rect} rect @param {number} unit */
function drawSentence(element, object, rect, unit) {
  place(element, rect);
  const pieces = sentenceOf(object.texts);
  element.replaceChildren(...pieces.map(({ text, missing }) => {
    const piece = part("span", missing ? "sheet-gap" : "");
    piece.textContent = text;
    return piece;
  }));
  fitIn(element, pieces.map(({ text }) => text).join(""), [rect.width, rect.height], unit, LETTERS.sentence);
}

/** @param {HTMLElement} element @param {Readonly<BoardObject>} object @param {Rect} rect */
function drawTags(element, object, rect) {
  place(element, rect);
  const type = typeOf(object);
  element.replaceChildren(
    ...(type === "" ? [] : [tag(t(`cards.type.${type}`), "sheet-type")]),
    ...themesOf(object).map((theme) => tag(theme, "sheet-tag")),
  );
}

/**
 * As large as it fits, measured on a card of the usual size.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {readonly [number, number]} size of the place with its insets
 * @param {number} unit
 * @param {number} most letters
 */
function fitIn(element, text, [width, height], unit, most) {
  const [aside, above] = /** @type {[number, number]} */ (INSET);
  const fit = fitter.fit(text, Math.floor((width / unit - 2 * aside) / BOLDER), Math.floor(height / unit - 2 * above));
  element.style.setProperty("font-size", `${Math.min(fit.size, most) * unit}px`);
  element.style.setProperty("line-height", String(LEADING));
  element.classList.toggle("overfull", !fit.fits);
}

/** @type {Drawing["label"]} */
function label(object) {
  const card = /** @type {Card} */ (cardOf(object));
  const { filled, all } = countOf(object);
  const said = card.sentence && object.texts["who"]?.trim()
    ? sentenceOf(object.texts).map(({ text }) => text).join("")
    : Object.values(object.texts).find((text) => text.trim() !== "")?.trim();
  const text = said ? said.slice(0, HEARD) : t("cards.empty");
  const named = t("cards.label", { card: t(`cards.${object.kind}`), text, n: filled, all });
  return object.locked ? t("note.label.locked", { label: named }) : named;
}

/** @type {NonNullable<Drawing["paint"]>} */
function paint(context, object, { x, y, width, height }, paints) {
  const card = /** @type {Card} */ (cardOf(object));
  const { bg, edge, ink } = paints(object.color);
  const { head, fields, sentence, unit } = layoutOf(card, [width, height]);
  context.fillStyle = edge;
  context.fillRect(x, y + 5, width + 3, height);
  surface ||= getComputedStyle(document.documentElement).getPropertyValue("--surface");
  context.fillStyle = surface;
  context.fillRect(x, y, width, height);
  context.fillStyle = bg;
  context.fillRect(x, y, width, head);
  if (sentence) context.fillRect(x + sentence.x, y + sentence.y, sentence.width, sentence.height);
  context.fillStyle = ink;
  const line = 11 * unit;
  for (const { key, rect } of fields) {
    const letters = Math.min((object.texts[key] ?? "").length, 4 * LINE);
    for (let row = 0; row * LINE < letters && (row + 1) * line * 2 < rect.height; row++) {
      const part = Math.min(1, letters / LINE - row);
      context.fillRect(x + rect.x, y + rect.y + NAME * unit + row * line * 2, rect.width * 0.9 * part, line);
    }
  }
}

/** @param {HTMLElement} element @param {Rect} rect */
function place({ style }, { x, y, width, height }) {
  style.setProperty("left", `${x}px`);
  style.setProperty("top", `${y}px`);
  style.setProperty("width", `${width}px`);
  style.setProperty("height", `${height}px`);
}

/** @param {HTMLElement} element @param {string} selector @param {string} text */
function write(element, selector, text) {
  const found = /** @type {HTMLElement} */ (element.querySelector(selector));
  if (found.textContent !== text) found.textContent = text;
}

/** @param {string} text @param {string} className */
function tag(text, className) {
  const element = part("span", className);
  element.textContent = text;
  return element;
}

/** @param {"div" | "span"} name @param {string} className */
function part(name, className) {
  const element = document.createElement(name);
  element.className = className;
  return element;
}
