// The pen in the hand: draws with what one points with, wipes with its other end. Once a real pen
// was seen, fingers move the board and the palm means nothing. By keyboard Enter sets it down and
// lifts it, and the arrow keys draw.

import { t } from "../../i18n/index.js";
import { announce } from "../../shell/notices.js";
import { drawingOf } from "../kinds/drawings.js";
import { Eraser } from "./eraser.js";
import { PenPanel } from "./pen-panel.js";
import { packedInk } from "./points.js";
import { Recorder } from "./recorder.js";
import { told } from "./telling.js";
import { WetInk } from "./wet.js";

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../tools/tool.js").ToolContext} ToolContext */
/** @typedef {import("../tools/tool.js").Tool} Tool */
/** @typedef {import("../tools/tool.js").Stroke} Stroke */
/** @typedef {{color: import("../objects.js").Color, width: import("./points.js").Width, erasing: boolean}} Hand */

/** What it was when it was put away, for the next time. @type {Hand} */
const hand = { color: "grey", width: "medium", erasing: false };
let penSeen = false;

/** Of a pen's other end. */
const ERASER_BUTTONS = 32;
/** A palm comes down beside the pen, or is broader than a finger. */
const PALM_MS = 500;
const PALM_PX = 48;
/** Board pixels per arrow key, and with shift. */
const STEP = 10;
const LARGE_STEP = 60;
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** A palm: whatever it does. @type {Stroke} */
const NOTHING = { move: () => {}, end: () => {}, cancel: () => {} };

/** @param {ToolContext} context @returns {Tool} */
export function start(context) {
  return new Pen(context);
}

/** @implements {Tool} */
class Pen {
  #wet;
  #panel;
  #context;
  /** Strokes of this page, to tell them apart while they are drawn. */
  static #count = 0;
  /** By keyboard. @type {PenStroke | null} */
  #down = null;
  /** When the pen was last near. */
  #near_ms = -Infinity;
  #stop;

  /** @param {ToolContext} context */
  constructor(context) {
    this.#context = context;
    this.#wet = new WetInk(context.view);
    this.#panel = new PenPanel(context, hand);
    // Its first stroke shall not wait for it.
    drawingOf({ kind: "ink" });
    const { container } = context.view;
    const seen = (/** @type {PointerEvent} */ event) => {
      if (event.pointerType !== "pen") return;
      penSeen = true;
      this.#near_ms = event.timeStamp;
    };
    for (const type of /** @type {const} */ (["pointerdown", "pointermove"])) container.addEventListener(type, seen, { capture: true });
    this.#stop = () => {
      for (const type of /** @type {const} */ (["pointerdown", "pointermove"])) container.removeEventListener(type, seen, { capture: true });
    };
  }

  /** @type {Tool["begin"]} */
  begin({ point, event }) {
    this.#lift();
    if (event.pointerType === "touch" && penSeen) {
      const isPalm = event.timeStamp - this.#near_ms < PALM_MS || Math.max(event.width, event.height) > PALM_PX;
      return isPalm ? NOTHING : "pan";
    }
    if (hand.erasing || (event.buttons & ERASER_BUTTONS) !== 0) return new Eraser(point, this.#context);
    const stroke = this.#stroke({ pen: event.pointerType === "pen", calm: true });
    stroke.add(point, event.pressure);
    return {
      move: (_, move) => {
        const reports = move.getCoalescedEvents?.() ?? [];
        for (const each of reports.length > 0 ? reports : [move]) stroke.add(this.#context.view.boardPoint(each), each.pressure);
        stroke.show();
      },
      end: (last) => stroke.end(last),
      cancel: () => stroke.cancel(),
    };
  }

  /** Sets it down, or lifts it. @param {Point} point */
  place(point) {
    if (hand.erasing) {
      const eraser = new Eraser(point, this.#context);
      announce(t("ink.erased", { n: eraser.end(point) }));
    } else if (this.#down) {
      this.#lift();
      announce(t("ink.drawn"));
    } else {
      this.#down = this.#stroke({ pen: false, calm: false });
      this.#down.add(point, 0.5);
      this.#down.show();
      announce(t("ink.down"));
    }
  }

  /** @param {KeyboardEvent} event */
  key({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    const [x, y] = ARROWS[key] ?? [];
    const tip = this.#down?.tip;
    if (x === undefined || y === undefined || !this.#down || !tip || ctrlKey || metaKey || altKey) return false;
    const step = shiftKey ? LARGE_STEP : STEP;
    /** @type {Point} */
    const next = [tip[0] + x * step, tip[1] + y * step];
    this.#down.add(next, 0.5);
    this.#down.show();
    this.#context.camera.reveal({ x: next[0], y: next[1], width: 1, height: 1 });
    return true;
  }

  end() {
    this.#down?.cancel();
    this.#context.connection.presence.set({ ink: undefined });
    this.#stop();
    this.#panel.remove();
    this.#wet.remove();
  }

  #lift() {
    const down = this.#down;
    this.#down = null;
    if (down?.tip) down.end(down.tip);
  }

  /** @param {{pen: boolean, calm: boolean}} how */
  #stroke({ pen, calm }) {
    const { board, camera, connection } = this.#context;
    return new PenStroke({ board, zoom: camera.sight.zoom, presence: connection.presence, wet: this.#wet }, { ...hand, pen }, calm, () => Pen.#count++);
  }
}

/** From coming down until lifting; a long one becomes several objects. */
class PenStroke {
  #n;
  #recorder;
  #next;
  #parts;
  #look;
  #calm;

  /**
   * @param {{board: import("../document.js").BoardDocument, zoom: number, presence: import("../../sync/presence.js").Presence, wet: WetInk}} parts
   * @param {import("./telling.js").Look} look
   * @param {boolean} calm
   * @param {() => number} next number of a stroke
   */
  constructor(parts, { color, width, pen }, calm, next) {
    this.#parts = parts;
    this.#look = { color, width, pen };
    this.#calm = calm;
    this.#next = next;
    this.#n = next();
    this.#recorder = new Recorder(parts.zoom, calm);
  }

  /** @returns {Point | null} where it ends now */
  get tip() {
    const last = this.#recorder.line.at(-1);
    return last ? [last.x, last.y] : null;
  }

  /** @param {Point} point @param {number} pressure */
  add(point, pressure) {
    this.#recorder.add(point, this.#look.pen ? pressure : 0.5);
    const { tip } = this;
    if (!this.#recorder.isFull || !tip) return;
    this.#keep();
    this.#n = this.#next();
    this.#recorder = new Recorder(this.#parts.zoom, this.#calm);
    this.#recorder.add(tip, this.#look.pen ? pressure : 0.5);
  }

  show() {
    const { line } = this.#recorder;
    this.#parts.wet.show(this, line, this.#look);
    this.#parts.presence.set({ ink: told(this.#n, line, this.#look) });
  }

  /** @param {Point} last */
  end(last) {
    this.#recorder.close(last);
    this.#keep();
    this.#parts.wet.hide(this);
  }

  cancel() {
    this.#parts.wet.hide(this);
    this.#parts.presence.set({ ink: undefined });
  }

  #keep() {
    const { board, zoom, presence } = this.#parts;
    const { pos, size, data } = packedInk(this.#recorder.line, { ...this.#look, zoom });
    const [id] = board.create([{ kind: "ink", pos, size, color: this.#look.color, data }]);
    presence.set({ ink: { n: this.#n, id } });
  }
}
