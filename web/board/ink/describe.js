// What a drawing shows, in words: for who does not see it, for the list and for the search.

import { t } from "../../i18n/index.js";
import { html, nothing, render } from "../../vendor/lit.js";
import { bindTextField } from "../text-field.js";

/** @param {string} id @param {import("../kinds/kind.js").EditContext} context */
export function describe(id, { board, writing, done }) {
  const dialog = document.createElement("dialog");
  dialog.className = "ink-describe";
  dialog.setAttribute("aria-labelledby", "ink-describe-title");
  render(html`<form class="field" method="dialog">
    <label id="ink-describe-title" for="ink-describe-text">${t("ink.describe")}</label>
    <textarea class="input" id="ink-describe-text" rows="3" aria-describedby="ink-describe-hint"></textarea>
    <p class="hint" id="ink-describe-hint">${t("ink.describe.hint")}</p>
    <button class="button primary">${t("ink.describe.done")}</button>
  </form>`, dialog);
  document.body.append(dialog);
  const field = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
  const endings = [
    bindTextField(field, board, id),
    board.events.on("changed", () => {
      const object = board.get(id);
      if (!object || object.locked) dialog.close();
    }),
  ];
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    endings.forEach((end) => end());
    writing(null);
    render(nothing, dialog);
    dialog.remove();
    done(id);
  }, { once: true });
  dialog.showModal();
  writing(id);
  field.focus();
}
