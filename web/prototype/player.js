// The play-through: a dialog over the whole window that shows one frame at a time and goes where a
// click leads; or shows where somebody else's clicks lead. Where one is, the others in the room hear
// through presence.

import { language, onLanguage, t } from "../i18n/index.js";
import { titleOf } from "../board/kinds/frame-drawing.js";
import { drawings } from "../board/kinds/drawings.js";
import { html, nothing, render } from "../vendor/lit.js";
import { PROTOTYPE_ICONS } from "./icons.js";
import { back, begun, gone, here, mayGoBack, progress, settled } from "./journey.js";
import { exitsOf, frameOf, isFrame, reachable, targetOf } from "./paths.js";
import { readPlaying, readWatching } from "./playing.js";
import { Stage } from "./stage.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {import("./journey.js").Journey} Journey */
/** @typedef {import("./playing.js").Playing} Playing */
/**
 * @typedef {{board: import("../board/document.js").BoardDocument, view: import("../board/view.js").BoardView,
 *   connection: import("../sync/connection.js").Connection, others: import("../together/others.js").Others,
 *   author: (person: string) => string}} Parts
 */
/**
 * watching: whose clicks one follows; `left` while they do not play, their last frame stays.
 * @typedef {{kind: "closed"}
 *   | {kind: "playing", journey: Journey, count: number, tapped: string, hint: string}
 *   | {kind: "watching", person: string, name: string, shown: Playing, left: boolean, hint: string}} State
 */

/** Names of those who watch. */
const NAMED = 3;

