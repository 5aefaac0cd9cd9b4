// What a page tells in passing: one region of notices at the bottom, and one for screen readers
// alone. Both exist from the start: a live region that comes with its text is not read out.
//
//   const dismiss = notify(text, {kind, actions, stay})    kind "info"|"ok"|"warn"|"danger"
//   announce(text)                                         read out, not shown

import { html, nothing, render, repeat } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "./icons.js";

/**
 * @typedef {"info" | "ok" | "warn" | "danger"} Kind
 * @typedef {{label: string, run: () => void}} Action
 * @typedef {{id: number, text: string, kind: Kind, actions: Action[]}} Notice
 */

const SHOWN_MS = 6_000;
// More would cover the board: the oldest goes.
const SHOWN_AT_ONCE = 3;
const KIND_ICONS = { info: ICONS.info, ok: ICONS.check, warn: ICONS.warning, danger: ICONS.warning };

/** @type {Notice[]} */
let notices = [];
let lastId = 0;

const region = document.createElement("div");
region.className = "notices";
const spoken = document.createElement("div");
spoken.className = "visually-hidden";
spoken.setAttribute("role", "status");
document.body.append(region, spoken);
show();
onLanguage(show);

/**
 * @param {string} text
 * @param {{kind?: Kind, actions?: Action[], stay?: boolean}} [options] stay: until dismissed
 */
export function notify(text, { kind = "info", actions = [], stay = false } = {}) {
  const id = ++lastId;
  notices = [...notices, { id, text, kind, actions }].slice(-SHOWN_AT_ONCE);
  show();
  const dismiss = () => {
    notices = notices.filter((notice) => notice.id !== id);
    show();
  };
  if (!stay) setTimeout(dismiss, SHOWN_MS);
  return dismiss;
}

/** @param {string} text */
export function announce(text) {
  // The same text twice is two events to a listener: empty it in between.
  spoken.textContent = "";
  requestAnimationFrame(() => { spoken.textContent = text; });
}

function show() {
  render(html`<div role="status" class="notice-list">${repeat(notices, ({ id }) => id, noticeTemplate)}</div>`, region);
}

/** @param {Notice} notice */
function noticeTemplate({ id, text, kind, actions }) {
  const dismiss = () => {
    notices = notices.filter((notice) => notice.id !== id);
    show();
  };
  return html`<div class="notice" data-kind=${kind}>
    <span class="notice-icon">${KIND_ICONS[kind]}</span>
    <p>${text}</p>
    ${actions.length === 0 ? nothing : html`<span class="notice-actions">
      ${actions.map(({ label, run }) => html`<button class="button" type="button" @click=${() => { dismiss(); run(); }}>${label}</button>`)}
    </span>`}
    <button class="button quiet icon" type="button" aria-label=${t("action.close")} @click=${dismiss}>${ICONS.close}</button>
  </div>`;
}
