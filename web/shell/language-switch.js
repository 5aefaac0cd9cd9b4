// Deutsch | English. mountLanguageSwitch(container) → destroy; languageTemplate() inside others,
// which must render again on onLanguage.

import { html, render } from "../vendor/lit.js";
import { LANGUAGES, language, onLanguage, setLanguage, t } from "../i18n/index.js";
import { notify } from "./notices.js";

/** @param {HTMLElement} container */
export function mountLanguageSwitch(container) {
  const show = () => render(languageTemplate(), container);
  const end = onLanguage(show);
  show();
  return end;
}

export function languageTemplate() {
  return html`<div class="language-switch" role="group" aria-label=${t("language.switch")}>
    ${LANGUAGES.map((each) => html`<button type="button" lang=${each} aria-pressed=${each === language()}
      @click=${() => change(each)}><span class="long">${t(`language.name.${each}`)}</span>
      <span class="short" aria-hidden="true">${each.toUpperCase()}</span></button>`)}
  </div>`;
}

/** @param {import("../i18n/index.js").Language} next */
async function change(next) {
  try {
    await setLanguage(next);
  } catch {
    notify(t("language.failed"), { kind: "warn", topic: "language" });
  }
}
