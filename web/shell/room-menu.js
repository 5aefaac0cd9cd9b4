// The room's name as a menu of the Helpathon's rooms, for who may go to any of them.
//
//   const menu = new RoomMenu();
//   html`<h1>${menu.button}</h1>${menu.panel}` in the page, then menu.attach(under) → detach
//   menu.show(title, rooms, current)

import { html, render } from "../vendor/lit.js";
import { t } from "../i18n/index.js";
import { ICONS } from "./icons.js";
import { attachPopover } from "./popover.js";

/** @typedef {{id: string, title: string}} Titled */

export class RoomMenu {
  button = document.createElement("button");
  panel = document.createElement("nav");

  constructor() {
    this.button.type = "button";
    this.button.className = "room-button";
    this.panel.className = "popover room-panel";
  }

  /** @param {HTMLElement} under what the panel must not cover */
  attach(under) {
    return attachPopover(this.button, this.panel, under);
  }

  /**
   * @param {string} title
   * @param {Titled[]} rooms
   * @param {string | undefined} current
   */
  show(title, rooms, current) {
    this.button.title = t("rooms.change");
    this.panel.setAttribute("aria-label", t("rooms.title"));
    render(html`<span>${title}</span>${ICONS.more}`, this.button);
    render(html`<h2 class="panel-title">${t("rooms.title")}</h2>
      <ul role="list">${rooms.map(({ id, title }) => html`<li>
        <a href=${`/r/${encodeURIComponent(id)}`} aria-current=${id === current ? "page" : "false"}>${title}</a></li>`)}</ul>`, this.panel);
  }
}
