// Start: what this is, a place to paste the link, and the rooms this browser has been in.

import { html, nothing, render } from "../vendor/lit.js";
import { loadTexts, onLanguage, t } from "../i18n/index.js";
import { ask } from "../shell/api.js";
import { doorTemplate } from "../shell/door.js";

/** @typedef {{id: string, title: string, room: string, role: string, name: string}} Known */

const page = /** @type {HTMLElement} */ (document.querySelector("#page"));
/** @type {Known[]} */
let known = [];
let wrongLink = false;

void loadTexts().then(() => {
  onLanguage(show);
  show();
  // Without it the page is still a page: nobody has to have been anywhere.
  ask("/api/me").then(({ helpathons }) => { known = helpathons; show(); }, () => {});
});

function show() {
  document.title = t("app.name");
  render(doorTemplate(html`<div class="door-card">
    <h1>${t("start.title")}</h1>
    <p class="door-lead">${t("start.what")}</p>
    ${known.length > 0 ? knownTemplate() : nothing}
    ${linkTemplate()}
    <p class="door-trust">${t("join.trust")}</p>
  </div>`), page);
}

function knownTemplate() {
  return html`<section class="door-known" aria-labelledby="known">
    <h2 id="known">${t("start.rooms")}</h2>
    <ul role="list">${known.map(({ title, room, name, role }) => html`<li>
      <a href=${`/r/${encodeURIComponent(room)}`}><strong>${title}</strong><span>${name} · ${t(`role.${role}`)}</span></a></li>`)}</ul>
  </section>`;
}

function linkTemplate() {
  return html`<form class="door-form" novalidate @submit=${open}>
    <div class="field">
      <label for="link">${t("start.link")}</label>
      <div class="door-paste">
        <input class="input" id="link" name="link" type="text" inputmode="url" autocomplete="off" autocapitalize="off" spellcheck="false"
          placeholder=${t("start.link.placeholder")} aria-describedby="link-hint" aria-invalid=${wrongLink}>
        <button class="button primary">${t("start.link.open")}</button>
      </div>
      <p id="link-hint" class=${wrongLink ? "error" : "hint"}>${t(wrongLink ? "start.link.wrong" : "start.link.hint")}</p>
    </div>
  </form>`;
}

/** @param {SubmitEvent} event */
function open(event) {
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (document.querySelector("#link"));
  const path = joinPath(field.value);
  if (path) {
    location.assign(path);
    return;
  }
  wrongLink = true;
  show();
  field.focus();
}

/**
 * Only the path counts: a link copied from anywhere opens here, and never leads elsewhere.
 * @param {string} text
 */
function joinPath(text) {
  const match = text.match(/\/j\/([A-Za-z0-9_.~-]+)/);
  return match ? `/j/${match[1]}` : null;
}
