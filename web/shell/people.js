// Who is here: overlapping initials, a list behind them. One entry per person, however many
// windows they have open. Without a connection the last ones known stay, greyed.
// A click on somebody follows them, and a facilitator calls everybody, where the page has a board
// for it. mountPeople(container, { connection, together? }) → destroy.

import { html, nothing, render, repeat } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "./icons.js";
import { languageTemplate } from "./language-switch.js";
import { attachPopover } from "./popover.js";
import { initials, present } from "./present.js";

/**
 * @typedef {import("../sync/connection.js").Connection} Connection
 * @typedef {import("../sync/connection.js").Member} Member
 * @typedef {{following: string | null, follow: (person: string) => void, mayGather: boolean, gather: () => void,
 *   changed: () => void}} Together
 */

const SHOWN = 6;

/**
 * @param {HTMLElement} container
 * @param {{connection: Connection, together?: Together}} options
 */
export function mountPeople(container, { connection, together }) {
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
    const act = together && isLive ? { together, close: () => panel.hidePopover() } : null;
    render(panelTemplate(people, you, isLive, act), panel);
  };
  if (together) together.changed = show;
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
 * @param {{together: Together, close: () => void} | null} act
 */
function panelTemplate(people, you, isLive, act) {
  return html`<h2 class="panel-title">${t(isLive ? "people.title" : "people.last")} <span class="panel-count">${people.length || nothing}</span></h2>
    <ul role="list" class="people-list">
      ${repeat(people, ({ person }) => person, (member) => html`<li>
        ${act && member.person !== you?.person ? followTemplate(member, act) : personTemplate(member, member.person === you?.person)}
      </li>`)}
    </ul>
    ${act?.together.mayGather ? gatherTemplate(act) : nothing}
    <div class="panel-language">${languageTemplate()}</div>`;
}

/** @param {Member} member @param {boolean} isYou */
function personTemplate(member, isYou) {
  return html`<span aria-hidden="true">${avatarTemplate(member)}</span>
    <span class="person-name">${isYou ? t("people.you", { name: member.name }) : member.name}</span>
    ${member.role === "participant" ? nothing : html`<span class="person-role">${t(`role.${member.role}`)}</span>`}`;
}

/** @param {Member} member @param {{together: Together, close: () => void}} act */
function followTemplate(member, { together, close }) {
  const isFollowed = together.following === member.person;
  const follow = () => {
    close();
    together.follow(member.person);
  };
  return html`<button type="button" class="person-follow" aria-pressed=${isFollowed} @click=${follow}
      title=${t(isFollowed ? "people.unfollow" : "people.follow", { name: member.name })}>
    ${personTemplate(member, false)}
    <span class="person-act">${t("people.follow.word")}</span>
  </button>`;
}

/** @param {{together: Together, close: () => void}} act */
function gatherTemplate({ together, close }) {
  const gather = () => {
    close();
    together.gather();
  };
  return html`<div class="people-gather">
    <button type="button" class="button" aria-describedby="gather-hint" @click=${gather}>${ICONS.people} ${t("people.gather")}</button>
    <p id="gather-hint">${t("people.gather.hint")}</p>
  </div>`;
}
