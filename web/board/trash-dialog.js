// The trash: what was deleted within the last day, by whom, and the way back.

import { language, onLanguage, t } from "../i18n/index.js";
import { ICONS } from "../shell/icons.js";
import { html, nothing, render } from "../vendor/lit.js";
import { kindOf } from "./kinds/index.js";
import { MARKS, wordsOf } from "./objects.js";

/** @typedef {import("./trash.js").Deleted} Deleted */

/**
 * @param {import("./document.js").BoardDocument} board
 * @param {(person: string) => string} author
 * @returns {{open: () => void}}
 */
export function mountTrash(board, author) {
  const dialog = document.createElement("dialog");
  dialog.className = "trash";
  dialog.setAttribute("aria-labelledby", "trash-title");
  document.body.append(dialog);
  /** What has just come back, read out. */
  let news = "";

  const restore = (/** @type {Deleted[]} */ deleted) => {
    board.restore(deleted.map(({ object }) => object.id));
    news = t("trash.restored", { n: deleted.length });
    show();
    const next = dialog.querySelector(".trash-list button") ?? dialog.querySelector("button");
    if (next instanceof HTMLElement) next.focus();
  };
  const entry = (/** @type {Deleted} */ deleted) => {
    const { object, by, at_ms } = deleted;
    const text = wordsOf(object).trim() || t("note.empty");
    const time = new Intl.DateTimeFormat(language(), { hour: "numeric", minute: "2-digit" }).format(at_ms);
    const name = author(by);
    return html`<li>
      <span class="trash-paper" data-note-color=${kindOf(object).colored ? object.color : "grey"} aria-hidden="true">${MARKS[object.color]}</span>
      <div><p class="trash-text">${text}</p>
        <p class="trash-when">${name ? t("trash.by", { name, time }) : t("trash.at", { time })}</p></div>
      <button class="button" type="button" aria-label=${t("trash.restore.this", { text })} @click=${() => restore([deleted])}>${t("trash.restore")}</button>
    </li>`;
  };
  const show = () => {
    const deleted = board.trash;
    render(html`<div class="help-head"><h2 id="trash-title">${t("trash.title")}</h2>
        <button class="button quiet icon" type="button" aria-label=${t("action.close")} @click=${() => dialog.close()}>${ICONS.close}</button></div>
      <p class="trash-hint">${t(deleted.length === 0 ? "trash.empty" : "trash.hint")}</p>
      <p class="visually-hidden" role="status">${news}</p>
      ${deleted.length === 0 ? nothing : html`<ul role="list" class="trash-list">${deleted.map(entry)}</ul>`}
      ${deleted.length < 2 ? nothing : html`<button class="button trash-all" type="button" @click=${() => restore(deleted)}>${t("trash.restore.all", { n: deleted.length })}</button>`}`, dialog);
  };
  const refresh = () => {
    if (dialog.open) show();
  };
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  board.events.on("trash", refresh);
  board.events.on("changed", refresh);
  onLanguage(refresh);
  return {
    open: () => {
      news = "";
      show();
      if (!dialog.open) dialog.showModal();
    },
  };
}
