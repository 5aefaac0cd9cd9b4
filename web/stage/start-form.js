// The form that starts a clock. What it was told stays in its fields until the clock runs; a clock
// that still has time is replaced only after a second click.
//
//   const form = new StartForm({ start, changed })    start(scope, fields) → whether it runs now
//   form.template(standingOf)                         changed(): render again
//   form.settle()                                     forgets its question and its complaint

import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n/index.js";
import { clockText } from "./clock.js";

/**
 * @typedef {import("./clock.js").ClockRecord["scope"]} Scope
 * @typedef {import("./clock.js").Standing} Standing
 * @typedef {{duration_ms: number, label: string}} Fields
 * @typedef {{scope: Scope, fields: Fields}} Wish
 */

const MINUTE_MS = 60_000;
const PRESET_MINUTES = [5, 10, 15, 20];
const LONGEST_MINUTES = 600;

export class StartForm {
  /** The minutes make no clock. */
  #isWrong = false;
  /** What would replace a clock that still has time. @type {Wish | null} */
  #asked = null;
  /** @type {(scope: Scope) => Standing | null} */
  #standingOf = () => null;
  #start;
  #changed;

  /** @param {{start: (scope: Scope, fields: Fields) => Promise<boolean>, changed: () => void}} options */
  constructor({ start, changed }) {
    this.#start = start;
    this.#changed = changed;
  }

  settle() {
    this.#isWrong = false;
    this.#asked = null;
    this.#changed();
  }

  /** @param {(scope: Scope) => Standing | null} standingOf */
  template(standingOf) {
    this.#standingOf = standingOf;
    return html`<form novalidate @submit=${(/** @type {SubmitEvent} */ event) => this.#submitted(event)}>
      <fieldset class="choices" @change=${() => this.settle()}>
        <legend>${t("clock.for")}</legend>
        <label><input type="radio" name="scope" value="helpathon" checked> ${t("clock.for.helpathon")}</label>
        <label><input type="radio" name="scope" value="room"> ${t("clock.for.room")}</label>
      </fieldset>
      <label class="field"><span class="label">${t("clock.label")}</span>
        <input class="input" name="label" maxlength="80" autocomplete="off"></label>
      <div class="clock-presets">
        ${PRESET_MINUTES.map((minutes) => html`<button class="button" name="preset" value=${minutes}
          aria-label=${t("clock.minutes", { n: minutes })}>${t("clock.minutes.short", { n: minutes })}</button>`)}
      </div>
      <div class="field">
        <label for="clock-minutes">${t("clock.custom")}</label>
        <div class="clock-custom">
          <input class="input" id="clock-minutes" name="minutes" type="number" inputmode="numeric" min="1" max=${LONGEST_MINUTES}
            placeholder="25" aria-invalid=${this.#isWrong} aria-describedby=${this.#isWrong ? "clock-wrong" : nothing}>
          <button class="button primary">${t("clock.begin")}</button>
        </div>
        ${this.#isWrong ? html`<p class="error" id="clock-wrong">${t("clock.custom.wrong", { most: LONGEST_MINUTES })}</p>` : nothing}
      </div>
      ${this.#questionTemplate()}
    </form>`;
  }

  #questionTemplate() {
    const wish = this.#asked;
    const standing = wish && this.#standingOf(wish.scope);
    if (!wish || !hasTime(standing)) return nothing;
    return html`<div class="clock-question" role="group" aria-labelledby="clock-question">
      <p id="clock-question">${t(`clock.replace.${standing.status}`, { time: clockText(standing.remaining_ms) })}</p>
      <button class="button danger" type="button" aria-describedby="clock-question"
        @click=${(/** @type {Event} */ event) => this.#begin(wish, formOf(event))}>${t("clock.replace")}</button>
      <button class="button" type="button" @click=${(/** @type {Event} */ event) => this.#cancel(formOf(event))}>${t("action.cancel")}</button>
    </div>`;
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const fields = new FormData(form);
    const chosen = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value;
    const minutes = Number(chosen || fields.get("minutes"));
    this.#isWrong = !(minutes >= 1 && minutes <= LONGEST_MINUTES);
    this.#asked = null;
    if (this.#isWrong) {
      this.#changed();
      minutesOf(form).focus();
      return;
    }
    const scope = /** @type {Scope} */ (fields.get("scope"));
    const label = String(fields.get("label") ?? "").trim();
    const wish = { scope, fields: { duration_ms: Math.round(minutes * MINUTE_MS), label } };
    if (hasTime(this.#standingOf(scope))) this.#ask(wish, form);
    else void this.#begin(wish, form);
  }

  /** @param {Wish} wish @param {HTMLFormElement} form */
  #ask(wish, form) {
    this.#asked = wish;
    this.#changed();
    /** @type {HTMLElement | null} */ (form.querySelector(".clock-question button"))?.focus();
  }

  /** @param {Wish} wish @param {HTMLFormElement} form */
  async #begin({ scope, fields }, form) {
    if (await this.#start(scope, fields)) form.reset();
    this.settle();
  }

  /** @param {HTMLFormElement} form */
  #cancel(form) {
    minutesOf(form).focus();
    this.settle();
  }
}

/** @param {Standing | null} standing @returns {standing is Standing} */
function hasTime(standing) {
  return standing !== null && standing.status !== "done";
}

/** @param {Event} event */
function formOf(event) {
  return /** @type {HTMLFormElement} */ (/** @type {HTMLButtonElement} */ (event.currentTarget).form);
}

/** @param {HTMLFormElement} form */
function minutesOf(form) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem("minutes"));
}
