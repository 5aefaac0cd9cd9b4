// What the facilitators laid down on a board, between the connection and the document: the server
// says what it is, and for one of them it is asked to change it.

import { t } from "../../i18n/index.js";
import { notify } from "../../shell/notices.js";
import { FAR } from "../kinds/kind.js";
import { COLORS, clamp } from "../objects.js";

/** @typedef {import("../document.js").BoardDocument} BoardDocument */
/** @typedef {import("../document.js").LaidArea} LaidArea */
/** @typedef {import("../document.js").LaidChange} LaidChange */
/** @typedef {import("../../sync/connection.js").Connection} Connection */

const RECORD = "areas/room";

/**
 * The board shows what the server says.
 * @param {BoardDocument} board
 * @param {Connection} connection
 */
export function followLaid(board, connection) {
  connection.on("record", ({ name, value }) => {
    if (name === RECORD) board.laid = areasIn(value);
  });
}

/**
 * Asks the server for what a facilitator changed. Where it refuses, the board shows again what holds.
 * @param {Connection} connection
 * @param {() => BoardDocument} board
 * @returns {(changes: readonly LaidChange[]) => void}
 */
export function layer(connection, board) {
  return (changes) => {
    connection.request("areas", { changes }).catch(() => {
      board().laid = areasIn(connection.records.get(RECORD)?.value);
      notify(t("area.refused"), { kind: "warn", topic: "area" });
    });
  };
}

/** @param {unknown} value as the server says @returns {LaidArea[]} */
export function areasIn(value) {
  if (!Array.isArray(value)) return [];
  return value.map(({ id, title, prompt, pos, size, color, order }) => ({
    id: String(id), title: String(title), prompt: String(prompt), order: Number(order),
    color: COLORS.find((each) => each === color) ?? "grey",
    pos: [clamp(pos[0], -FAR, FAR), clamp(pos[1], -FAR, FAR)], size: [size[0], size[1]],
  }));
}
