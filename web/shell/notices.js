// What a page tells in passing: one region of notices at the bottom, and one for screen readers
// alone. Both exist from the start: a live region that comes with its text is not read out.
//
//   const dismiss = notify(text, {kind, actions, stay, topic})    kind "info"|"ok"|"warn"|"danger"
//   announce(text)                                                read out, not shown

import { html, nothing, render, repeat } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "./icons.js";
import { Stays } from "./stays.js";

/**
 * @typedef {"info" | "ok" | "warn" | "danger"} Kind
 * @typedef {{label: string, run: () => void}} Action
 * @typedef {{id: number, text: string, kind: Kind, actions: Action[], topic: string | null}} Notice
 */

const SHOWN_MS = 6_000;
// Who reaches a button by keyboard or switch needs longer.
const SHOWN_WITH_ACTIONS_MS = 20_000;
// More would cover the board: the oldest goes.
const SHOWN_AT_ONCE = 3;
const KIND_ICONS = { info: ICONS.info, ok: ICONS.check, warn: ICONS.warning, danger: ICONS.warning };

/** @type {Notice[]} */
let notices = [];
let lastId = 0;
const stays = new Stays();

const region = document.createElement("div");
region.className = "notices";
const spoken = document.createElement("div");
spoken.className = "visually-hidden";
spoken.setAttribute("role", "status");
document.body.append(region, spoken);
for (const type of ["pointerenter", "focusin"]) region.addEventListener(type, () => stays.hold());
for (const type of ["pointerleave", "focusout"]) region.addEventListener(type, releaseUnlessThere);
show();
onLanguage(show);

/**
 * @param {string} text
 * @param {{kind?: Kind, actions?: Action[], stay?: boolean, topic?: string | null}} [options]
 *   stay: until dismissed; topic: takes the place of the one with the same
 */
export function notify(text, { kind = "info", actions = [], stay = false, topic = null } = {}) {
  const id = ++lastId;
  const others = notices.filter((notice) => topic === null || notice.topic !== topic);
  keep([...others, { id, text, kind, actions, topic }].slice(-SHOWN_AT_ONCE));
  if (!stay) stays.begin(id, actions.length > 0 ? SHOWN_WITH_ACTIONS_MS : SHOWN_MS, () => dismiss(id));
  return () => dismiss(id);
}

/** @param {string} text */
export function announce(text) {
  // The same text twice is two events to a listener: empty it in between.
  spoken.textContent = "";
  requestAnimationFrame(() => { spoken.textContent = text; });
}

/** @param {number} id */
function dismiss(id) {
  keep(notices.filter((notice) => notice.id !== id));
}

/** @param {Notice[]} kept */
function keep(kept) {
  for (const notice of notices) if (!kept.includes(notice)) stays.drop(notice.id);
  notices = kept;
  show();
  // With the notice its focus and the pointer over it are gone, and nothing tells.
  releaseUnlessThere();
}

function releaseUnlessThere() {
  requestAnimationFrame(() => {
    if (!region.matches(":hover, :focus-within")) stays.release();
  });
}

function show() {
  render(html`<div role="status" class="notice-list">${repeat(notices, ({ id }) => id, noticeTemplate)}</div>`, region);
}

/** @param {Notice} notice */
function noticeTemplate({ id, text, kind, actions }) {
  return html`<div class="notice" data-kind=${kind}>
    <span class="notice-icon">${KIND_ICONS[kind]}</span>
    <p>${text}</p>
    ${actions.length === 0 ? nothing : html`<span class="notice-actions">
      ${actions.map(({ label, run }) => html`<button class="button" type="button" @click=${() => { dismiss(id); run(); }}>${label}</button>`)}
    </span>`}
    <button class="button quiet icon" type="button" aria-label=${t("action.close")} @click=${() => dismiss(id)}>${ICONS.close}</button>
  </div>`;
}
