// How an area is drawn: a tint with a border, its title and what to do there at its head.

import { t } from "../../i18n/index.js";
import { choices } from "../areas/choices.js";
import { edit } from "../areas/words.js";
import { HEAD } from "./area.js";

/** @typedef {import("./kind.js").Drawing} Drawing */

/** Letters of the title from far away, in board pixels: the least, and the most that its head has room for. */
const TITLE = [34, 64];
/** So tall one can read it, in screen pixels. */
const READABLE_PX = 13;

/** @type {Drawing} */
export const drawing = {
  create,
  update: (element, object) => {
    const [title, prompt] = [".area-title", ".area-prompt"].map((part) => /** @type {HTMLElement} */ (element.querySelector(part)));
    element.dataset["noteColor"] = object.color;
    element.classList.toggle("laid", object.data["laid"] === true);
    if (title) title.textContent = object.text || t("area.unnamed");
    if (prompt) prompt.textContent = object.texts["prompt"] ?? "";
  },
  label: (object) => {
    const prompt = object.texts["prompt"]?.trim();
    const label = t(object.data["laid"] ? "area.label.laid" : "area.label", { title: object.text.trim() || t("area.unnamed") });
    const whole = prompt ? `${label}. ${prompt}` : label;
    return object.locked && !object.data["laid"] ? t("note.label.locked", { label: whole }) : whole;
  },
  edit,
  choices,
  paint: (context, object, { x, y, width, height }, paints) => {
    const { bg, edge, ink } = paints(object.color);
    context.globalAlpha = 0.35;
    context.fillStyle = bg;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    context.strokeStyle = edge;
    context.lineWidth = 6;
    context.strokeRect(x, y, width, height);
    context.fillStyle = ink;
    const [least, most] = /** @type {[number, number]} */ (TITLE);
    const zoom = context.getTransform().a / Math.min(2, devicePixelRatio);
    const letters = Math.min(most, Math.max(least, READABLE_PX / zoom));
    context.font = `600 ${letters}px "Atkinson Hyperlegible Next", system-ui, sans-serif`;
    context.fillText(object.text, x + 24, y + HEAD / 2 + letters / 3, width - 48);
  },
};

function create() {
  const element = document.createElement("div");
  element.className = "area";
  const head = document.createElement("div");
  head.className = "area-head";
  const title = document.createElement("span");
  title.className = "area-title";
  const prompt = document.createElement("span");
  prompt.className = "area-prompt";
  head.append(title, lockSign(), prompt);
  element.append(head);
  return element;
}

/** Seen where it is the facilitators'. */
function lockSign() {
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sign.setAttribute("class", "area-lock");
  sign.setAttribute("viewBox", "0 0 12 12");
  sign.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M2 5.5h8v5H2zM4 5.5V3.6a2 2 0 0 1 4 0v1.9");
  sign.append(path);
  return sign;
}
