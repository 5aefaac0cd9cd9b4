// When nothing can be done from here: what happened, what to do, one button. Used by pages for a
// final close code of the connection and for a problem of the HTTP side.
//
//   mountEndPanel({ connection }).show(code)            on the connection's "ended"
//   showProblem(container, code, retry)                 a page that cannot begin, by problem code:
//                                                       takes the container's place, with brand and language
//   problemTemplate(code, retry)                        the same inside a page's own frame

import { html, nothing, render } from "../vendor/lit.js";
import { has, onLanguage, t } from "../i18n/index.js";
import { doorHeadTemplate } from "./door.js";
import { ICONS } from "./icons.js";

/** @typedef {import("../sync/connection.js").Connection} Connection */

// What helps: to load again what is out of step, or to come in by a valid link. Where the room goes
// on refusing what this browser keeps, that can be put aside.
const RELOAD_HELPS = new Set([4400, 4409, 4413]);

/** @param {{connection: Connection}} options */
export function mountEndPanel({ connection }) {
  const dialog = document.createElement("dialog");
  dialog.className = "end-panel";
  dialog.setAttribute("aria-labelledby", "end-panel-title");
  document.body.append(dialog);
  /** @type {number | null} */
  let ended = null;
  const show = () => {
    if (ended === null) return;
    render(endTemplate(ended, connection), dialog);
    if (!dialog.open) dialog.showModal();
  };
  onLanguage(show);
  return {
    /** @param {number} code */
    show: (code) => {
      ended = code;
      show();
    },
  };
}

/**
 * @param {HTMLElement} container
 * @param {string} code
 * @param {() => void} [retry]
 */
export function showProblem(container, code, retry) {
  container.replaceChildren();
  const show = () => render(html`<div class="problem-page">${doorHeadTemplate()}${problemTemplate(code, retry)}</div>`, container);
  onLanguage(show);
  show();
}

/**
 * @param {string} code
 * @param {() => void} [retry]
 */
export function problemTemplate(code, retry) {
  const key = has(`problem.${code}`) ? `problem.${code}` : "problem.unavailable";
  const canRetry = retry && ["unavailable", "too-many"].includes(code);
  return html`<section class="problem" role="alert">
    <span class="problem-icon">${ICONS.door}</span>
    <h1>${t(key)}</h1>
    <p>${t(`${key}.hint`)}</p>
    ${canRetry
      ? html`<button class="button primary" type="button" @click=${retry}>${t("action.retry")}</button>`
      : html`<a class="button" href="/">${t("action.toStart")}</a>`}
  </section>`;
}

/**
 * @param {number} code
 * @param {Connection} connection
 */
function endTemplate(code, connection) {
  const key = has(`ended.${code}`) ? `ended.${code}` : "ended.other";
  const { unsaved, kept } = connection.save;
  const reload = RELOAD_HELPS.has(code) || key === "ended.other";
  return html`<span class="problem-icon">${ICONS.door}</span>
    <h2 id="end-panel-title">${t(key)}</h2>
    <p>${t(`${key}.hint`)}</p>
    ${unsaved > 0
      ? html`<p class="end-unsaved">${t(kept ? "ended.unsaved" : "ended.unsaved.lost", { n: unsaved })}</p>`
      : nothing}
    ${reload
      ? html`<button class="button primary" type="button" @click=${() => location.reload()}>${t("action.reload")}</button>`
      : html`<a class="button primary" href="/">${t("action.toStart")}</a>`}
    ${reload && unsaved > 0 && kept
      ? html`<button class="button" type="button" @click=${() => connection.startOver()}>${t("ended.startOver")}</button>`
      : nothing}`;
}
