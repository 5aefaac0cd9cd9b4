// Which tool is in the hand. One at a time; none is the hand itself, which chooses and moves.

import { loadTexts, t } from "../../i18n/index.js";
import { tellAbsent } from "../../shell/absent.js";
import { later } from "../../shell/later.js";
import { loadStyle } from "../../shell/load-style.js";
import { announce, notify } from "../../shell/notices.js";
import { Emitter } from "../../sync/emitter.js";
import { TOOLS } from "./index.js";

/** @typedef {import("./tool.js").Tool} Tool */
/** @typedef {Omit<import("./tool.js").ToolContext, "at" | "putAway">} Parts */

/** Who has only fingers has no Escape either. */
const TOUCH = "(pointer: coarse)";

export class Toolbox {
  /** @type {Emitter<{changed: string | null}>} the id of the tool that is in the hand now */
  events = new Emitter();
  /** @type {string | null} */
  #id = null;
  /** @type {Tool | null} */
  #tool = null;
  #dismiss = () => {};
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    if (parts.board.mayWrite) for (const entry of TOOLS) later(() => fetch(entry));
  }

  get id() {
    return this.#id;
  }

  /** @type {Tool | null} */
  get tool() {
    return this.#tool;
  }

  /**
   * Takes it, or puts it away where it is in the hand already.
   * @param {string} id
   * @param {{x: number, y: number}} [at] in the window, where its panels may open
   */
  async choose(id, at = { x: innerWidth / 2, y: innerHeight / 2 }) {
    const wasHeld = this.#id === id;
    this.putAway();
    const entry = TOOLS.find((each) => each.id === id);
    if (wasHeld || !entry || !this.#parts.board.mayWrite) return;
    this.#id = id;
    this.events.emit("changed", id);
    let module;
    try {
      module = await fetch(entry);
    } catch {
      tellAbsent();
    }
    // Something else was chosen while it was loaded.
    if (this.#id !== id) return;
    this.#parts.editor.close();
    this.#tool = module?.start({ ...this.#parts, at, putAway: () => { if (this.#id === id) this.putAway(); } }) ?? null;
    if (!this.#tool) {
      this.putAway();
      return;
    }
    this.events.emit("changed", id);
    if (entry.ask) this.#dismiss = notify(t(entry.ask[matchMedia(TOUCH).matches ? 1 : 0]), { stay: true });
    else announce(t("tools.taken", { tool: t(entry.text) }));
  }

  /** One that an object's menu made, not a button. @param {string} id @param {Tool} tool */
  take(id, tool) {
    this.putAway();
    this.#parts.editor.close();
    this.#id = id;
    this.#tool = tool;
    this.events.emit("changed", id);
  }

  /** @returns {boolean} whether there was one */
  putAway() {
    const tool = this.#tool;
    if (this.#id === null) return false;
    this.#id = null;
    this.#tool = null;
    this.#dismiss();
    tool?.end?.();
    this.events.emit("changed", null);
    return true;
  }
}

/** @param {import("./tool.js").ToolEntry} entry */
async function fetch(entry) {
  const [module] = await Promise.all([
    entry.load(), loadTexts(...(entry.topics ?? [])), ...(entry.styles ?? []).map(loadStyle),
  ]);
  return module;
}
