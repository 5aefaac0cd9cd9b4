// The clocks in the top bar: the Helpathon's big, the room's own small; controls for facilitators;
// cues for everybody. Nothing is counted here: each second is derived from the record again.
//
//   const view = mountClock(container, { connection, pageTitle: () => "Team 3" });
//   view.destroy()

import { html, nothing, render } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "../shell/icons.js";
import { announce, notify } from "../shell/notices.js";
import { attachPopover } from "../shell/popover.js";
import { RequestError } from "../sync/connection.js";
import { clockText, cueBetween, nextChange_ms, standing } from "./clock.js";
import { isMuted, playEnd, setMuted, unlockSound } from "./tone.js";

/**
 * @typedef {import("../sync/connection.js").Connection} Connection
 * @typedef {import("./clock.js").ClockRecord} ClockRecord
 * @typedef {import("./clock.js").Standing} Standing
 * @typedef {ClockRecord["scope"]} Scope
 */

const MINUTE_MS = 60_000;
const PRESET_MINUTES = [5, 10, 15, 20];
const LONGEST_MINUTES = 600;
/** @type {Scope[]} */
const SCOPES = ["helpathon", "room"];
/** @type {Record<import("./clock.js").Cue, string>} */
const CUE_TEXTS = { five: "clock.cue.five", one: "clock.cue.one", zero: "clock.cue.zero" };

/**
 * @param {HTMLElement} container
 * @param {{connection: Connection, pageTitle?: () => string}} options
 */
export function mountClock(container, { connection, pageTitle }) {
  return new ClockView(container, connection, pageTitle ?? (() => ""));
}

class ClockView {
  /** @type {any} */
  #tick = null;
  #lastLook_ms;
  /** @type {(() => void)[]} */
  #endings;
  #bar;
  #quick;
  #panel;
  #connection;
  #pageTitle;

