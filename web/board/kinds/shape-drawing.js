// How a shape is drawn: its outline in its own size, its text as large as it fits, in the middle.

import { t } from "../../i18n/index.js";
import { html, svg } from "../../vendor/lit.js";
import { LEADING } from "../fit.js";
import { fitter } from "./note-drawing.js";
import { FORMS, cornersOf, roomOf } from "./shape.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../objects.js").Pair} Pair */
/** @typedef {import("./kind.js").Drawing} Drawing */
/** @typedef {import("./shape.js").Form} Form */

const SVG = "http://www.w3.org/2000/svg";
/** Board pixels between a text and the outline. */
const PADDING = 10;
const ROUNDED = 14;
/** Half of the outline's own width. */
const EDGE = 1;

/** @type {Drawing} */
export const drawing = {
  create,
  update,
  label,
  field: (object) => {
    const room = textRoom(formOf(object), object.size);
    return { inset: [room.top, room.right, room.bottom, room.left], label: t("shape.field"), write: (field, text, size) => write(field, text, size, formOf(object)) };
  },
  choices,
  choosesSeveral: true,
  paint,
};

function create() {
  const element = document.createElement("div");
  element.className = "shape";
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("aria-hidden", "true");
  picture.append(document.createElementNS(SVG, "path"));
  const text = document.createElement("div");
  text.className = "shape-text";
  element.append(picture, text);
  return element;
}

/** @param {HTMLElement} element @param {Readonly<BoardObject>} object */
function update(element, object) {
  const [picture, text] = /** @type {[SVGElement, HTMLElement]} */ ([...element.children]);
  const form = formOf(object);
  const [width, height] = object.size;
  element.dataset["noteColor"] = object.color;
  element.classList.toggle("outlined", object.data["look"] === "outlined");
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.firstElementChild?.setAttribute("d", pathOf(form, width, height));
  const room = textRoom(form, object.size);
  text.style.setProperty("inset", `${room.top}px ${room.right}px ${room.bottom}px ${room.left}px`);
  if (text.textContent !== object.text) text.textContent = object.text;
  write(text, object.text, object.size, form);
}

/** @param {Form} form @param {number} width @param {number} height */
export function pathOf(form, width, height) {
  const [x, y, wide, high] = [EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE];
  if (form === "rectangle") {
    const r = Math.min(ROUNDED, wide / 2, high / 2);
    return `M${x + r} ${y}h${wide - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${high - 2 * r}a${r} ${r} 0 0 1 -${r} ${r}h-${wide - 2 * r}a${r} ${r} 0 0 1 -${r} -${r}v-${high - 2 * r}a${r} ${r} 0 0 1 ${r} -${r}z`;
  }
  if (form === "ellipse") {
    const [rx, ry] = [wide / 2, high / 2];
    return `M${x} ${y + ry}a${rx} ${ry} 0 0 1 ${wide} 0a${rx} ${ry} 0 0 1 -${wide} 0z`;
  }
  return `M${cornersOf(form, { x, y, width: wide, height: high }).map((point) => point.join(" ")).join("L")}z`;
}

/** @param {Form} form @param {Pair} size */
function textRoom(form, [width, height]) {
  const { top, right, bottom, left } = roomOf(form);
  return {
    top: top * height + PADDING, right: right * width + PADDING, bottom: bottom * height + PADDING, left: left * width + PADDING,
  };
}

/** @param {HTMLElement} element @param {string} text @param {Pair} size of the shape @param {Form} form */
function write(element, text, [width, height], form) {
  const { top, right, bottom, left } = textRoom(form, [width, height]);
  const high = Math.max(1, height - top - bottom);
  const fit = fitter.fit(text, Math.max(1, width - left - right - 1), high);
  element.style.setProperty("font-size", `${fit.size}px`);
  element.style.setProperty("line-height", String(LEADING));
  // A field has no middle of its own.
  element.style.setProperty("padding-top", `${Math.max(0, (high - Math.max(1, fit.lines.length) * fit.size * LEADING) / 2)}px`);
  element.classList.toggle("overfull", !fit.fits);
}

/** @type {Drawing["label"]} */
function label(object) {
  const form = t(`shape.${formOf(object)}`);
  const color = t(`color.${object.color}`);
  const text = object.text.trim();
  const named = text ? t("shape.label", { form, text, color }) : t("shape.label.blank", { form, color });
  return object.locked ? t("note.label.locked", { label: named }) : named;
}

/** @type {NonNullable<Drawing["choices"]>} */
function choices(object, { objects, board }) {
  const ids = objects.map(({ id }) => id);
  const form = formOf(object);
  const outlined = object.data["look"] === "outlined";
  return [
    {
      label: t("shape.form"), icon: formIcon(form), bar: true,
      items: FORMS.map((each) => ({
        label: t(`shape.${each}`), icon: formIcon(each), pressed: each === form, run: () => board.change(ids, { form: each }),
      })),
    },
    {
      label: t(outlined ? "shape.fill" : "shape.outline"), icon: fillIcon(outlined), bar: true,
      run: () => board.change(ids, { look: outlined ? "filled" : "outlined" }),
    },
  ];
}

/** @param {Form} form @param {boolean} [filled] */
export function formIcon(form, filled = false) {
  return html`<svg viewBox="-2 -3.5 24 20" width="22" height="20" fill=${filled ? "currentColor" : "none"} stroke="currentColor" stroke-width="1.7"
    stroke-linejoin="round" aria-hidden="true" focusable="false">${svg`<path d=${form === "rectangle" ? ROUNDED_ICON : pathOf(form, 20, 13)} />`}</svg>`;
}

const ROUNDED_ICON = "M3 1h14a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2z";

/** @param {boolean} full what pressing it makes of it */
function fillIcon(full) {
  return html`<svg viewBox="0 0 20 20" width="20" height="20" fill=${full ? "currentColor" : "none"} stroke="currentColor" stroke-width="1.7"
    aria-hidden="true" focusable="false"><rect x="3.5" y="3.5" width="13" height="13" rx="3" /></svg>`;
}

/** @type {NonNullable<Drawing["paint"]>} */
function paint(context, object, rect, paints) {
  const { bg, ink } = paints(object.color);
  context.beginPath();
  cornersOf(formOf(object), rect).forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
  context.fillStyle = bg;
  context.strokeStyle = ink;
  context.lineWidth = 4;
  if (object.data["look"] === "filled") context.fill();
  context.stroke();
}

/** @param {Readonly<BoardObject>} object */
function formOf({ data }) {
  return /** @type {Form} */ (data["form"]);
}
