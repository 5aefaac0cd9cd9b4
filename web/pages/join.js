// Join: the link says which Helpathon and which room; a name and one button do the rest.

import { html, nothing, render } from "../vendor/lit.js";
import { loadTexts, onLanguage, t } from "../i18n/index.js";
import { ApiError, ask } from "../shell/api.js";
import { doorTemplate } from "../shell/door.js";
import { problemTemplate } from "../shell/end-panel.js";
import { announce } from "../shell/notices.js";

/**
 * @typedef {{id: string, title: string}} Titled
 * @typedef {{helpathon: Titled, role: "facilitator" | "participant" | "guest", room: string | null,
 *   rooms: Titled[], you: {name: string, role: string, room: string | null} | null}} Link
 */

const LONGEST_NAME = 40;

const page = /** @type {HTMLElement} */ (document.querySelector("#page"));
const token = location.pathname.split("/").pop() ?? "";
const api = `/api/links/${encodeURIComponent(token)}`;

/** @type {Link | null} */
let link = null;
/** A problem's code that ends the page. @type {string | null} */
let problem = null;
/** The text keys of what is wrong with the form. @type {string[]} */
let mistakes = [];
let going = false;
/** Somebody known wants another name or room. */
let changing = false;

void loadTexts().then(() => {
  onLanguage(show);
  void load();
});

async function load() {
  problem = null;
  show();
  try {
    link = await ask(api);
  } catch (error) {
    problem = codeOf(error);
  }
  show();
  if (link && !knows(link)) document.querySelector("input")?.focus({ preventScroll: true });
}

function show() {
  document.title = link ? `${t("join.page")} · ${link.helpathon.title}` : t("app.name");
  render(doorTemplate(content()), page);
}

function content() {
  if (problem) return problemTemplate(problem, load);
  if (!link) return html`<p class="door-wait" role="status">${t("join.loading")}</p>`;
  return html`<div class="door-card">
    <h1>${link.helpathon.title}</h1>
    ${knows(link) ? welcomeBack(link) : form(link)}
    <p class="door-trust">${t("join.trust")}</p>
  </div>`;
}

/** @param {Link} link */
function knows({ you }) {
  return you !== null && !changing;
}

/** @param {Link} link */
function welcomeBack({ you, rooms, room, role }) {
  const known = /** @type {NonNullable<typeof you>} */ (you);
  const target = room ?? known.room;
  const title = rooms.find(({ id }) => id === target)?.title;
  const go = () => target ? join(known.name, target) : other();
  const other = () => {
    changing = true;
    show();
    document.querySelector("input")?.focus();
  };
  return html`<p class="door-lead">${t("join.known", { name: known.name })}
      ${title ? t("join.known.room", { room: title }) : nothing}</p>
    ${roleTemplate(role)}
    ${mistakeTemplate()}
    <button class="button primary door-go" type="button" aria-disabled=${going} @click=${go}>
      ${going ? t("join.going") : t("join.known.go")}</button>
    <button class="button quiet door-other" type="button" @click=${other}>${t("join.known.other")}</button>`;
}

/** @param {Link} link */
function form({ room, rooms, role, you }) {
  const only = rooms.find(({ id }) => id === room) ?? (rooms.length === 1 ? rooms[0] : undefined);
  /** @param {SubmitEvent} event */
  const submitted = (event) => {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const name = String(fields.get("name") ?? "").trim().replace(/\s+/g, " ");
    const chosen = only?.id ?? fields.get("room");
    mistakes = [
      ...(!name ? ["join.name.missing"] : [...name].length > LONGEST_NAME ? ["join.name.long"] : []),
      ...(!chosen ? ["join.choose.missing"] : []),
    ];
    if (mistakes.length > 0) {
      show();
      /** @type {HTMLElement | null} */ (document.querySelector("[aria-invalid=true]"))?.focus();
    } else {
      void join(name, String(chosen));
    }
  };
  const wrongName = mistakes.find((mistake) => mistake.startsWith("join.name"));
  return html`<form class="door-form" novalidate @submit=${submitted}>
    ${only ? html`<p class="door-room"><span>${t("join.room")}</span> <strong>${only.title}</strong></p>` : nothing}
    ${roleTemplate(role)}
    <div class="field">
      <label for="name">${t("join.name")}</label>
      <input class="input" id="name" name="name" autocomplete="given-name" autocapitalize="words" spellcheck="false"
        enterkeyhint="go" required aria-describedby="name-hint" aria-invalid=${wrongName !== undefined} value=${you?.name ?? ""}>
      <p id="name-hint" class=${wrongName ? "error" : "hint"}>${t(wrongName ?? "join.name.hint")}</p>
    </div>
    ${only ? nothing : roomChoice(rooms, you?.room ?? null)}
    ${mistakeTemplate()}
    <button class="button primary door-go" aria-disabled=${going}>${going ? t("join.going") : t("join.go")}</button>
  </form>`;
}

/**
 * None is chosen beforehand, or everybody would end in the first.
 * @param {Titled[]} rooms
 * @param {string | null} known
 */
function roomChoice(rooms, known) {
  const missing = mistakes.includes("join.choose.missing");
  return html`<fieldset class="door-rooms" aria-describedby=${missing ? "room-missing" : nothing}>
    <legend>${t("join.choose")}</legend>
    ${rooms.map(({ id, title }) => html`<label>
      <input type="radio" name="room" value=${id} ?checked=${id === known} aria-invalid=${missing}><span>${title}</span></label>`)}
    ${missing ? html`<p id="room-missing" class="door-missing">${t("join.choose.missing")}</p>` : nothing}
  </fieldset>`;
}

/** @param {Link["role"]} role */
function roleTemplate(role) {
  return role === "participant" ? nothing : html`<p class="door-role">${t(`join.as.${role}`)}</p>`;
}

function mistakeTemplate() {
  const mistake = mistakes.find((each) => each.startsWith("problem."));
  return mistake ? html`<p class="door-mistake" role="alert">${t(mistake)} ${t(`${mistake}.hint`)}</p>` : nothing;
}

/**
 * @param {string} name
 * @param {string} room
 */
async function join(name, room) {
  if (going) return;
  going = true;
  mistakes = [];
  show();
  announce(t("join.going"));
  try {
    const { url } = await ask(`${api}/join`, { name, room });
    location.assign(url);
  } catch (error) {
    going = false;
    const code = codeOf(error);
    if (code.startsWith("link-")) problem = code;
    else mistakes = [`problem.${code}`];
    show();
  }
}

// Back from the room by the browser's own button: the door is open again.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

/** @param {unknown} error */
function codeOf(error) {
  if (error instanceof ApiError) return error.code;
  throw error;
}
