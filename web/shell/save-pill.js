// The truth about saving, in words and a mark: mountSavePill(container, { connection }) → destroy.
// A button: its panel says what the word means. Read out politely when it changes for the worse
// or back, not at each keystroke.

import { html, nothing, render } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { ICONS } from "./icons.js";
import { announce } from "./notices.js";
import { attachPopover } from "./popover.js";

/**
 * @typedef {import("../sync/connection.js").Connection} Connection
 * @typedef {import("../sync/connection.js").SaveState} SaveState
 */

// Who types saves many times a second. "Saved" waits until it is quiet, as claiming less is never
// wrong; "saving" is shown at once.
const QUIET_MS = 400;

/**
 * @param {HTMLElement} container
 * @param {{connection: Connection}} options
 */
export function mountSavePill(container, { connection }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "save-pill";
  const panel = document.createElement("div");
  panel.className = "popover save-panel";
  container.replaceChildren(button, panel);

  let shown = connection.save;
  /** @type {any} */
  let waiting = null;
  const show = () => {
    clearTimeout(waiting);
    waiting = null;
    const wasOffline = shown.status === "offline";
    shown = connection.save;
    button.dataset.status = shown.readOnly ? "read-only" : shown.status;
    render(pillTemplate(shown), button);
    render(panelTemplate(shown), panel);
    if (wasOffline !== (shown.status === "offline")) {
      announce(t(wasOffline ? "connection.back" : "connection.lost"));
    }
  };
  const changed = () => {
    const settling = connection.save.status === "saved" && shown.status === "saving";
    if (!settling) show();
    else waiting ??= setTimeout(show, QUIET_MS);
  };
  // What only this window has would be gone with it.
  const leaving = (/** @type {BeforeUnloadEvent} */ event) => {
    const { unsaved, kept, readOnly } = connection.save;
    if (unsaved > 0 && !kept && !readOnly) event.preventDefault();
  };
  window.addEventListener("beforeunload", leaving);
  const endings = [
    attachPopover(button, panel),
    connection.on("save", changed),
    onLanguage(show),
    () => window.removeEventListener("beforeunload", leaving),
  ];
  show();
  return () => endings.forEach((end) => end());
}

/** @param {SaveState} state */
function pillTemplate(state) {
  return html`${icon(state)}<span class="save-text">${pillText(state)}</span>
    <span class="save-short" aria-hidden="true">${shortText(state)}</span>`;
}

/** Where there is no room for the words: how many edits wait. @param {SaveState} state */
function shortText({ status, unsaved }) {
  return status === "offline" && unsaved > 0 ? t("save.offline.short", { n: unsaved }) : nothing;
}

/** @param {SaveState} state */
function panelTemplate(state) {
  return html`<p class="save-headline">${icon(state)} <strong>${pillText(state)}</strong></p>
    <p>${about(state)}</p>
    ${state.status !== "saved" && !state.kept && !state.readOnly && state.unsaved > 0
      ? html`<p>${t("save.about.lost")}</p>`
      : nothing}`;
}

/** @param {SaveState} state */
function pillText({ status, unsaved, kept, readOnly }) {
  if (status === "offline") {
    if (unsaved === 0 || readOnly) return t("save.offline");
    return t(kept ? "save.offline.kept" : "save.offline.lost", { n: unsaved });
  }
  if (readOnly) return t("save.readOnly");
  return t(`save.${status}`);
}

/** @param {SaveState} state */
function about({ status, unsaved, readOnly }) {
  if (status === "offline") return t("save.about.offline");
  if (readOnly) return t("save.about.readOnly");
  return t(`save.about.${status}`, { n: unsaved });
}

/** @param {SaveState} state */
function icon({ status, readOnly }) {
  if (status === "offline") return ICONS.offline;
  if (readOnly) return ICONS.eye;
  return { saved: ICONS.check, saving: ICONS.saving, connecting: ICONS.connecting }[status];
}