export class Player {
  #dialog = document.createElement("dialog");
  #head = document.createElement("header");
  #foot = document.createElement("footer");
  #spoken = document.createElement("p");
  #said = "";
  /** @type {State} */
  #state = { kind: "closed" };
  #parts;
  #stage;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { board, view, author, connection } = parts;
    this.#stage = new Stage(board, {
      author, selected: false, get: (id) => board.get(id), rectOf: (id) => view.rect(id),
    }, (id) => this.#tapped(id));
    this.#dialog.className = "player";
    this.#dialog.setAttribute("aria-labelledby", "player-title");
    this.#head.className = "play-head";
    this.#foot.className = "play-foot";
    this.#spoken.className = "visually-hidden";
    this.#spoken.setAttribute("role", "status");
    this.#dialog.append(this.#head, this.#stage.element, this.#foot, this.#spoken);
    document.body.append(this.#dialog);
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#stage.fit()).observe(this.#stage.element);
    board.events.on("changed", () => this.#soon());
    drawings.on("loaded", () => this.#soon());
    connection.presence.on("change", () => this.#heard());
    onLanguage(() => this.#show());
  }

  /** Whom one watches. @returns {string | null} */
  get watched() {
    return this.#state.kind === "watching" ? this.#state.person : null;
  }

  get isOpen() {
    return this.#state.kind !== "closed";
  }

  /** @param {string} id of a frame, or of something in one */
  play(id) {
    const { objects } = this.#parts.board;
    const object = objects.get(id);
    const frame = object && frameOf(object, objects);
    if (!frame) return;
    this.#open({ kind: "playing", journey: begun(frame.id), count: 0, tapped: "", hint: "" });
  }

  /** @param {string} person whose clicks */
  watch(person) {
    const found = this.#playerIs(person);
    if (found) this.#open({ kind: "watching", person, ...found, left: false, hint: "" });
  }

  close() {
    this.#dialog.close();
  }

  /** @param {State} state */
  #open(state) {
    this.#state = state;
    this.#said = "";
    this.#stage.marked = false;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#tell();
    this.#show();
    this.#stage.element.focus({ preventScroll: true });
  }

  #closed() {
    this.#state = { kind: "closed" };
    this.#tell();
  }

  /** To the others. */
  #tell() {
    const state = this.#state;
    const playing = state.kind === "playing"
      ? { start: state.journey.start, frame: here(state.journey), tapped: state.tapped, count: state.count } : undefined;
    this.#parts.connection.presence.set({ playing, watching: state.kind === "watching" ? state.person : undefined });
  }

  // What one does

  /** @param {string} id of an element or of the frame */
  #tapped(id) {
    const state = this.#state;
    const { objects } = this.#parts.board;
    const frame = this.#frame();
    if (state.kind === "watching") {
      this.#hint(t(state.left ? "play.left" : "play.watch.hint", { name: state.name }));
      return;
    }
    if (state.kind !== "playing" || !frame) return;
    const object = objects.get(id);
    const target = (object && targetOf(object, objects)) ?? targetOf(frame, objects);
    if (target) {
      this.#go(gone(state.journey, target.id), object && targetOf(object, objects) ? id : frame.id);
    } else {
      this.#stage.marked = true;
      this.#hint(t(exitsOf(objects, frame.id).length > 0 ? "play.wrong" : "play.end"));
    }
  }

  /** @param {Journey} journey @param {string} tapped */
  #go(journey, tapped) {
    const state = this.#state;
    if (state.kind !== "playing") return;
    const focused = this.#stage.element.contains(document.activeElement);
    this.#state = { ...state, journey, tapped, count: state.count + 1, hint: "" };
    this.#stage.marked = false;
    this.#tell();
    this.#show();
    // The button that was clicked went with its frame.
    if (focused || !this.#dialog.contains(document.activeElement)) this.#stage.element.focus({ preventScroll: true });
  }

  #back() {
    if (this.#state.kind === "playing" && mayGoBack(this.#state.journey)) this.#go(back(this.#state.journey), "");
  }

  #restart() {
    if (this.#state.kind === "playing") this.#go(begun(this.#state.journey.start), "");
  }

  /** Where the frame itself leads. */
  #next() {
    const frame = this.#frame();
    if (frame && targetOf(frame, this.#parts.board.objects)) this.#tapped(frame.id);
  }

  #marks() {
    const frame = this.#frame();
    if (this.#state.kind !== "playing" || !frame) return;
    this.#stage.marked = true;
    const { objects } = this.#parts.board;
    this.#hint(t(exitsOf(objects, frame.id).length > 0 ? "play.marked" : "play.end"));
  }

  /** From where the one stands whom one watched. */
  #takeOver() {
    if (this.#state.kind === "watching") this.play(this.#state.shown.frame);
  }

  /** @param {string} hint */
  #hint(hint) {
    if (this.#state.kind === "closed") return;
    this.#state = { ...this.#state, hint };
    this.#show();
    this.#say(hint);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = {
      Backspace: () => this.#back(), ArrowLeft: () => this.#back(), ArrowRight: () => this.#next(),
      Home: () => this.#restart(), "?": () => this.#marks(),
    }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }

  // What happens

  /** Somebody moved on, left, or watches. */
  #heard() {
    const state = this.#state;
    if (state.kind === "closed") return;
    if (state.kind === "watching") {
      const found = this.#playerIs(state.person);
      const moved = !found || found.shown.count !== state.shown.count;
      this.#state = { ...state, ...found, left: !found, hint: moved ? "" : state.hint };
    }
    this.#show();
  }

  #soon() {
    if (this.isOpen) this.#show();
  }

  /** @param {string} person @returns {{name: string, shown: Playing} | null} */
  #playerIs(person) {
    const { board, others } = this.#parts;
    for (const { state, member } of others.all()) {
      const shown = member.person === person ? readPlaying(state["playing"], (id) => isFrame(board.get(id))) : null;
      if (shown) return { name: member.name, shown };
    }
    return null;
  }

  // What one sees

  #frame() {
    const state = this.#state;
    const id = state.kind === "playing" ? here(state.journey) : state.kind === "watching" ? state.shown.frame : "";
    const frame = this.#parts.board.get(id);
    return isFrame(frame) ? /** @type {Readonly<BoardObject>} */ (frame) : null;
  }

  #show() {
    if (this.#state.kind === "playing") {
      const journey = settled(this.#state.journey, (id) => isFrame(this.#parts.board.get(id)));
      if (!journey) return this.close();
      if (journey !== this.#state.journey) {
        this.#state = { ...this.#state, journey };
        this.#tell();
      }
    }
    const frame = this.#frame();
    if (this.#state.kind === "closed") return;
    if (!frame) return this.close();
    const title = titleOf(frame) || t("prototype.untitled");
    render(this.#headTemplate(frame, title), this.#head);
    render(this.#footTemplate(frame), this.#foot);
    this.#stage.show(frame, title);
    this.#announce(frame, title);
  }

  /** Each frame once, when one comes to it. @param {Readonly<BoardObject>} frame @param {string} title */
  #announce(frame, title) {
    const state = this.#state;
    const count = state.kind === "playing" ? state.count : state.kind === "watching" ? state.shown.count : 0;
    const what = `${state.kind} ${frame.id} ${count} ${state.kind === "watching" && state.left}`;
    if (what === this.#said) return;
    this.#said = what;
    const words = this.#stage.words(frame);
    const caption = frame.data["device"] === "story" && frame.text.trim() ? [frame.text.trim().replace(/\.$/, "")] : [];
    const elements = [...caption, ...words].join("; ");
    const news = this.#news();
    this.#say([news, elements ? t("play.spoken", { title, elements }) : t("play.spoken.empty", { title })].filter(Boolean).join(" "));
  }

  /** What the one did whom one watches. */
  #news() {
    const state = this.#state;
    if (state.kind !== "watching") return "";
    if (state.left) return t("play.left", { name: state.name });
    const tapped = this.#parts.board.get(state.shown.tapped);
    if (!tapped) return state.shown.count === 0 ? "" : t("play.moved", { name: state.name });
    const word = isFrame(tapped) ? titleOf(tapped) : tapped.text.trim();
    return word ? t("play.tapped", { name: state.name, word }) : t("play.moved", { name: state.name });
  }

  /** @param {string} text */
  #say(text) {
    this.#spoken.textContent = "";
    requestAnimationFrame(() => { this.#spoken.textContent = text; });
  }

  /** @param {Readonly<BoardObject>} frame @param {string} title */
  #headTemplate(frame, title) {
    const state = this.#state;
    const watchers = this.#watchers();
    return html`<div class="play-where">
        <h2 id="player-title">${frame.data["device"] === "story" ? t("story.heading", { n: Number(frame.data["step"]) + 1, title }) : title}</h2>
        ${state.kind === "playing" ? this.#progressTemplate(state.journey) : nothing}
        ${state.kind === "watching" ? html`<p class="play-watching">${PROTOTYPE_ICONS.watch}<span>${t(state.left ? "play.left" : "play.watching", { name: state.name })}</span></p>` : nothing}
      </div>
      ${watchers ? html`<p class="play-watchers">${PROTOTYPE_ICONS.watch}<span>${watchers}</span></p>` : nothing}
      <button class="button play-close" type="button" aria-label=${t("play.close")} @click=${() => this.close()}>${PROTOTYPE_ICONS.close}<span class="play-word">${t("play.close")}</span></button>`;
  }

  /** @param {Journey} journey */
  #progressTemplate(journey) {
    const { n, all } = progress(journey, reachable(this.#parts.board.objects, journey.start));
    const text = t("play.progress", { seen: n, n: all });
    return html`<p class="play-progress"><progress max=${all} value=${n} aria-label=${text}></progress><span aria-hidden="true">${text}</span></p>`;
  }

  /** @param {Readonly<BoardObject>} frame */
  #footTemplate(frame) {
    const state = this.#state;
    if (state.kind === "watching") {
      return html`<p class="play-hint">${state.hint || this.#news()}</p>
        <button class="button primary" type="button" @click=${() => this.#takeOver()}>${PROTOTYPE_ICONS.play}${t("play.takeover")}</button>`;
    }
    if (state.kind === "closed") return nothing;
    const { objects } = this.#parts.board;
    const leads = targetOf(frame, objects);
    const ends = exitsOf(objects, frame.id).length === 0;
    return html`<span class="play-buttons">
        <button class="button" type="button" aria-keyshortcuts="Backspace ArrowLeft" aria-disabled=${mayGoBack(state.journey) ? nothing : "true"}
          @click=${() => this.#back()}>${PROTOTYPE_ICONS.back}${t("play.back")}</button>
        <button class="button" type="button" aria-keyshortcuts="Home" aria-label=${t("play.restart")} @click=${() => this.#restart()}>${PROTOTYPE_ICONS.restart}<span class="play-word">${t("play.restart")}</span></button>
      </span>
      <p class="play-hint">${state.hint || (ends ? t("play.end") : "")}</p>
      <span class="play-buttons">
        ${ends ? nothing : html`<button class="button" type="button" aria-keyshortcuts="?" @click=${() => this.#marks()}>${PROTOTYPE_ICONS.marks}${t("play.marks")}</button>`}
        ${leads ? html`<button class="button primary" type="button" aria-keyshortcuts="ArrowRight" @click=${() => this.#next()}>${t("play.next")}${PROTOTYPE_ICONS.next}</button>` : nothing}
      </span>`;
  }

  #watchers() {
    const me = this.#parts.connection.you?.person;
    if (this.#state.kind !== "playing") return "";
    const names = this.#parts.others.all().filter(({ state }) => me !== undefined && readWatching(state["watching"]) === me).map(({ member }) => member.name);
    if (names.length === 0) return "";
    if (names.length > NAMED) return t("play.watchers.many", { n: names.length });
    return t("play.watchers", { names: new Intl.ListFormat(language()).format(names), n: names.length });
  }
}
