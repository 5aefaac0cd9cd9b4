// Three calm hints on an empty board.

import { onLanguage, t } from "../i18n/index.js";
import { html, render } from "../vendor/lit.js";
import { BOARD_ICONS } from "./icons.js";

/**
 * @param {HTMLElement} container
 * @param {import("./document.js").BoardDocument} board
 */
export function mountHints(container, board) {
  const hints = document.createElement("div");
  hints.className = "hints";
  container.append(hints);
  /** Before the room has said what is on its board, an empty one is not known to be empty. */
  let ready = false;
  const show = () => {
    hints.hidden = !ready || !board.seen().next().done;
    if (hints.hidden) return;
    render(board.mayWrite ? html`<p class="hints-title">${t("hints.title")}</p>
      <ul role="list">
        <li><span class="hint-icon">${BOARD_ICONS.note}</span><span>${t(coarse() ? "hints.new.touch" : "hints.new")}</span></li>
        <li><span class="hint-icon">${BOARD_ICONS.move}</span><span>${t("hints.move")}</span></li>
        <li><span class="hint-icon">${BOARD_ICONS.help}</span><span>${t(coarse() ? "hints.help.touch" : "hints.help")}</span></li>
      </ul>` : html`<p class="hints-title">${t("hints.guest")}</p>`, hints);
  };
  board.events.on("changed", show);
  board.events.on("laid", show);
  onLanguage(show);
  show();
  return {
    ready: () => {
      ready = true;
      show();
    },
  };
}

function coarse() {
  return matchMedia("(pointer: coarse)").matches;
}
