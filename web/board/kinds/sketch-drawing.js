// How an element of a prototype is drawn: sketched lines, and its words where they belong.

import { t } from "../../i18n/index.js";
import { PROTOTYPE_ICONS } from "../../prototype/icons.js";
import { draw, sheetOf } from "../../prototype/lines.js";
import { ask } from "../../prototype/requests.js";
import { drawnShape, rowsOf } from "../../prototype/shapes.js";
import { LEADING } from "../fit.js";
import { titleOf } from "./frame-drawing.js";
import { fitter } from "./note-drawing.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../../prototype/shapes.js").Drawn} Drawn */
/** @typedef {import("./sketch.js").Shape} Shape */
/** @typedef {import("./kind.js").Drawing} Drawing */

const LAYERS = ["sketch-fill", "sketch-lines", "sketch-thin"];

/** @type {Drawing} */
export const drawing = {
  create,
  update,
  label: (object, { get }) => {
    const shape = t(`kit.${shapeOf(object)}`);
    const label = object.text.trim() ? t("sketch.label", { shape, text: object.text.trim() }) : shape;
    const target = object.data["to"] ? get(String(object.data["to"])) : undefined;
    const leads = target?.kind === "frame" && target.id !== object.area;
    const full = leads ? t("prototype.leads", { label, target: titleOf(target) || t("prototype.untitled") }) : label;
    return object.locked ? t("note.label.locked", { label: full }) : full;
  },
  field: (object) => {
    // As if there were words: a caption has its place before it is written.
    const drawn = drawnOf(object, object.text || "…");
    return {
      inset: lettersOf(object, drawn, object.text).inset,
      label: t("sketch.field", { shape: t(`kit.${shapeOf(object)}`) }),
      write: (field, text) => {
        field.dataset["shape"] = shapeOf(object);
        write(field, lettersOf(object, drawn, text));
      },
    };
  },
  choices: (object, { area, at }) => [
    { label: t("prototype.lead"), icon: PROTOTYPE_ICONS.lead, bar: true, run: () => ask(area, { want: "lead", id: object.id, at }) },
    { label: t("play.start"), icon: PROTOTYPE_ICONS.play, run: () => ask(area, { want: "play", id: object.id }) },
    { label: t("kit.open"), icon: PROTOTYPE_ICONS.kit, key: "K", run: () => ask(area, { want: "kit", id: object.id }) },
  ],
  paint,
};

/** @param {Readonly<BoardObject>} object */
function shapeOf(object) {
  return /** @type {Shape} */ (object.data["shape"]);
}

/** @param {Readonly<BoardObject>} object @param {string} [text] */
function drawnOf(object, text = object.text) {
  return drawnShape(shapeOf(object), object.id, object.size, text);
}

function create() {
  const element = document.createElement("div");
  element.className = "sketch";
  const text = document.createElement("div");
  text.className = "sketch-text";
  element.append(sheetOf(LAYERS), text);
  return element;
}

/** @type {Drawing["update"]} */
function update(element, object) {
  const [sheet, text] = /** @type {[SVGElement, HTMLElement]} */ ([...element.children]);
  const shape = shapeOf(object);
  element.dataset["shape"] = shape;
  element.dataset["noteColor"] = object.color;
  const drawn = drawnOf(object);
  draw(sheet, [drawn.fill, drawn.lines, drawn.thin]);
  // A picture says what it is by itself; a button without words does not.
  const words = object.text || (BLANK.has(shape) ? t(`kit.${shape}.blank`) : "");
  text.classList.toggle("blank", object.text === "");
  if (shape === "list") rows(text, words);
  else if (text.textContent !== words || text.childElementCount > 0) text.textContent = words;
  const letters = lettersOf(object, drawn, words);
  const [top, right, bottom, left] = letters.inset;
  text.style.setProperty("inset", `${top}px ${right}px ${bottom}px ${left}px`);
  write(text, letters);
}

/** @type {ReadonlySet<Shape>} */
const BLANK = new Set(/** @type {const} */ (["button", "field", "list", "sign"]));

/** A line of the list each, that never runs into the next one. @param {HTMLElement} text @param {string} words */
function rows(text, words) {
  const lines = words.split("\n");
  while (text.childElementCount > lines.length) text.lastElementChild?.remove();
  if (text.childElementCount === 0) text.textContent = "";
  while (text.childElementCount < lines.length) text.append(document.createElement("div"));
  lines.forEach((line, index) => {
    const row = text.children[index];
    if (row && row.textContent !== line) row.textContent = line;
  });
}

/**
 * How large its words are written, and where: in the middle of their room, but in a text or a list.
 * @param {Readonly<BoardObject>} object
 * @param {Drawn} drawn
 * @param {string} text
 * @returns {{size: number, leading: string, inset: import("../../prototype/shapes.js").Inset}}
 */
function lettersOf(object, { inset, largest }, text) {
  const [width, height] = object.size;
  const [top, right, bottom, left] = inset;
  if (shapeOf(object) === "list") {
    const { tall } = rowsOf(text, height);
    return { size: Math.max(8, Math.min(largest, tall * 0.6)), leading: `${tall}px`, inset };
  }
  const room = Math.max(10, height - top - bottom);
  const fit = fitter.fit(text, Math.max(10, width - left - right - 1), room);
  const size = Math.min(largest, fit.size);
  const above = shapeOf(object) === "text" ? 0 : Math.max(0, (room - fit.lines.length * size * LEADING) / 2);
  return { size, leading: String(LEADING), inset: [top + above, right, bottom, left] };
}

/** @param {HTMLElement} element @param {{size: number, leading: string}} letters */
function write({ style }, { size, leading }) {
  style.setProperty("font-size", `${size}px`);
  style.setProperty("line-height", leading);
}

/** @type {NonNullable<Drawing["paint"]>} */
function paint(context, object, rect, paints) {
  const shape = shapeOf(object);
  const { bg, ink } = paints(object.color);
  context.fillStyle = object.color === "grey" ? "#fffdf9" : bg;
  if (shape !== "text") context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.strokeStyle = ink;
  context.globalAlpha = 0.6;
  context.lineWidth = 2;
  if (shape === "text") {
    context.fillStyle = ink;
    for (let y = rect.y + 8; y < rect.y + rect.height - 4; y += 22) context.fillRect(rect.x + 4, y, rect.width - 8, 7);
  } else {
    context.strokeRect(rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2);
  }
  context.globalAlpha = 1;
}
