// A copy of the room that could not become part of it (the room began anew, or refused it) is
// offered as a file, never merged. reloadWhenSetAside(connection) before the connection opens,
// offerDrafts(room, toFile) once the page stands. `toFile(doc)` turns a draft's document into text:
// the caller's module knows the keys.

import { t } from "../i18n/index.js";
import { deleteDraft, listDrafts, readDraft } from "../sync/local-copy.js";
import { notify } from "./notices.js";

/**
 * @typedef {import("../sync/connection.js").Connection} Connection
 * @typedef {import("../sync/local-copy.js").Draft} Draft
 */

/** The page starts again from the room's own content. @param {Connection} connection */
export function reloadWhenSetAside(connection) {
  return connection.on("set-aside", () => location.reload());
}

/**
 * @param {string} room
 * @param {(doc: import("../vendor/yjs.js").Doc) => string} toFile
 */
export async function offerDrafts(room, toFile) {
  for (const draft of await listDrafts(room)) offer(draft, toFile);
}

/**
 * @param {Draft} draft
 * @param {(doc: import("../vendor/yjs.js").Doc) => string} toFile
 */
function offer(draft, toFile) {
  const unsaved = draft.unsaved > 0 ? ` ${t("draft.unsaved", { n: draft.unsaved })}` : "";
  notify(`${t("draft.title")}. ${t("draft.text")}${unsaved}`, {
    kind: "warn",
    stay: true,
    actions: [
      { label: t("draft.download"), run: async () => download(draft, toFile(await readDraft(draft))) },
      { label: t("draft.discard"), run: () => deleteDraft(draft) },
    ],
  });
}

/**
 * @param {Draft} draft
 * @param {string} content
 */
function download({ room, at }, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = `helpathon-${room}-${new Date(at).toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
