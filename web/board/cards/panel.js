// A card's fields beside the board, or over all of it where there is no room: real fields in
// readable letters, however far away one looks at the card. One card at a time.

import { onLanguage, t } from "../../i18n/index.js";
import { notify } from "../../shell/notices.js";
import { html, nothing, render } from "../../vendor/lit.js";
import { mountFields } from "./fields.js";

/** @typedef {import("../kinds/kind.js").EditContext} EditContext */

/** A board that is narrower has no room for both. */
const BESIDE_PX = 760;
const GAP_PX = 24;

let close = () => {};

/** @param {string} id @param {EditContext} context */
export function openPanel(id, context) {
  close();
  const { board, view, writing, done } = context;
  const area = /** @type {HTMLElement} */ (view.container.parentElement);
  const panel = document.createElement("section");
  panel.className = "card-panel";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "card-panel-title");
  const body = document.createElement("div");
  const show = () => render(html`
    <header class="card-panel-head"><h2 id="card-panel-title">${t(`cards.${board.get(id)?.kind}`)}</h2>
      <button type="button" class="button primary" @click=${leave}>${t("cards.done")}</button></header>
    <div class="card-panel-body">${body}</div>`, panel);
  const leave = () => {
    shut();
    done(id);
  };
  show();
  area.append(panel);
  const over = area.clientWidth < BESIDE_PX;
  panel.classList.toggle("over", over);
  // What it covers is not there for the keyboard either.
  const covered = over ? [...area.children].filter((each) => each !== panel && !each.hasAttribute("inert")) : [];
  for (const each of covered) each.setAttribute("inert", "");
  const destroy = mountFields(body, { board, id, connection: context.connection, writing, leave, focus: true });
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  };
  panel.addEventListener("keydown", key);
  const endings = [
    keepAboveKeyboard(panel),
    onLanguage(show),
    board.events.on("changed", () => {
      const object = board.get(id);
      if (object && !object.locked) return;
      const hadFocus = panel.contains(document.activeElement);
      shut();
      notify(t(object ? "cards.locked" : "cards.gone"), { topic: "card" });
      if (hadFocus) view.container.focus({ preventScroll: true });
    }),
  ];
  const shut = () => {
    close = () => {};
    destroy();
    endings.forEach((end) => end());
    for (const each of covered) each.removeAttribute("inert");
    render(nothing, panel);
    panel.remove();
  };
  close = shut;
  if (!over) stepAside(id, context, area.clientWidth - panel.offsetWidth);
}

/** The card moves out from under the panel. @param {string} id @param {EditContext} context @param {number} free screen pixels */
function stepAside(id, { view, camera }, free) {
  const rect = view.rect(id);
  if (!rect) return;
  const { sight, insets } = camera;
  const left = (rect.x - sight.x) * sight.zoom;
  const beyond = left + rect.width * sight.zoom - (free - GAP_PX);
  const room = left - insets.left - GAP_PX;
  const aside = Math.min(beyond, room);
  if (aside > 0) camera.travel({ ...sight, x: sight.x + aside / sight.zoom });
}

/** On iOS the keyboard lies over the page instead of making it smaller. @param {HTMLElement} panel */
function keepAboveKeyboard(panel) {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const place = () => {
    const covered = Math.max(0, innerHeight - viewport.height - viewport.offsetTop);
    panel.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  const resized = () => {
    place();
    if (panel.contains(document.activeElement)) document.activeElement?.scrollIntoView({ block: "nearest" });
  };
  viewport.addEventListener("resize", resized);
  viewport.addEventListener("scroll", place);
  place();
  return () => {
    viewport.removeEventListener("resize", resized);
    viewport.removeEventListener("scroll", place);
  };
}