  /**
   * @param {HTMLElement} container
   * @param {Connection} connection
   * @param {() => string} pageTitle
   */
  constructor(container, connection, pageTitle) {
    this.#connection = connection;
    this.#pageTitle = pageTitle;
    this.#lastLook_ms = connection.clock.serverNow();
    container.classList.add("clock");
    this.#bar = element("button", "clock-button");
    this.#bar.type = "button";
    this.#quick = element("div", "clock-quick");
    this.#panel = element("div", "popover clock-panel");
    container.replaceChildren(this.#bar, this.#quick, this.#panel);
    unlockSound();
    const seen = () => this.#show();
    document.addEventListener("visibilitychange", seen);
    this.#endings = [
      attachPopover(this.#bar, this.#panel),
      connection.on("record", ({ name }) => this.#changed(name)),
      connection.on("welcome", seen),
      onLanguage(seen),
      () => document.removeEventListener("visibilitychange", seen),
      () => clearTimeout(this.#tick),
    ];
    this.#show();
  }

  destroy() {
    this.#endings.forEach((end) => end());
  }

  /** @param {string} name */
  #changed(name) {
    if (name.startsWith("clock/")) this.#show();
  }

  #show() {
    clearTimeout(this.#tick);
    const now_ms = this.#connection.clock.serverNow();
    const clocks = SCOPES.flatMap((scope) => {
      const record = this.#record(scope);
      return record ? [{ scope, record, standing: standing(record, now_ms) }] : [];
    });
    this.#cue(clocks.map(({ record }) => record), now_ms);
    const mayControl = this.#connection.you?.role === "facilitator";
    this.#bar.hidden = clocks.length === 0 && !mayControl;
    render(barTemplate(clocks, mayControl), this.#bar);
    render(this.#quickTemplate(clocks[0], mayControl), this.#quick);
    render(this.#panelTemplate(mayControl, now_ms), this.#panel);
    this.#showInTab(clocks[0]?.standing);
    const changes = clocks.flatMap(({ standing }) => nextChange_ms(standing) ?? []);
    // A little late rather than a little early: the second must have changed when we look.
    if (changes.length > 0) this.#tick = setTimeout(() => this.#show(), Math.min(...changes) + 4);
  }

  /** @param {Scope} scope @returns {ClockRecord | null} */
  #record(scope) {
    return this.#connection.records.get(`clock/${scope}`)?.value ?? null;
  }

  /**
   * @param {ClockRecord[]} records
   * @param {number} now_ms
   */
  #cue(records, now_ms) {
    const cues = records.flatMap((record) => cueBetween(record, this.#lastLook_ms, now_ms) ?? []);
    this.#lastLook_ms = now_ms;
    const [cue] = cues;
    if (!cue) return;
    notify(t(CUE_TEXTS[cue]), { kind: cue === "zero" ? "warn" : "info" });
    if (cue === "zero") playEnd();
  }

  /** @param {Standing | undefined} standing */
  #showInTab(standing) {
    const title = this.#pageTitle();
    const time = standing && standing.status !== "done" ? clockText(standing.remaining_ms) : null;
    const next = time ? t("clock.tab", { time, title }) : title;
    if (title && document.title !== next) document.title = next;
  }

  // ---- controls ----

  /**
   * The most used three beside the clock itself, one click each.
   * @param {{scope: Scope, standing: Standing} | undefined} clock
   * @param {boolean} mayControl
   */
  #quickTemplate(clock, mayControl) {
    if (!clock || !mayControl) return nothing;
    const { scope, standing } = clock;
    return html`${this.#pauseButton(scope, standing, "icon quiet")}
      ${this.#adjustButton(scope, 1, "quiet")}${this.#adjustButton(scope, 5, "quiet")}`;
  }

  /**
   * @param {boolean} mayControl
   * @param {number} now_ms
   */
  #panelTemplate(mayControl, now_ms) {
    return html`<div class="clock-parts">
      ${SCOPES.map((scope) => {
        const record = this.#record(scope);
        return record ? this.#standingTemplate(scope, record, now_ms, mayControl) : nothing;
      })}
      ${mayControl ? this.#startTemplate() : nothing}
      ${soundTemplate(() => this.#show())}
    </div>`;
  }

  /**
   * @param {Scope} scope
   * @param {ClockRecord} record
   * @param {number} now_ms
   * @param {boolean} mayControl
   */
  #standingTemplate(scope, record, now_ms, mayControl) {
    const stands = standing(record, now_ms);
    return html`<section class="clock-part" aria-label=${t(`clock.${scope}`)}>
      <p class="clock-scope">${t(`clock.${scope}`)}${record.label ? html` · ${record.label}` : nothing}</p>
      <p class="clock-big" data-status=${stands.status}>${clockText(stands.remaining_ms)}
        <span class="clock-status">${t(`clock.${stands.status}`)}</span></p>
      ${mayControl ? html`<div class="clock-controls">
        ${this.#pauseButton(scope, stands, "")}
        ${this.#adjustButton(scope, -1, "")}${this.#adjustButton(scope, 1, "")}${this.#adjustButton(scope, 5, "")}
        ${stands.status === "done"
          ? this.#commandButton(scope, "reset", t("clock.reset"))
          : this.#commandButton(scope, "end", t("clock.end"))}
      </div>` : nothing}
    </section>`;
  }

  /**
   * @param {Scope} scope
   * @param {Standing} standing
   * @param {string} look
   */
  #pauseButton(scope, { status }, look) {
    if (status === "done") return nothing;
    const action = status === "running" ? "pause" : "resume";
    const text = t(`clock.${action}`);
    const icon = status === "running" ? ICONS.pause : ICONS.play;
    const content = look.includes("icon") ? icon : html`${icon} ${text}`;
    return html`<button class="button ${look}" type="button" aria-label=${text} title=${text}
      @click=${() => this.#command(scope, action)}>${content}</button>`;
  }

  /**
   * @param {Scope} scope
   * @param {1 | 5 | -1} minutes
   * @param {string} look
   */
  #adjustButton(scope, minutes, look) {
    const texts = { "1": t("clock.add1"), "5": t("clock.add5"), "-1": t("clock.subtract1") };
    const text = texts[/** @type {keyof texts} */ (String(minutes))];
    return html`<button class="button clock-adjust ${look}" type="button" aria-label=${text} title=${text}
      @click=${() => this.#command(scope, "adjust", { delta_ms: minutes * MINUTE_MS })}>
      ${minutes < 0 ? `−${-minutes}` : `+${minutes}`}</button>`;
  }

  /**
   * @param {Scope} scope
   * @param {"end" | "reset"} action
   * @param {string} text
   */
  #commandButton(scope, action, text) {
    return html`<button class="button" type="button" @click=${() => this.#command(scope, action)}>${text}</button>`;
  }

  #startTemplate() {
    /** @param {SubmitEvent} event */
    const submitted = (event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.currentTarget);
      const fields = new FormData(form);
      const chosen = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value;
      const minutes = Number(chosen || fields.get("minutes"));
      if (!(minutes >= 1 && minutes <= LONGEST_MINUTES)) {
        /** @type {HTMLInputElement} */ (form.elements.namedItem("minutes")).focus();
        announce(t("clock.custom.wrong"));
        return;
      }
      this.#command(/** @type {Scope} */ (fields.get("scope")), "start", {
        duration_ms: Math.round(minutes * MINUTE_MS),
        label: String(fields.get("label") ?? "").trim(),
      });
      form.reset();
    };
    // Where a clock stands already, its own controls come first.
    const isFirst = SCOPES.every((scope) => !this.#record(scope));
    return html`<details class="clock-start" ?open=${isFirst}><summary>${t("clock.start")}</summary>
    <form novalidate @submit=${submitted}>
      <fieldset class="choices">
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
      <div class="clock-custom">
        <label class="field"><span class="label">${t("clock.custom")}</span>
          <input class="input" name="minutes" type="number" inputmode="numeric" min="1" max=${LONGEST_MINUTES} placeholder="25"></label>
        <button class="button primary">${t("clock.begin")}</button>
      </div>
    </form></details>`;
  }

  /**
   * @param {Scope} scope
   * @param {"start" | "pause" | "resume" | "adjust" | "end" | "reset"} action
   * @param {Record<string, unknown>} [fields]
   */
  async #command(scope, action, fields = {}) {
    const rev = this.#connection.records.get(`clock/${scope}`)?.rev ?? 0;
    try {
      await this.#connection.request("clock", { scope, action, rev, ...fields });
      if (action === "start") this.#panel.hidePopover();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      notify(t(error.code === "conflict" ? "clock.conflict" : "clock.failed"), { kind: "warn" });
    }
  }
}

