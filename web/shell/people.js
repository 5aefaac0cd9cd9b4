// Who is here: overlapping initials, a list behind them. One entry per person, however many
// windows they have open. mountPeople(container, { connection }) → destroy.

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
  const show = () => {
    const people = present([...connection.members.values()], connection.you);
    render(buttonTemplate(people), button);
    render(panelTemplate(people, connection.you), panel);
  };
  const endings = [attachPopover(button, panel), connection.on("members", show), connection.on("link", show), onLanguage(show)];
  show();
  return () => endings.forEach((end) => end());
}

/** @param {Member[]} people */
function buttonTemplate(people) {
  const shown = people.length > SHOWN ? people.slice(0, SHOWN - 1) : people;
  const rest = people.length - shown.length;
  return html`<span class="visually-hidden">${t("people.present", { n: people.length })}</span>
    <span class="people-row" aria-hidden="true">
      ${repeat(shown, ({ person }) => person, avatarTemplate)}
      ${rest > 0 ? html`<span class="avatar more">${t("people.more", { n: rest })}</span>` : nothing}
    </span>
    <span class="people-count" aria-hidden="true">${ICONS.people}${people.length}</span>`;
}

/** @param {Member} member */
function avatarTemplate({ name, colour }) {
  return html`<span class="avatar" data-member-color=${colour}>${initials(name)}</span>`;
}

/**
 * @param {Member[]} people
 * @param {Member | null} you
 */
function panelTemplate(people, you) {
  return html`<h2 class="panel-title">${t("people.title")} <span class="panel-count">${people.length}</span></h2>
    <ul role="list" class="people-list">
      ${repeat(people, ({ person }) => person, (member) => html`<li>
        <span aria-hidden="true">${avatarTemplate(member)}</span>
        <span class="person-name">${member.person === you?.person ? t("people.you", { name: member.name }) : member.name}</span>
        ${member.role === "participant" ? nothing : html`<span class="person-role">${t(`role.${member.role}`)}</span>`}
      </li>`)}
    </ul>
    <div class="panel-language">${languageTemplate()}</div>`;
}
