// How free text is drawn: in letters of one of four sizes, as high as it needs.

import { t } from "../../i18n/index.js";
import { html } from "../../vendor/lit.js";
import { LEADING } from "../fit.js";
import { fitter } from "./note-drawing.js";
import { SCALES } from "./text.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("./kind.js").Drawing} Drawing */
/** @typedef {typeof SCALES[number]} Scale */

/** Letters, in board pixels. */
const LETTERS = /** @type {Record<Scale, number>} */ ({ s: 16, m: 24, l: 40, xl: 64 });
/** Around the text. */
const PADDING = 4;

/** @type {Drawing} */
export const drawing = {
  create: () => {
    const element = document.createElement("div");
    element.className = "free-text";
    return element;
  },
  update: (element, object) => {
    if (element.textContent !== object.text) element.textContent = object.text;
    element.dataset["blank"] = t("text.blank");
    write(element, object);
  },
  label: (object) => {
    const label = t("text.label", { text: object.text.trim() || t("note.empty") });
    return object.locked ? t("note.label.locked", { label }) : label;
  },
  field: (object) => ({ inset: [0, 0, 0, 0], label: t("text.field"), write: (field) => write(field, object) }),
  height,
  choices: (object, { objects, board }) => [{
    label: t("text.scale"), icon: SCALE_ICON, bar: true,
    items: SCALES.map((scale) => ({
      label: t(`text.scale.${scale}`), pressed: object.data["scale"] === scale,
      run: () => rescale(objects.map(({ id }) => id), scale, board),
    })),
  }],
  choosesSeveral: true,
  paint: (context, object, rect, paints) => {
    const size = lettersOf(object);
    context.fillStyle = paints("grey").ink;
    const lines = fitter.linesAt(object.text, innerWidth(rect.width), size);
    for (let line = 0; line < Math.min(lines, 40) && object.text.trim(); line++) {
      context.fillRect(rect.x + PADDING, rect.y + PADDING + (line + 0.3) * size * LEADING, innerWidth(rect.width) * (line === lines - 1 ? 0.6 : 0.9), size * 0.45);
    }
  },
};

const SCALE_ICON = html`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="M2.5 16L7 4l4.5 12M4 12h6M12.5 16l2.5-6.5 2.5 6.5M13.3 14h3.4" /></svg>`;

/** @param {Readonly<BoardObject>} object @param {number} width of all of it */
function height(object, width) {
  const size = lettersOf(object);
  return Math.ceil(fitter.linesAt(object.text, innerWidth(width), size) * size * LEADING + 2 * PADDING);
}

/** @param {readonly string[]} ids @param {Scale} scale @param {import("../document.js").BoardDocument} board */
function rescale(ids, scale, board) {
  const label = `scale ${ids.join(" ")} ${Date.now()}`;
  for (const id of ids) {
    const object = board.get(id);
    if (!object) continue;
    const [width] = object.size;
    const tall = height({ ...object, data: { scale } }, width);
    board.change([id], { scale, size: [width, tall] }, { label });
  }
}

/** @param {HTMLElement} element @param {Readonly<BoardObject>} object */
function write(element, object) {
  element.style.setProperty("font-size", `${lettersOf(object)}px`);
  element.style.setProperty("line-height", String(LEADING));
  element.style.setProperty("padding-top", `${PADDING}px`);
}

/** @param {number} width */
function innerWidth(width) {
  return Math.max(1, width - 2 * PADDING - 1);
}

/** @param {Readonly<BoardObject>} object */
function lettersOf({ data }) {
  return LETTERS[/** @type {Scale} */ (data["scale"])];
}
