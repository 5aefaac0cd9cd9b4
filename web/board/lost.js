// Where one sees nothing although there is something: a way back.

import { onLanguage, t } from "../i18n/index.js";
import { html, render } from "../vendor/lit.js";
import { overlap, visible } from "./camera.js";

/**
 * @param {HTMLElement} area around the board
 * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
 *   camera: import("./camera.js").Camera, actions: import("./actions.js").Actions}} parts
 */
export function mountWayBack(area, { board, view, camera, actions }) {
  const pill = document.createElement("div");
  pill.className = "board-bar board-lost";
  pill.hidden = true;
  area.append(pill);
  const back = () => {
    view.container.focus({ preventScroll: true });
    actions.fit();
  };
  onLanguage(words);
  words();
  view.afterDraw(() => {
    const sight = visible(camera.sight, camera.view);
    pill.hidden = true;
    for (const { id } of board.seen()) {
      const rect = view.rect(id);
      pill.hidden = rect !== null && overlap(rect, sight);
      if (pill.hidden) return;
    }
  });

  function words() {
    render(html`<button class="button quiet" type="button" @click=${back}>${t("board.lost")}</button>`, pill);
  }
}
