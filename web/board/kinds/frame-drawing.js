// How a frame of a prototype is drawn: its title over a sketched device, or a step's caption below
// the picture.

import { t } from "../../i18n/index.js";
import { CAPTION, TITLE, drawnDevice, screenOf } from "../../prototype/devices.js";
import { PROTOTYPE_ICONS } from "../../prototype/icons.js";
import { draw, sheetOf } from "../../prototype/lines.js";
import { ask } from "../../prototype/requests.js";
import { LEADING } from "../fit.js";
import { fitter } from "./note-drawing.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("./frame.js").Device} Device */
/** @typedef {import("./kind.js").Drawing} Drawing */

const LAYERS = ["frame-body", "frame-screen", "frame-lines", "frame-thin"];
/** Letters of a title and, at most, of a caption. */
const TITLE_SIZE = 20;
const CAPTION_SIZE = 20;

/** @type {Drawing} */
export const drawing = {
  create,
  update,
  label: (object, { get }) => {
    const label = t(`prototype.${deviceOf(object)}.label`, { title: titleOf(object) || t("prototype.untitled"), n: stepOf(object) + 1 });
    const target = object.data["to"] ? get(String(object.data["to"])) : undefined;
    const full = target?.kind === "frame" && target.id !== object.id ? t("prototype.leads", { label, target: titleOf(target) || t("prototype.untitled") }) : label;
    return object.locked ? t("note.label.locked", { label: full }) : full;
  },
  field: (object) => ({
    inset: isStory(object) ? [object.size[1] - CAPTION + 4, 14, 8, 14] : [2, 2, object.size[1] - TITLE + 2, 2],
    label: t(isStory(object) ? "prototype.caption.field" : "prototype.title.field"),
    write: (field, text, size) => write(field, isStory(object), text, size),
  }),
  choices: (object, { area, at }) => [
    { label: t("play.start"), icon: PROTOTYPE_ICONS.play, bar: true, run: () => ask(area, { want: "play", id: object.id }) },
    { label: t("prototype.lead"), icon: PROTOTYPE_ICONS.lead, run: () => ask(area, { want: "lead", id: object.id, at }) },
    { label: t("kit.open"), icon: PROTOTYPE_ICONS.kit, key: "K", run: () => ask(area, { want: "kit", id: object.id }) },
  ],
  paint,
};

/** What it is called. @param {Readonly<BoardObject>} object */
export function titleOf(object) {
  if (!isStory(object)) return object.text.trim();
  return t(`story.${stepOf(object)}`);
}

/** @param {Readonly<BoardObject>} object */
function isStory(object) {
  return deviceOf(object) === "story";
}

/** @param {Readonly<BoardObject>} object */
function deviceOf(object) {
  return /** @type {Device} */ (object.data["device"]);
}

/** @param {Readonly<BoardObject>} object */
function stepOf(object) {
  return /** @type {number} */ (object.data["step"]);
}

function create() {
  const element = document.createElement("div");
  element.className = "frame";
  const title = document.createElement("div");
  title.className = "frame-title";
  const caption = document.createElement("div");
  caption.className = "frame-caption";
  element.append(sheetOf(LAYERS), title, caption);
  return element;
}

/** @type {Drawing["update"]} */
function update(element, object) {
  const [sheet, title, caption] = /** @type {[SVGElement, HTMLElement, HTMLElement]} */ ([...element.children]);
  const device = deviceOf(object);
  element.dataset["device"] = device;
  const { body, screen, lines, thin } = drawnDevice(device, object.id, object.size);
  draw(sheet, [body, screen, lines, thin]);
  const story = isStory(object);
  const heading = story ? t("story.heading", { n: stepOf(object) + 1, title: titleOf(object) }) : object.text.trim() || t("prototype.untitled");
  if (title.textContent !== heading) title.textContent = heading;
  title.classList.toggle("blank", !story && object.text.trim() === "");
  caption.hidden = !story;
  if (!story) return;
  const words = object.text || t(`story.${stepOf(object)}.ask`);
  if (caption.textContent !== words) caption.textContent = words;
  caption.classList.toggle("blank", object.text === "");
  write(caption, true, words, object.size);
}

/**
 * @param {HTMLElement} element
 * @param {boolean} story
 * @param {string} text
 * @param {readonly [number, number]} size of the frame
 */
function write(element, story, text, [width]) {
  const size = story ? Math.min(CAPTION_SIZE, fitter.fit(text, width - 37, CAPTION - 16).size) : TITLE_SIZE;
  element.style.setProperty("font-size", `${size}px`);
  element.style.setProperty("line-height", String(LEADING));
}

/** @type {NonNullable<Drawing["paint"]>} */
function paint(context, object, rect, paints) {
  const { edge, ink } = paints("grey");
  const { x, y, width, height } = screenOf(deviceOf(object), object.size);
  const radius = deviceOf(object) === "phone" ? 34 : 6;
  context.fillStyle = edge;
  context.beginPath();
  context.roundRect(rect.x, rect.y + TITLE, rect.width, Math.max(10, rect.height - TITLE), radius);
  context.fill();
  context.fillStyle = "#fffdf9";
  context.fillRect(rect.x + x, rect.y + y, width, height);
  context.fillStyle = ink;
  context.globalAlpha = 0.55;
  context.fillRect(rect.x + 4, rect.y + TITLE / 2 - 4, Math.min(rect.width - 8, titleOf(object).length * 10), 8);
  context.globalAlpha = 1;
}
