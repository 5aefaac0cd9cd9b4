// How a stroke is drawn: one path in its colour, scaled with its rectangle.

import { t } from "../../i18n/index.js";
import { describe } from "../ink/describe.js";
import { outlineOf } from "../ink/outline.js";
import { WIDTHS, ownSize, simplified, unpackedInk } from "../ink/points.js";
import { inkOf } from "./ink.js";

/** @typedef {import("./kind.js").Drawing} Drawing */
/** @typedef {import("../ink/points.js").Ink} Ink */

const SVG = "http://www.w3.org/2000/svg";
/** Nobody sees a smaller bend from far away, in board pixels. */
const FAR_TOLERANCE = 3;

/** Points are frozen: what was outlined once stays true. @type {WeakMap<readonly number[], {width: string, pen: boolean, d: string}>} */
const outlines = new WeakMap();

/** @type {Drawing} */
export const drawing = { create, update, label, edit: describe, paint };

function create() {
  const element = document.createElement("div");
  element.className = "ink";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  element.append(svg);
  return element;
}

/** @type {Drawing["update"]} */
function update(element, object) {
  const ink = inkOf(object);
  const svg = /** @type {SVGElement} */ (element.firstElementChild);
  const path = /** @type {SVGElement} */ (svg.firstElementChild);
  element.dataset["noteColor"] = object.color;
  const { d } = outline(ink);
  if (path.getAttribute("d") === d) return;
  svg.setAttribute("viewBox", `0 0 ${ownSize(ink).join(" ")}`);
  path.setAttribute("d", d);
}

/** @param {Ink} ink */
function outline(ink) {
  const pen = ink.pressures.length > 0;
  const known = outlines.get(ink.points);
  if (known && known.width === ink.width && known.pen === pen) return known;
  const made = { width: ink.width, pen, d: outlineOf(unpackedInk(ink), ink.width, pen) };
  outlines.set(ink.points, made);
  return made;
}

/** @type {Drawing["label"]} */
function label(object, { author }) {
  const text = object.text.trim();
  const by = author(object.author);
  const named = text
    ? (by ? t("ink.label.text", { text, author: by }) : t("ink.label.text.nobody", { text }))
    : (by ? t("ink.label", { author: by }) : t("ink.label.nobody"));
  return object.locked ? t("note.label.locked", { label: named }) : named;
}

/** From far away a line with few corners is enough: 500 strokes in a few milliseconds. @type {WeakMap<readonly number[], Path2D>} */
const lines = new WeakMap();

/** @type {NonNullable<Drawing["paint"]>} */
function paint(context, object, rect, paints) {
  const ink = inkOf(object);
  const [wide, high] = ownSize(ink);
  const [across, down] = [rect.width / wide, rect.height / high];
  context.save();
  context.translate(rect.x, rect.y);
  context.scale(across, down);
  context.strokeStyle = paints(object.color).ink;
  context.lineWidth = WIDTHS[ink.width];
  context.lineCap = context.lineJoin = "round";
  context.stroke(farLine(ink));
  context.restore();
}

/** @param {import("../ink/points.js").Ink} ink */
function farLine(ink) {
  const known = lines.get(ink.points);
  if (known) return known;
  const path = new Path2D();
  const [first, ...others] = simplified(unpackedInk(ink), FAR_TOLERANCE);
  if (first) path.moveTo(first.x, first.y);
  // A dot is a line too.
  if (first && others.length === 0) path.lineTo(first.x, first.y);
  for (const { x, y } of others) path.lineTo(x, y);
  lines.set(ink.points, path);
  return path;
}
