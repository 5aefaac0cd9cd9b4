// Who plays a prototype right now, for the others: a chip that says so, with a way to watch. It goes
// when they stop, or when somebody puts it away.

import { onLanguage, t } from "../i18n/index.js";
import { titleOf } from "../board/kinds/frame-drawing.js";
import { announce } from "../shell/notices.js";
import { html, render, repeat } from "../vendor/lit.js";
import { PROTOTYPE_ICONS } from "./icons.js";
import { isFrame } from "./paths.js";
import { readPlaying } from "./playing.js";

/** @typedef {{person: string, name: string, colour: number, title: string}} Chip */

/** More would cover the board. */
const SHOWN = 3;

export class Watching {
  #element = document.createElement("div");
  /** Put away, until they stop. @type {Set<string>} */
  #away = new Set();
  /** @type {Set<string>} */
  #announced = new Set();
  #parts;

  /**
   * @param {{board: import("../board/document.js").BoardDocument, connection: import("../sync/connection.js").Connection,
   *   others: import("../together/others.js").Others, player: import("./player.js").Player}} parts
   */
  constructor(parts) {
    this.#parts = parts;
    this.#element.className = "play-chips";
    document.body.append(this.#element);
    parts.connection.presence.on("change", () => this.#show());
    parts.connection.on("members", () => this.#show());
    parts.board.events.on("changed", () => this.#show());
    onLanguage(() => this.#show());
    this.#show();
  }

  #show() {
    const playing = this.#playing();
    for (const known of [this.#away, this.#announced]) {
      for (const person of known) if (!playing.some((each) => each.person === person)) known.delete(person);
    }
    const shown = playing.filter(({ person }) => !this.#away.has(person)).slice(0, SHOWN);
    render(html`${repeat(shown, ({ person }) => person, (chip) => this.#chip(chip))}`, this.#element);
    for (const { person, name, title } of shown) {
      if (this.#announced.has(person)) continue;
      this.#announced.add(person);
      if (!this.#parts.player.isOpen) announce(t("watch.playing", { name, title }));
    }
  }

  /** @returns {Chip[]} one per person */
  #playing() {
    const { board, connection, others } = this.#parts;
    /** @type {Map<string, Chip>} */
    const found = new Map();
    for (const { state, member } of others.all()) {
      const shown = readPlaying(state["playing"], (id) => isFrame(board.get(id)));
      const frame = shown && board.get(shown.start);
      if (!frame || member.person === connection.you?.person || found.has(member.person)) continue;
      found.set(member.person, { person: member.person, name: member.name, colour: member.colour, title: titleOf(frame) || t("prototype.untitled") });
    }
    return [...found.values()];
  }

  /** @param {Chip} chip */
  #chip({ person, name, colour, title }) {
    const away = () => {
      this.#away.add(person);
      this.#show();
    };
    return html`<div class="play-chip" role="group" aria-label=${t("watch.playing", { name, title })} data-member-color=${colour}>
      <span class="play-chip-dot" aria-hidden="true">${PROTOTYPE_ICONS.play}</span>
      <p>${t("watch.playing", { name, title })}</p>
      <button class="button primary" type="button" @click=${() => this.#parts.player.watch(person)}>${t("watch.watch")}</button>
      <button class="button quiet icon" type="button" aria-label=${t("action.close")} @click=${away}>${PROTOTYPE_ICONS.close}</button>
    </div>`;
  }
}
