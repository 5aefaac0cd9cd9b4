// Who is here: overlapping initials, a list behind them. One entry per person, however many
// windows they have open. Without a connection the last ones known stay, greyed.
// mountPeople(container, { connection }) → destroy.

import { html, nothing, render, repeat } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "./icons.js";
import { languageTemplate } from "./language-switch.js";
import { attachPopover } from "./popover.js";
import { initials, present } from "./present.js";

/**
 * @typedef {import("../sync/connection.js").Connection} Connection
 * @typedef {import("../sync/connection.js").Member} Member
 */

const SHOWN = 6;

/**
 * @param {HTMLElement} container
 * @param {{connection: Connection}} options
 */
export function mountPeople(container, { connection }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "people-button";
  const panel = document.createElement("div");
  panel.className = "popover people-panel";
  container.replaceChildren(button, panel);
  /** @type {Member[]} */
  let people = [];
  /** @type {Member | null} */
  let you = null;
  const show = () => {
    const isLive = connection.link === "online";
    if (isLive) {
      you = connection.you;
      people = present([...connection.members.values()], you);
    }
    for (const part of [button, panel]) part.toggleAttribute("data-away", !isLive);
    render(buttonTemplate(people, isLive), button);
    render(panelTemplate(people, you, isLive), panel);
  };
  const endings = [attachPopover(button, panel), connection.on("members", show), connection.on("link", show), onLanguage(show)];
  show();
  return () => endings.forEach((end) => end());
}

/** @param {Member[]} people @param {boolean} isLive */
function buttonTemplate(people, isLive) {
  const shown = people.length > SHOWN ? people.slice(0, SHOWN - 1) : people;
  const rest = people.length - shown.length;
  return html`<span class="visually-hidden">${isLive ? t("people.present", { n: people.length }) : t("people.last")}</span>
    <span class="people-row" aria-hidden="true">
      ${repeat(shown, ({ person }) => person, avatarTemplate)}
      ${rest > 0 ? html`<span class="avatar more">${t("people.more", { n: rest })}</span>` : nothing}
    </span>
    <span class="people-count" aria-hidden="true">${ICONS.people}${people.length || nothing}</span>`;
}

/** @param {Member} member */
function avatarTemplate({ name, colour }) {
  return html`<span class="avatar" data-member-color=${colour}>${initials(name)}</span>`;
}

/**
 * @param {Member[]} people
 * @param {Member | null} you
 * @param {boolean} isLive
 */
function panelTemplate(people, you, isLive) {
  return html`<h2 class="panel-title">${t(isLive ? "people.title" : "people.last")} <span class="panel-count">${people.length || nothing}</span></h2>
    <ul role="list" class="people-list">
      ${repeat(people, ({ person }) => person, (member) => html`<li>
        <span aria-hidden="true">${avatarTemplate(member)}</span>
        <span class="person-name">${member.person === you?.person ? t("people.you", { name: member.name }) : member.name}</span>
        ${member.role === "participant" ? nothing : html`<span class="person-role">${t(`role.${member.role}`)}</span>`}
      </li>`)}
    </ul>
    <div class="panel-language">${languageTemplate()}</div>`;
}
