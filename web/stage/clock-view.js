// The clocks in the top bar: the first one big (the Helpathon's, if it stands), the other small
// beside it; controls for facilitators. Nothing is counted here: each second is derived from the
// record again.
//
//   const view = mountClock(container, { connection, pageTitle: () => "Team 3" });
//   view.destroy()

import { html, nothing, render } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "../shell/icons.js";
import { notify } from "../shell/notices.js";
import { attachPopover } from "../shell/popover.js";
import { RequestError } from "../sync/connection.js";
import { CLOCK_TOPIC, ClockNews } from "./clock-news.js";
import { clockText, nextChange_ms, standing } from "./clock.js";
import { StartForm } from "./start-form.js";
import { isMuted, setMuted, unlockSound } from "./tone.js";

/**
 * @typedef {import("../sync/connection.js").Connection} Connection
 * @typedef {import("./clock.js").ClockRecord} ClockRecord
 * @typedef {import("./clock.js").Standing} Standing
 * @typedef {ClockRecord["scope"]} Scope
 * @typedef {{scope: Scope, record: ClockRecord, standing: Standing}} Shown
 */

const MINUTE_MS = 60_000;
/** @type {Scope[]} */
const SCOPES = ["helpathon", "room"];
/** What a refused command says; others "clock.failed". @type {Record<string, string>} */
const REFUSALS = { conflict: "clock.conflict", unavailable: "clock.offline" };

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
  /** @type {Shown[]} */
  #clocks = [];
  /** @type {(() => void)[]} */
  #endings;
  #container;
  #bar;
  #quick;
  #other;
  #panel;
  #form;
  #news;
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
    this.#news = new ClockNews(connection.clock.serverNow());
    this.#form = new StartForm({
      start: (scope, fields) => this.#command(scope, "start", fields),
      changed: () => this.#show(),
    });
    this.#container = container;
    container.classList.add("clock");
    this.#bar = element("button", "clock-button");
    this.#quick = element("div", "clock-quick");
    this.#other = element("button", "clock-other");
    this.#bar.type = this.#other.type = "button";
    this.#panel = element("div", "popover clock-panel");
    container.replaceChildren(this.#bar, this.#quick, this.#other, this.#panel);
    unlockSound();
    const seen = () => this.#show();
    const toggled = (/** @type {Event} */ event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "closed") this.#closed();
    };
    document.addEventListener("visibilitychange", seen);
    this.#panel.addEventListener("toggle", toggled);
    this.#endings = [
      attachPopover(this.#bar, this.#panel),
      attachPopover(this.#other, this.#panel, this.#bar),
      connection.on("record", ({ name }) => this.#changed(name)),
      connection.on("welcome", seen),
      onLanguage(seen),
      () => document.removeEventListener("visibilitychange", seen),
      () => this.#panel.removeEventListener("toggle", toggled),
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

  #closed() {
    this.#form.settle();
    // What was pressed to open the panel may be gone, and Safari focuses no button on a click.
    if (document.activeElement === document.body) this.#bar.focus();
  }

  #show() {
    clearTimeout(this.#tick);
    const now_ms = this.#connection.clock.serverNow();
    this.#clocks = SCOPES.flatMap((scope) => {
      const record = this.#record(scope);
      return record ? [{ scope, record, standing: standing(record, now_ms) }] : [];
    });
    this.#news.look(this.#clocks.map(({ record }) => record), now_ms);
    this.#render();
    this.#showInTab(this.#clocks[0]?.standing);
    const changes = this.#clocks.flatMap(({ standing }) => nextChange_ms(standing) ?? []);
    // A little late rather than a little early: the second must have changed when we look.
    if (changes.length > 0) this.#tick = setTimeout(() => this.#show(), Math.min(...changes) + 4);
  }

  #render() {
    const hadFocus = this.#container.contains(document.activeElement);
    const mayControl = this.#connection.you?.role === "facilitator";
    const [first, other] = this.#clocks;
    this.#bar.hidden = !first && !mayControl;
    this.#other.hidden = !other;
    render(first ? faceTemplate(first, "big") : startTemplate(), this.#bar);
    render(first && mayControl ? this.#quickTemplate(first) : nothing, this.#quick);
    render(other ? faceTemplate(other, "small") : nothing, this.#other);
    render(this.#panelTemplate(mayControl), this.#panel);
    if (hadFocus && !this.#container.contains(document.activeElement)) this.#catchFocus();
  }

  /** The button that had the focus is gone: the focus stays near. */
  #catchFocus() {
    const near = this.#panel.matches(":popover-open") ? this.#panel.querySelector("summary, button") : this.#bar;
    /** @type {HTMLElement | null} */ (near)?.focus();
  }

  /** @param {Scope} scope @returns {ClockRecord | null} */
  #record(scope) {
    return this.#connection.records.get(`clock/${scope}`)?.value ?? null;
  }

  /** @param {Standing | undefined} standing */
  #showInTab(standing) {
    const title = this.#pageTitle();
    const time = standing && standing.status !== "done" ? clockText(standing.remaining_ms) : null;
    const next = time ? t("clock.tab", { time, title }) : title;
    if (title && document.title !== next) document.title = next;
  }

  // ---- controls ----

  /** The most used three beside the clock they act on, one click each. @param {Shown} clock */
  #quickTemplate(clock) {
    return html`${this.#pauseButton(clock, "icon quiet")}
      ${this.#adjustButton(clock, 1, "quiet")}${this.#adjustButton(clock, 5, "quiet")}`;
  }

  /** @param {boolean} mayControl */
  #panelTemplate(mayControl) {
    // Where a clock stands already, its own controls come first.
    return html`<div class="clock-parts">
      ${this.#clocks.map((clock) => this.#partTemplate(clock, mayControl))}
      ${mayControl ? html`<details class="clock-start" ?open=${this.#clocks.length === 0}><summary>${t("clock.start")}</summary>
        ${this.#form.template((scope) => this.#clocks.find((clock) => clock.scope === scope)?.standing ?? null)}
      </details>` : nothing}
      ${soundTemplate(() => this.#show())}
    </div>`;
  }

  /** @param {Shown} clock @param {boolean} mayControl */
  #partTemplate(clock, mayControl) {
    const { scope, record, standing: { status, remaining_ms } } = clock;
    return html`<section class="clock-part" aria-label=${t(`clock.${scope}`)}>
      <p class="clock-scope">${t(`clock.${scope}`)}${record.label ? html` · ${record.label}` : nothing}</p>
      <p class="clock-big" data-status=${status}>${clockText(remaining_ms)}
        <span class="clock-status">${t(`clock.${status}`)}</span></p>
      ${mayControl ? html`<div class="clock-controls">
        ${this.#pauseButton(clock, "")}
        ${this.#adjustButton(clock, -1, "")}${this.#adjustButton(clock, 1, "")}${this.#adjustButton(clock, 5, "")}
        ${status === "done" ? this.#textButton(scope, "reset") : this.#textButton(scope, "end")}
      </div>` : nothing}
    </section>`;
  }

  /** @param {Shown} clock @param {string} look */
  #pauseButton({ scope, standing: { status } }, look) {
    if (status === "done") return nothing;
    const action = status === "running" ? "pause" : "resume";
    const name = this.#named(t(`clock.${action}`), scope);
    const icon = status === "running" ? ICONS.pause : ICONS.play;
    const content = look.includes("icon") ? icon : html`${icon} ${t(`clock.${action}`)}`;
    return html`<button class="button ${look}" type="button" aria-label=${name} title=${name}
      @click=${() => this.#command(scope, action)}>${content}</button>`;
  }

  /**
   * @param {Shown} clock
   * @param {1 | 5 | -1} minutes
   * @param {string} look
   */
  #adjustButton({ scope, standing: { remaining_ms } }, minutes, look) {
    const texts = { "1": t("clock.add1"), "5": t("clock.add5"), "-1": t("clock.subtract1") };
    const name = this.#named(texts[/** @type {keyof texts} */ (String(minutes))], scope);
    // Disabled in word only: the focus of who pressed it down to zero stays.
    const isPossible = minutes > 0 || remaining_ms > 0;
    return html`<button class="button clock-adjust ${look}" type="button" aria-label=${name} title=${name} aria-disabled=${!isPossible}
      @click=${() => isPossible && this.#command(scope, "adjust", { delta_ms: minutes * MINUTE_MS })}>
      ${minutes < 0 ? `−${-minutes}` : `+${minutes}`}</button>`;
  }

  /** @param {Scope} scope @param {"end" | "reset"} action */
  #textButton(scope, action) {
    const text = t(`clock.${action}`);
    return html`<button class="button" type="button" aria-label=${this.#named(text, scope)}
      @click=${() => this.#command(scope, action)}>${text}</button>`;
  }

  /** Which clock a button acts on, where two stand. @param {string} text @param {Scope} scope */
  #named(text, scope) {
    return this.#clocks.length > 1 ? t("clock.action.of", { text, clock: t(`clock.${scope}`) }) : text;
  }

  /**
   * @param {Scope} scope
   * @param {"start" | "pause" | "resume" | "adjust" | "end" | "reset"} action
   * @param {Record<string, unknown>} [fields]
   * @returns whether the server did it
   */
  async #command(scope, action, fields = {}) {
    const rev = this.#connection.records.get(`clock/${scope}`)?.rev ?? 0;
    try {
      await this.#connection.request("clock", { scope, action, rev, ...fields });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      notify(t(REFUSALS[error.code] ?? "clock.failed"), { kind: "warn", topic: CLOCK_TOPIC });
      return false;
    }
    if (action === "start") this.#panel.hidePopover();
    return true;
  }
}

function startTemplate() {
  return html`${ICONS.clock}<span>${t("clock.start")}</span>`;
}

/** @param {Shown} clock @param {"big" | "small"} size */
function faceTemplate({ scope, record, standing: { status, remaining_ms } }, size) {
  return html`<span class="clock-face" data-size=${size} data-status=${status}
      ?data-last-minute=${status === "running" && remaining_ms <= MINUTE_MS}>
    ${status === "paused" ? ICONS.pause : ICONS.clock}
    <span class="visually-hidden">${t(`clock.${scope}`)}</span>
    <span class="clock-time" role="timer">${clockText(remaining_ms)}</span>
    <span class=${status === "running" && !record.label ? "visually-hidden" : "clock-label"}>
      ${status === "running" ? record.label || t("clock.running") : t(`clock.${status}`)}</span>
  </span>`;
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
