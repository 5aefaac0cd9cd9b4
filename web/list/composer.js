// The field for a new card that is always open: one at the bottom of a list without areas, one in
// each area otherwise.

import { picturesIn } from "../board/images/listen.js";
import { t } from "../i18n/index.js";
import { html, nothing } from "../vendor/lit.js";
import { pictureButtons } from "./pictures.js";

/**
 * @param {{name: string, add: (text: string) => void, pictures: ((files: File[]) => void) | undefined}} how
 *   name: of the area it is for, nothing where there is none
 */
export function composer({ name, add, pictures }) {
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLElement} */ (event.currentTarget).closest("form");
    const field = /** @type {HTMLTextAreaElement} */ (form?.querySelector("textarea"));
    const text = field.value.trim();
    field.focus();
    if (!text) return;
    field.value = "";
    add(text);
    field.scrollIntoView({ block: "nearest" });
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  };
  const pasted = (/** @type {ClipboardEvent} */ event) => {
    const files = pictures ? picturesIn(event.clipboardData) : [];
    if (files.length === 0) return;
    event.preventDefault();
    pictures?.(files);
  };
  return html`<form class="composer" @submit=${send}>
    <textarea class="input composer-field" rows="1" enterkeyhint="send" aria-label=${name ? t("list.new.in", { area: name }) : t("list.new")}
      placeholder=${t("list.new.placeholder")} maxlength="4000" @keydown=${key} @paste=${pasted}></textarea>
    ${pictures ? pictureButtons(pictures) : nothing}
    <button class="button primary" aria-label=${name ? `${t("list.add")}: ${name}` : nothing}>${t("list.add")}</button>
  </form>`;
}
