// How a picture is drawn: itself, or a calm sheet in its place that says what is there.

import { t } from "../../i18n/index.js";
import { imageUrl, ownOf, thumbOf } from "../images/sources.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("./kind.js").Look} Look */
/** @typedef {"ready" | "loading" | "waiting" | "missing"} State waiting: its author still has to send it */

/** The server is busy, or the network away: asked again after so long, then no more before a new look. */
const AGAIN_MS = [3_000, 15_000, 60_000];
/** Board pixels: the field for its description. */
const FIELD = 72;

/** @type {import("./kind.js").Drawing} */
export const drawing = {
  create,
  update,
  label,
  field: (_object, rect) => ({
    inset: [Math.max(0, rect.height - FIELD), 0, 0, 0],
    label: t("image.describe"),
    hint: t("image.hint"),
    write: (field) => {
      field.style.setProperty("font-size", "16px");
      field.style.setProperty("line-height", "1.4");
    },
  }),
  paint,
};

function create() {
  const element = document.createElement("div");
  element.className = "image";
  const picture = document.createElement("img");
  // The object itself has its name.
  picture.alt = "";
  picture.draggable = false;
  picture.decoding = "async";
  const words = document.createElement("span");
  words.className = "image-words";
  const part = document.createElement("span");
  part.className = "image-part";
  part.hidden = true;
  element.append(picture, words, part);
  watch(element, picture);
  return element;
}

/** @param {HTMLElement} element @param {HTMLImageElement} picture */
function watch(element, picture) {
  let failures = 0;
  const show = (/** @type {State} */ state) => {
    element.dataset["state"] = state;
    write(element);
  };
  picture.addEventListener("load", () => {
    failures = 0;
    show("ready");
  });
  picture.addEventListener("error", () => {
    show("missing");
    const again_ms = AGAIN_MS[failures++];
    const { src } = picture;
    if (again_ms !== undefined) setTimeout(() => { if (element.isConnected && picture.src === src) picture.src = src; }, again_ms);
  });
}

/**
 * @param {HTMLElement} element
 * @param {Readonly<BoardObject>} object
 * @param {Look} look
 */
function update(element, object, look) {
  const [picture, , part] = /** @type {[HTMLImageElement, HTMLElement, HTMLElement]} */ ([...element.children]);
  const hash = String(object.data["hash"]);
  const own = hash ? null : ownOf(object.data["upload"]);
  const source = hash ? imageUrl(hash) : (own?.url ?? "");
  element.dataset["text"] = object.text.trim();
  element.dataset["author"] = look.author(object.author);
  if (source === "") {
    picture.removeAttribute("src");
    element.dataset["state"] = "waiting";
  } else if (picture.getAttribute("src") !== source) {
    // The one that is seen stays until the new one is there.
    if (element.dataset["state"] !== "ready") element.dataset["state"] = "loading";
    picture.setAttribute("src", source);
  }
  part.hidden = own === null;
  if (own) part.textContent = own.part === null ? t("image.waits") : t("image.sent", { n: Math.round(own.part * 100) });
  write(element);
}

/** What is read in the place of a picture. @param {HTMLElement} element */
function write(element) {
  const words = /** @type {HTMLElement} */ (element.querySelector(".image-words"));
  const { state, text, author } = element.dataset;
  const about = state === "missing" ? t("image.missing") : state === "waiting" && author ? t("image.coming.from", { author }) : t("image.coming");
  words.textContent = state === "ready" ? "" : [about, text].filter(Boolean).join("\n");
}

/** @param {Readonly<BoardObject>} object @param {Look} look */
function label(object, { author }) {
  const named = author(object.author);
  const text = object.text.trim() || t("image.blank");
  const words = named ? t("image.label", { text, author: named }) : t("image.label.nobody", { text });
  const whole = object.data["hash"] ? words : t("image.label.coming", { label: words });
  return object.locked ? t("note.label.locked", { label: whole }) : whole;
}

/** @type {NonNullable<import("./kind.js").Drawing["paint"]>} */
function paint(context, object, { x, y, width, height }) {
  const hash = String(object.data["hash"]);
  const thumb = hash ? thumbOf(hash) : null;
  if (thumb) {
    context.drawImage(thumb, x, y, width, height);
    return;
  }
  boxColor ||= getComputedStyle(document.documentElement).getPropertyValue("--image-box");
  context.fillStyle = boxColor;
  context.fillRect(x, y, width, height);
}

let boxColor = "";
