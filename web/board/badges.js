// Stamps and comments at the edge of the object they are on: the signs with their numbers below it, a
// bubble at its corner. They are no objects to choose and move: they go along with theirs. Loaded
// when the first of them is there.

import { onLanguage, t } from "../i18n/index.js";
import { announce } from "../shell/notices.js";
import { html, nothing, render } from "../vendor/lit.js";
import { kindOf } from "./kinds/index.js";
import { hostOf, isOpen, marksByHost } from "./marks-on.js";
import { BUBBLE, SIGN_ICONS } from "./signs.js";
import { toggleStamp } from "./stamping.js";
import { Thread } from "./thread.js";

/** @typedef {import("./marks-on.js").Marks} Marks */
/** @typedef {import("./marks-on.js").Sign} Sign */

/** Names that are read out; of more there is the number. */
const NAMES = 6;

export class Badges {
  /** @type {Map<string, Marks>} */
  #marks;
  /** Which object a stamp or comment was on. @type {Map<string, string>} */
  #hosts = new Map();
  /** @type {Map<string, HTMLElement>} by host */
  #elements = new Map();
  /** Hosts whose badges look different now. @type {Set<string>} */
  #stale = new Set();
  #parts;

  /**
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
   *   author: (person: string) => string, now_ms: () => number}} parts
   */
  constructor(parts) {
    const { board, view } = parts;
    this.#parts = parts;
    this.thread = new Thread(parts);
    this.#marks = marksByHost(board.objects.values());
    this.#noteHosts();
    view.readWith = (id) => this.#inWords(id);
    board.events.on("changed", ({ added, changed, removed }) => this.#changed([...added, ...changed, ...removed]));
    onLanguage(() => this.namesChanged());
    view.afterDraw(() => this.#draw());
    this.namesChanged();
  }

  /** Names or the language are others. */
  namesChanged() {
    this.#stale = new Set(this.#marks.keys());
    this.#parts.view.again(this.#stale);
    this.thread.update();
  }

  /** @param {readonly string[]} ids */
  #changed(ids) {
    const { board, view } = this.#parts;
    const hosts = new Set(ids.flatMap((id) => {
      const object = board.get(id);
      return [(object && hostOf(object)) ?? [], this.#hosts.get(id) ?? []].flat();
    }));
    if (hosts.size === 0) return;
    this.#marks = marksByHost(board.objects.values());
    this.#noteHosts();
    for (const host of hosts) this.#stale.add(host);
    view.again(hosts);
  }

  #noteHosts() {
    this.#hosts = new Map([...this.#marks].flatMap(([host, { stamps, comments }]) =>
      [...[...stamps.values()].flat(), ...comments].map(({ id }) => /** @type {[string, string]} */ ([id, host]))));
  }

  /** With every frame: where the objects are now. */
  #draw() {
    const { view } = this.#parts;
    for (const [host, element] of this.#elements) {
      if (this.#marks.has(host) && view.element(host)) continue;
      element.remove();
      this.#elements.delete(host);
    }
    for (const host of this.#marks.keys()) {
      const object = view.element(host);
      if (object) this.#drawOne(host, object);
    }
    this.#stale.clear();
  }

  /** @param {string} host @param {HTMLElement} object */
  #drawOne(host, object) {
    const { board, view } = this.#parts;
    const rect = view.rect(host);
    const known = this.#elements.get(host);
    const element = known ?? made();
    if (!known) {
      this.#elements.set(host, element);
      view.layer.append(element);
    }
    if (!known || this.#stale.has(host)) this.#render(element, host, /** @type {Marks} */ (this.#marks.get(host)));
    const hostObject = board.get(host);
    if (!rect || !hostObject) return;
    // A line has its badges at its middle.
    const line = kindOf(hostObject).box !== undefined;
    const place = line ? { x: rect.x + rect.width / 2 - 20, y: rect.y + rect.height / 2 - 14, width: 40, height: 28 } : rect;
    const { style } = element;
    style.setProperty("transform", `translate(${place.x}px, ${place.y}px)`);
    style.setProperty("width", `${place.width}px`);
    style.setProperty("height", `${place.height}px`);
    style.setProperty("z-index", object.style.getPropertyValue("z-index"));
  }

  /** @param {HTMLElement} element @param {string} host @param {Marks} marks */
  #render(element, host, { stamps, comments }) {
    const { board } = this.#parts;
    const open = comments.filter(isOpen).length;
    render(html`
      ${comments.length === 0 ? nothing : html`<button type="button" tabindex="-1" class="bubble ${open === 0 ? "settled" : ""}"
        aria-label=${this.#commentWords(comments)} title=${this.#commentWords(comments)} @click=${() => this.thread.open(host)}>
        ${BUBBLE}<span aria-hidden="true">${open === 0 ? "✓" : open}</span></button>`}
      ${stamps.size === 0 ? nothing : html`<div class="stamps">${[...stamps].map(([sign, each]) => {
        const own = each.some(({ author }) => author === board.person);
        const names = this.#stampWords(sign, each);
        return html`<button type="button" tabindex="-1" class="stamp" aria-pressed=${String(own)} aria-disabled=${board.mayWrite ? nothing : "true"}
          aria-label=${names} title=${names} @click=${(/** @type {MouseEvent} */ event) => this.#toggle(event, host, sign)}>
          ${SIGN_ICONS[sign]}<span aria-hidden="true">${each.length}</span></button>`;
      })}</div>`}`, element);
  }

  /** @param {MouseEvent} event @param {string} host @param {Sign} sign */
  #toggle({ detail }, host, sign) {
    const { board, view } = this.#parts;
    if (!board.mayWrite) return;
    const has = toggleStamp(board, [host], sign);
    announce(t(has ? "stamp.put" : "stamp.taken", { sign: t(`stamp.${sign}`) }));
    if (detail > 0) view.focus(host);
  }

  /** What a screen reader says behind the object's own label. @param {string} host */
  #inWords(host) {
    const marks = this.#marks.get(host);
    if (!marks) return "";
    const { stamps, comments } = marks;
    return [
      ...[...stamps].map(([sign, each]) => this.#stampWords(sign, each)),
      ...(comments.length > 0 ? [this.#commentWords(comments)] : []),
    ].join(". ");
  }

  /** @param {Sign} sign @param {readonly Readonly<import("./objects.js").BoardObject>[]} stamps */
  #stampWords(sign, stamps) {
    const names = stamps.flatMap(({ author }) => this.#parts.author(author) || []).sort((a, b) => a.localeCompare(b));
    const named = names.slice(0, NAMES).join(", ");
    const more = stamps.length - Math.min(names.length, NAMES);
    const whose = more === 0 ? named : named === "" ? t("stamp.some", { n: more }) : t("stamp.more", { names: named, n: more });
    return t("stamp.by", { sign: t(`stamp.${sign}`), names: whose });
  }

  /** @param {readonly Readonly<import("./objects.js").BoardObject>[]} comments */
  #commentWords(comments) {
    const open = comments.filter(isOpen).length;
    return open === 0 ? t("comment.settled", { n: comments.length }) : t("comment.open", { n: open });
  }
}

function made() {
  const element = document.createElement("div");
  element.className = "badges";
  // A press on a badge is none on the board.
  for (const type of ["pointerdown", "dblclick"]) element.addEventListener(type, (event) => event.stopPropagation());
  return element;
}
