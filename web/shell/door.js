// The frame of the pages in front of a room (join, start): mark and language above, the page's
// content, and a few notes of paper beside it that mean nothing and are hidden from screen readers.

import { html } from "../vendor/lit.js";
import { t } from "../i18n/index.js";
import { languageTemplate } from "./language-switch.js";

const NOTES = ["yellow", "red", "green", "blue", "violet", "orange"];

/** @param {unknown} content */
export function doorTemplate(content) {
  return html`${doorHeadTemplate()}
    <div class="door">
      <main class="door-main">${content}</main>
      <div class="door-board" aria-hidden="true">
        ${NOTES.map((colour, order) => html`<span class="door-note" data-note-color=${colour} data-place=${order}><i></i><i></i><i></i></span>`)}
      </div>
    </div>`;
}

export function doorHeadTemplate() {
  return html`<header class="door-head">
    <a class="door-brand" href="/"><span class="brand" aria-hidden="true"></span>${t("app.name")}</a>
    ${languageTemplate()}
  </header>`;
}