/**
 * @param {{scope: Scope, record: ClockRecord, standing: Standing}[]} clocks
 * @param {boolean} mayControl
 */
function barTemplate(clocks, mayControl) {
  if (clocks.length === 0) return mayControl ? html`${ICONS.clock}<span>${t("clock.start")}</span>` : nothing;
  return clocks.map(({ scope, record, standing }, order) => html`<span class="clock-face"
      data-size=${order === 0 ? "big" : "small"} data-status=${standing.status}
      ?data-last-minute=${standing.status === "running" && standing.remaining_ms <= MINUTE_MS}>
    ${standing.status === "paused" ? ICONS.pause : ICONS.clock}
    <span class="visually-hidden">${t(`clock.${scope}`)}</span>
    <span class="clock-time" role="timer">${clockText(standing.remaining_ms)}</span>
    <span class=${standing.status === "running" && !record.label ? "visually-hidden" : "clock-label"}>
      ${standing.status === "running" ? record.label || t("clock.running") : t(`clock.${standing.status}`)}</span>
  </span>`);
}

/** @param {() => void} changed */
function soundTemplate(changed) {
  const muted = isMuted();
  const toggle = () => {
    setMuted(!muted);
    changed();
  };
  return html`<button class="button quiet clock-sound" type="button" role="switch" aria-checked=${!muted} @click=${toggle}>
    ${muted ? ICONS.muted : ICONS.sound} ${t("clock.sound")}<span class="switch" aria-hidden="true"></span></button>`;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 */
function element(tag, className) {
  const created = document.createElement(tag);
  created.className = className;
  return created;
}
