// Connecting by word: a line from one object to another one that is chosen from all there are.

import { t } from "../i18n/index.js";
import { html, render } from "../vendor/lit.js";

/** @typedef {{name: string, options: readonly {id: string, label: string}[]}} Choice of one area */

/**
 * @param {string} from its name
 * @param {readonly Choice[]} choices
 * @param {(id: string, text: string) => void} chosen with what the line says
 */
export function askTarget(from, choices, chosen) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog connect-dialog";
  dialog.setAttribute("aria-labelledby", "connect-title");
  const done = (/** @type {Event} */ event) => {
    event.preventDefault();
    const [target, text] = ["select", "input"].map((part) => /** @type {HTMLInputElement} */ (dialog.querySelector(part)));
    dialog.close();
    if (target?.value) chosen(target.value, text?.value.trim() ?? "");
  };
  render(html`<form @submit=${done}>
    <h2 id="connect-title">${t("list.connect.title", { from })}</h2>
    <label class="field">${t("list.connect.to")}
      <select class="input" required>
        ${choices.map(({ name, options }) => html`<optgroup label=${name}>
          ${options.map(({ id, label }) => html`<option value=${id}>${label}</option>`)}</optgroup>`)}
      </select></label>
    <label class="field">${t("list.connect.text")} <input class="input" maxlength="200"></label>
    <div class="dialog-foot">
      <button type="button" class="button quiet" @click=${() => dialog.close()}>${t("list.cancel")}</button>
      <button class="button primary">${t("list.connect.do")}</button>
    </div></form>`, dialog);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
