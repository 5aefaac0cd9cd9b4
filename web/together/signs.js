// What a page shows while it follows or is followed: a frame in the other's colour, whose view it
// is and how it ends, and how many follow.

import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "../shell/icons.js";
import { html, nothing, render } from "../vendor/lit.js";

/** @typedef {import("../sync/connection.js").Member} Member */

export class Signs {
  #signs = document.createElement("div");
  #frame = document.createElement("div");
  /** @type {Member | null} */
  #following = null;
  #followers = 0;
  #main;
  #end;

  /**
   * @param {{main: HTMLElement, views: HTMLElement}} elements the room, and the tabs in it
   * @param {() => void} end
   */
  constructor({ main, views }, end) {
    this.#main = main;
    this.#end = end;
    this.#signs.className = "signs";
    this.#frame.className = "led-frame";
    this.#frame.hidden = true;
    views.after(this.#signs);
    main.append(this.#frame);
    onLanguage(() => this.#show());
    this.#show();
  }

  /** @param {Member | null} member @param {number} followers */
  show(member, followers) {
    this.#following = member;
    this.#followers = followers;
    this.#show();
  }

  #show() {
    const [member, n] = [this.#following, this.#followers];
    this.#main.classList.toggle("led", member !== null);
    this.#signs.hidden = !member && n === 0;
    this.#frame.hidden = member === null;
    if (member) this.#frame.dataset["memberColor"] = String(member.colour);
    render(html`${member ? html`<div class="sign sign-following" data-member-color=${member.colour}>
        <span class="sign-keys">${t("follow.now.keys", { name: member.name })}</span>
        <span class="sign-touch">${t("follow.now", { name: member.name })}</span>
        <button type="button" class="sign-end" aria-label=${t("follow.end")} title=${t("follow.end")} @click=${() => this.#end()}>${ICONS.close}</button>
      </div>` : nothing}
      ${n > 0 ? html`<div class="sign sign-followed">${ICONS.eye}<span>${t("follow.by", { n })}</span></div>` : nothing}`, this.#signs);
  }
}
