// What the pen draws with: colour, width, and its other end.

import { onLanguage, t } from "../../i18n/index.js";
import { html, render } from "../../vendor/lit.js";
import { BOARD_ICONS } from "../icons.js";
import { COLORS } from "../objects.js";
import { arrowKeys } from "../toolbar.js";
import { WIDTHS } from "./points.js";

/** @typedef {import("./pen.js").Hand} Hand */

export class PenPanel {
  #element = document.createElement("div");
  #unlisten;
  #hand;

  /** @param {import("../tools/tool.js").ToolContext} context @param {Hand} hand that it changes */
  constructor({ area, view }, hand) {
    this.#hand = hand;
    this.#element.className = "board-bar board-ink";
    this.#element.setAttribute("role", "toolbar");
    arrowKeys(this.#element);
    // After a click by hand one goes on drawing.
    this.#element.addEventListener("click", ({ detail }) => {
      if (detail > 0) view.container.focus({ preventScroll: true });
    });
    area.querySelector(".board-tools")?.after(this.#element);
    if (!this.#element.isConnected) area.append(this.#element);
    this.#unlisten = onLanguage(() => this.#show());
    this.#show();
  }

  remove() {
    this.#unlisten();
    this.#element.remove();
  }

  #show() {
    const { color, width, erasing } = this.#hand;
    this.#element.setAttribute("aria-label", t("ink.tools"));
    render(html`
      <span class="ink-colors" role="group" aria-label=${t("ink.color")}>${COLORS.map((each) => html`
        <button class="ink-color" type="button" data-note-color=${each} title=${t(`color.${each}`)} aria-label=${t(`color.${each}`)}
          aria-pressed=${String(!erasing && each === color)} @click=${() => this.#take({ color: each, erasing: false })}><span></span></button>`)}</span>
      <span class="tool-line"></span>
      <span class="ink-widths" role="group" aria-label=${t("ink.width")}>${/** @type {(keyof typeof WIDTHS)[]} */ (Object.keys(WIDTHS)).map((each) => html`
        <button class="tool" type="button" title=${t(`ink.width.${each}`)} aria-label=${t(`ink.width.${each}`)}
          aria-pressed=${String(!erasing && each === width)} @click=${() => this.#take({ width: each, erasing: false })}><span class="ink-dot" data-width=${each}></span></button>`)}</span>
      <span class="tool-line"></span>
      <button class="tool" type="button" title=${t("ink.eraser")} aria-label=${t("ink.eraser")} aria-pressed=${String(erasing)}
        @click=${() => this.#take({ erasing: !erasing })}>${BOARD_ICONS.eraser}</button>`, this.#element);
  }

  /** @param {Partial<Hand>} part */
  #take(part) {
    Object.assign(this.#hand, part);
    this.#show();
  }
}
