// The small bar of a tool that asks which one: a row of buttons below the button it came from.

import { html, render } from "../../vendor/lit.js";

/** Screen pixels to the edges of the board. */
const MARGIN = 12;

/**
 * @typedef {{label: string, icon: unknown, pressed: boolean, run: (byKey: boolean) => void}} Choice
 */

export class ToolPanel {
  #element = document.createElement("div");
  #place;
  #leave;

  /**
   * @param {HTMLElement} area around the board
   * @param {{x: number, y: number}} at in the window
   * @param {string} label
   * @param {() => void} leave Escape
   */
  constructor(area, at, label, leave) {
    this.#leave = leave;
    this.#element.className = "board-bar tool-panel";
    this.#element.setAttribute("role", "toolbar");
    this.#element.setAttribute("aria-label", label);
    this.#element.addEventListener("keydown", (event) => this.#key(event));
    area.append(this.#element);
    this.#place = () => {
      const box = area.getBoundingClientRect();
      const tools = area.querySelector(".board-tools")?.getBoundingClientRect() ?? new DOMRect();
      const { offsetWidth, offsetHeight } = this.#element;
      // Beside the tools, or over them where they are at the bottom: never on them.
      const upright = tools.height > tools.width;
      const [x, y] = [at.x - box.left, at.y - box.top];
      const left = upright ? Math.max(tools.right - box.left + MARGIN, x) : x;
      const lowest = upright ? box.height - offsetHeight - MARGIN : tools.top - box.top - offsetHeight - MARGIN;
      this.#element.style.setProperty("--x", `${Math.max(MARGIN, Math.min(left, box.width - offsetWidth - MARGIN))}px`);
      this.#element.style.setProperty("--y", `${Math.max(MARGIN, Math.min(y, lowest))}px`);
    };
  }

  /** @param {readonly (readonly Choice[])[]} groups */
  show(groups) {
    render(groups.map((choices, index) => html`${index ? html`<span class="tool-line"></span>` : ""}${choices.map(({ label, icon, pressed, run }) => html`
      <button class="tool" type="button" title=${label} aria-label=${label} aria-pressed=${String(pressed)}
        @click=${(/** @type {MouseEvent} */ { detail }) => run(detail === 0)}>${icon}</button>`)}`), this.#element);
    this.#place();
  }

  focus() {
    const button = this.#element.querySelector("[aria-pressed=true]") ?? this.#element.querySelector("button");
    if (button instanceof HTMLElement) button.focus();
  }

  end() {
    this.#element.remove();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const direction = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.#leave();
    else if (direction) this.#step(direction);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} direction */
  #step(direction) {
    const buttons = [...this.#element.querySelectorAll("button")];
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    buttons[(index + direction + buttons.length) % buttons.length]?.focus();
  }
}
