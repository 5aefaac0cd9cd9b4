// The comments on one object: who, when, what; writing one more; marking one as done; taking the own
// ones away. Everybody who looks at it sees it change.

import { language, t } from "../i18n/index.js";
import { ICONS } from "../shell/icons.js";
import { html, nothing, render, repeat } from "../vendor/lit.js";
import { kindOf } from "./kinds/index.js";
import { isOpen, marksByHost } from "./marks-on.js";
import { wordsOf } from "./objects.js";

/** @typedef {import("./objects.js").BoardObject} BoardObject */

/** Screen pixels between the object and the panel, and to the edges of the window. */
const GAP_PX = 12;
/** Code units: what is longer belongs on a note. */
const LONGEST = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

export class Thread {
  #panel = document.createElement("div");
  /** @type {string | null} */
  #host = null;
  #parts;

  /**
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
   *   author: (person: string) => string, now_ms: () => number}} parts
   */
  constructor(parts) {
    this.#parts = parts;
    this.#panel.className = "popover thread";
    this.#panel.popover = "auto";
    this.#panel.setAttribute("role", "dialog");
    document.body.append(this.#panel);
    this.#panel.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "closed") this.#closed();
    });
    parts.board.events.on("changed", ({ removed }) => {
      if (this.#host === null) return;
      if (removed.includes(this.#host)) this.#panel.hidePopover();
      else this.update();
    });
  }

  /** @param {string} host */
  open(host) {
    if (!this.#parts.board.get(host)) return;
    this.#host = host;
    this.update();
    this.#panel.showPopover();
    this.#place(host);
    this.#toNewest();
    const field = this.#panel.querySelector("textarea") ?? this.#panel.querySelector("button");
    field?.focus({ preventScroll: true });
  }

  /** Something in it, or the language, changed. */
  update() {
    const { board } = this.#parts;
    const object = this.#host === null ? undefined : board.get(this.#host);
    if (!object) return;
    const comments = marksByHost(board.objects.values()).get(object.id)?.comments ?? [];
    const about = wordsOf(object).replace(/\s+/g, " ").trim().slice(0, 80) || t("note.empty");
    this.#panel.setAttribute("aria-label", t("comment.about", { text: about }));
    render(html`
      <div class="thread-head"><h2>${t("comment.title")}</h2>
        <button class="button quiet icon" type="button" aria-label=${t("action.close")} @click=${() => this.#panel.hidePopover()}>${ICONS.close}</button></div>
      <ol role="list" class="thread-list" aria-live="polite">${repeat(comments, ({ id }) => id, (comment) => this.#entry(comment))}</ol>
      ${comments.length > 0 ? nothing : html`<p class="thread-empty">${t(board.mayWrite ? "comment.none" : "comment.none.guest")}</p>`}
      ${board.mayWrite ? this.#form() : nothing}`, this.#panel);
  }

  /** @param {Readonly<BoardObject>} comment */
  #entry(comment) {
    const { board, author } = this.#parts;
    const { id, text } = comment;
    const open = isOpen(comment);
    return html`<li class=${open ? "" : "done"}>
      <p class="thread-who"><b>${author(comment.author) || t("comment.somebody")}</b> <span>${this.#when(Number(comment.data["at"]))}</span>
        ${open ? nothing : html`<span class="thread-done">${t("comment.done")}</span>`}</p>
      <p class="thread-text">${text}</p>
      ${!board.mayWrite ? nothing : html`<p class="thread-tools">
        <button class="button quiet" type="button" aria-label=${t(open ? "comment.settle.this" : "comment.reopen.this", { text })}
          @click=${() => board.change([id], { done: open })}>${t(open ? "comment.settle" : "comment.reopen")}</button>
        ${comment.author !== board.person ? nothing : html`<button class="button quiet" type="button" aria-label=${t("comment.delete.this", { text })}
          @click=${() => this.#remove(id)}>${t("comment.delete")}</button>`}</p>`}
    </li>`;
  }

  #form() {
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    };
    return html`<form class="thread-form" @submit=${(/** @type {Event} */ event) => { event.preventDefault(); this.#send(); }}>
      <textarea class="input" rows="2" maxlength=${LONGEST} enterkeyhint="send" aria-label=${t("comment.field")} placeholder=${t("comment.field")} @keydown=${key}></textarea>
      <button class="button primary">${t("comment.send")}</button></form>`;
  }

  #send() {
    const { board, now_ms } = this.#parts;
    const field = /** @type {HTMLTextAreaElement} */ (this.#panel.querySelector("textarea"));
    const text = field.value.trim();
    const host = this.#host === null ? undefined : board.get(this.#host);
    field.focus();
    if (text === "" || !host) return;
    board.create([{ kind: "comment", pos: host.pos, text, data: { on: host.id, at: now_ms(), done: false } }]);
    field.value = "";
    this.#toNewest();
  }

  /** @param {string} id */
  #remove(id) {
    this.#parts.board.remove([id]);
    (this.#panel.querySelector("textarea") ?? this.#panel.querySelector("button"))?.focus();
  }

  /** @param {number} at_ms */
  #when(at_ms) {
    if (at_ms === 0) return "";
    const old = this.#parts.now_ms() - at_ms > DAY_MS;
    const time = /** @type {const} */ ({ hour: "numeric", minute: "2-digit" });
    return new Intl.DateTimeFormat(language(), old ? { day: "numeric", month: "numeric", ...time } : time).format(at_ms);
  }

  #toNewest() {
    const list = this.#panel.querySelector(".thread-list");
    if (list) list.scrollTop = list.scrollHeight;
  }

  /** Beside the object, where there is room; a narrow window has it as a sheet (shell.css). @param {string} host */
  #place(host) {
    const { view } = this.#parts;
    const board = view.container.getBoundingClientRect();
    const box = (view.element(host) ?? view.container).getBoundingClientRect();
    const line = kindOf(/** @type {BoardObject} */ (this.#parts.board.get(host))).box !== undefined;
    const { offsetWidth, offsetHeight } = this.#panel;
    const right = (line ? box.left + box.width / 2 : box.right) + GAP_PX;
    const left = box.left - offsetWidth - GAP_PX;
    const x = right + offsetWidth < innerWidth - GAP_PX ? right : left > board.left ? left : innerWidth - offsetWidth - GAP_PX;
    const y = Math.min(Math.max(GAP_PX, box.top), innerHeight - offsetHeight - GAP_PX);
    this.#panel.style.setProperty("--popover-x", `${Math.max(GAP_PX, x)}px`);
    this.#panel.style.setProperty("--popover-y", `${Math.max(GAP_PX, y)}px`);
  }

  #closed() {
    const host = this.#host;
    this.#host = null;
    const nowhere = document.activeElement === document.body || this.#panel.contains(document.activeElement);
    if (host !== null && nowhere && this.#parts.board.get(host)) this.#parts.view.focus(host);
  }
}
