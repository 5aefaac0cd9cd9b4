// Which prototype: phone, screen, poster, or a picture story in six steps.

import { t } from "../i18n/index.js";
import { DEVICES } from "../board/kinds/frame.js";
import { announce } from "../shell/notices.js";
import { loadStyle } from "../shell/load-style.js";
import { html, render, svg } from "../vendor/lit.js";
import { drawnDevice } from "./devices.js";
import { PROTOTYPE_ICONS } from "./icons.js";
import { boundsOfAll, makeFrame, makeStory } from "./making.js";

/** @typedef {import("../board/kinds/frame.js").Device} Device */
/** @typedef {import("../board/tools/tool.js").ToolContext} ToolContext */

/** What a choice shows, in the pixels of the drawn device. @type {Readonly<Record<Device, readonly [number, number]>>} */
const SMALL = Object.freeze({ phone: [210, 400], screen: [440, 360], poster: [270, 380], story: [300, 340] });

/** What the kit covers at the right, in screen pixels. */
const KIT_PX = 220;

/** @param {ToolContext} context */
export function start(context) {
  // The sheet may be away; the choice works without.
  void loadStyle("prototype").catch(() => {});
  const dialog = document.createElement("dialog");
  dialog.className = "make-prototype";
  dialog.setAttribute("aria-labelledby", "make-prototype-title");
  render(html`<div class="make-head"><h2 id="make-prototype-title">${t("make.title")}</h2>
      <button class="button quiet icon" type="button" aria-label=${t("action.close")} @click=${() => dialog.close()}>${PROTOTYPE_ICONS.close}</button></div>
    <div class="make-choices">${DEVICES.map((device) => html`<button class="make-choice" type="button"
      @click=${() => { dialog.close(); make(device, context); }}>
      ${picture(device)}<strong>${t(`make.${device}`)}</strong><span>${t(`make.${device}.hint`)}</span></button>`)}</div>`, dialog);
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  /** @type {HTMLElement | null} */ (dialog.querySelector(".make-choice"))?.focus();
}

/** @param {Device} device @param {ToolContext} context */
function make(device, { board, camera, selection, view }) {
  const centre = /** @type {import("../board/objects.js").Pair} */ (camera.centre);
  const ids = device === "story" ? makeStory(board, centre) : makeFrame(board, device, centre);
  const [first] = ids;
  const bounds = boundsOfAll(board, ids);
  if (first === undefined || !bounds) return;
  selection.set([first]);
  camera.fit(besideKit(bounds, camera));
  view.focus(first);
  announce(t(device === "story" ? "make.made.story" : "make.made"));
}

/**
 * The kit opens at the right of a wide board: what is shown stays clear of it.
 * @param {import("../board/camera.js").Rect} bounds
 * @param {import("../board/camera.js").Camera} camera
 */
function besideKit(bounds, { view, insets }) {
  const free = view.width - insets.left - insets.right - KIT_PX;
  // On a narrow board it lies above.
  return free < 2 * KIT_PX ? bounds : { ...bounds, width: bounds.width * (1 + KIT_PX / free) };
}

/** @param {Device} device */
function picture(device) {
  const [width, height] = SMALL[device];
  const { body, screen, lines, thin } = drawnDevice(device, `make ${device}`, [width, height]);
  return svg`<svg class="sketched make-picture" viewBox="0 30 ${width} ${height - 30}" aria-hidden="true" focusable="false">
    <path class="frame-body" d=${body} /><path class="frame-screen" d=${screen} /><path class="frame-lines" d=${lines} /><path class="frame-thin" d=${thin} /></svg>`;
}
