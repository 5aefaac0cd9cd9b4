// Pointers on the board. What a finger or a mouse means is a state (idle, pressed, panning,
// dragging, framing, resizing, pinching), and each state has only the fields that are valid in
// it. Motion is shown at once and told to others through presence; the document hears of it once,
// at the end.

import { Emitter } from "../sync/emitter.js";
import { overlap, pinched } from "./camera.js";
import { SIZE_MAX, SIZE_MIN, byHeight, clamp } from "./objects.js";

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./camera.js").Sight} Sight */
/** @typedef {import("./view.js").Live} Live */
/** @typedef {"nw" | "ne" | "sw" | "se"} Corner */

/**
 * @typedef {{kind: "idle"}
 *   | {kind: "pressed", at: Point, id: string | null, touch: boolean, shift: boolean, button: number, wasChosen: boolean}
 *   | {kind: "panning", last: Point}
 *   | {kind: "dragging", from: Point, starts: Map<string, Point>}
 *   | {kind: "framing", from: Point, before: ReadonlySet<string>}
 *   | {kind: "resizing", id: string, corner: Corner, from: Point, start: Rect}
 *   | {kind: "pinching", sight: Sight, from: [Point, Point]}} State
 */

/** A hand is not quite still: less than this is a click. */
const SLOP_PX = { mouse: 4, touch: 9 };
const LONG_PRESS_MS = 500;
/** Near the edge a dragged note takes the board along. */
const EDGE_PX = 36;
const EDGE_SPEED_PX = 14;

export class Gestures {
  /** @type {Emitter<{framing: boolean}>} */
  events = new Emitter();
  #framing = false;
  /** @type {{place: (point: Point) => void, ended: () => void} | null} */
  #placing = null;
  /** @type {State} */
  #state = { kind: "idle" };
  /** @type {Map<number, Point>} fingers on the board */
  #fingers = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #holding;
  #space = false;
  /** @type {Point} */
  #last = [0, 0];
  #edge = 0;
  #frame = document.createElement("div");
  #container;
  #parts;

  /**
   * @param {HTMLElement} container
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
   *   camera: import("./camera.js").Camera, selection: import("./selection.js").Selection,
   *   actions: import("./actions.js").Actions, editor: import("./editor.js").NoteEditor,
   *   share: (places: ReadonlyMap<string, Live>) => void,
   *   menu: (at: {x: number, y: number}, id: string | null) => void}} parts
   */
  constructor(container, parts) {
    this.#container = container;
    this.#parts = parts;
    this.#frame.className = "board-frame";
    this.#frame.hidden = true;
    container.append(this.#frame);
    container.addEventListener("pointerdown", (event) => this.#down(event));
    container.addEventListener("pointermove", (event) => this.#move(event));
    container.addEventListener("pointerup", (event) => this.#up(event));
    container.addEventListener("pointercancel", (event) => this.#cancelled(event));
    container.addEventListener("dblclick", (event) => this.#double(event));
    container.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    container.addEventListener("contextmenu", (event) => this.#contextMenu(event));
    // Safari's own pinch would zoom the page.
    container.addEventListener("gesturestart", (event) => event.preventDefault());
    parts.board.events.on("changed", ({ removed }) => this.#withdrawn(removed));
  }

  get busy() {
    return this.#state.kind !== "idle" && this.#state.kind !== "pressed";
  }

  /** Drag on the paper draws a frame around notes instead of moving the paper. */
  get framing() {
    return this.#framing;
  }

  set framing(on) {
    this.#framing = on;
    this.#container.classList.toggle("framing", on);
    this.events.emit("framing", on);
  }

  /** Held space makes every drag move the paper. @param {boolean} held */
  holdSpace(held) {
    this.#space = held;
    this.#container.classList.toggle("grab", held);
  }

  /**
   * The next click says where.
   * @param {(point: Point) => void} place
   * @param {() => void} ended whether somebody said where or not
   */
  askPlace(place, ended) {
    this.stopAsking();
    this.#placing = { place, ended };
    this.#container.classList.add("placing");
  }

  /** @param {Point} point on the board @returns {boolean} whether somebody had asked for it */
  placeAt(point) {
    const placing = this.#placing;
    this.stopAsking();
    placing?.place(point);
    return placing !== null;
  }

  stopAsking() {
    const placing = this.#placing;
    this.#placing = null;
    this.#container.classList.remove("placing");
    placing?.ended();
  }

  /** Nothing of it happened. @returns {boolean} whether there was something to break off */
  cancel() {
    const wasBusy = this.busy || this.#placing !== null;
    this.#rest();
    this.stopAsking();
    this.#show(new Map());
    return wasBusy;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const at = this.#parts.view.screenPoint(event);
    const target = /** @type {Element} */ (event.target);
    if (event.pointerType === "touch") {
      this.#fingers.set(event.pointerId, at);
      if (this.#fingers.size === 2) return this.#pinch();
      if (this.#fingers.size > 2) return;
    }
    if (this.#state.kind !== "idle") return;
    this.#container.setPointerCapture(event.pointerId);
    if (this.#placing && event.button === 0) {
      event.preventDefault();
      this.placeAt(this.#parts.view.boardPoint(event));
      return;
    }
    const corner = /** @type {Corner | null} */ (target.closest("[data-handle]")?.getAttribute("data-handle") ?? null);
    const single = this.#parts.selection.single;
    const start = single && this.#parts.view.rect(single);
    if (corner && single && start && event.button === 0) {
      event.preventDefault();
      this.#state = { kind: "resizing", id: single, corner, from: this.#parts.view.boardPoint(event), start };
      return;
    }
    const id = this.#parts.view.at(this.#parts.view.boardPoint(event))?.id ?? null;
    this.#press(event, at, id);
  }

  /** @param {PointerEvent} event @param {Point} at @param {string | null} id */
  #press(event, at, id) {
    const { selection, view } = this.#parts;
    // Keeps a click on the paper from taking the focus to the page.
    event.preventDefault();
    this.#parts.editor.close();
    const touch = event.pointerType === "touch";
    this.#state = {
      kind: "pressed", at, id, touch, shift: event.shiftKey, button: event.button,
      wasChosen: id !== null && selection.ids.has(id),
    };
    if (id !== null) view.focus(id);
    else this.#container.focus({ preventScroll: true });
    if (touch) this.#holding = setTimeout(() => this.#held(event, id), LONG_PRESS_MS);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = this.#parts.view.screenPoint(event);
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, at);
    this.#last = at;
    const state = this.#state;
    switch (state.kind) {
      case "idle":
        return;
      case "pressed":
        if (distance(state.at, at) > (state.touch ? SLOP_PX.touch : SLOP_PX.mouse)) this.#begin(state, at);
        return;
      case "panning":
        this.#parts.camera.pan(at[0] - state.last[0], at[1] - state.last[1]);
        state.last = at;
        return;
      case "dragging":
        this.#drag(state);
        this.#nearEdge();
        return;
      case "framing":
        return this.#drawFrame(state.from, this.#parts.view.boardPoint(event), state.before);
      case "resizing":
        return this.#resize(state, this.#parts.view.boardPoint(event), event.shiftKey);
      case "pinching":
        return this.#pinching(state);
    }
  }

  /** A press became a movement. @param {Extract<State, {kind: "pressed"}>} state @param {Point} at */
  #begin(state, at) {
    clearTimeout(this.#holding);
    const { selection, board, camera, view } = this.#parts;
    const pan = state.button === 1 || this.#space || !(board.mayWrite || state.id === null);
    if (pan || (state.id === null && !(state.shift || this.framing))) {
      this.#container.classList.add("grabbing");
      this.#state = { kind: "panning", last: state.at };
      camera.pan(at[0] - state.at[0], at[1] - state.at[1]);
      this.#state.last = at;
    } else if (state.button !== 0) {
      this.#state = { kind: "idle" };
    } else if (state.id === null) {
      const before = state.shift ? new Set(selection.ids) : new Set();
      const { sight } = camera;
      this.#state = { kind: "framing", from: [sight.x + state.at[0] / sight.zoom, sight.y + state.at[1] / sight.zoom], before };
    } else {
      if (!selection.ids.has(state.id)) selection.set(state.shift ? [...selection.ids, state.id] : [state.id]);
      const { sight } = camera;
      const from = /** @type {Point} */ ([sight.x + state.at[0] / sight.zoom, sight.y + state.at[1] / sight.zoom]);
      /** @type {Map<string, Point>} */
      const starts = new Map();
      for (const id of selection.ids) {
        const rect = view.rect(id);
        if (rect) starts.set(id, [rect.x, rect.y]);
      }
      this.#container.classList.add("dragging");
      this.#state = { kind: "dragging", from, starts };
      this.#drag(this.#state);
    }
  }

  /** @param {Extract<State, {kind: "dragging"}>} state */
  #drag({ from, starts }) {
    const [dx, dy] = this.#since(from);
    this.#show(new Map([...starts].map(([id, [x, y]]) => [id, { pos: /** @type {Point} */ ([x + dx, y + dy]) }])));
  }

  /** @param {Point} from on the board @returns {Point} */
  #since(from) {
    const { sight } = this.#parts.camera;
    return [sight.x + this.#last[0] / sight.zoom - from[0], sight.y + this.#last[1] / sight.zoom - from[1]];
  }

  #nearEdge() {
    if (this.#edge) return;
    const step = () => {
      this.#edge = 0;
      const state = this.#state;
      if (state.kind !== "dragging") return;
      const { view, insets } = this.#parts.camera;
      const [x, y] = this.#last;
      const dx = x < insets.left + EDGE_PX ? 1 : x > view.width - insets.right - EDGE_PX ? -1 : 0;
      const dy = y < insets.top + EDGE_PX ? 1 : y > view.height - insets.bottom - EDGE_PX ? -1 : 0;
      if (!dx && !dy) return;
      this.#parts.camera.pan(dx * EDGE_SPEED_PX, dy * EDGE_SPEED_PX);
      this.#drag(state);
      this.#edge = requestAnimationFrame(step);
    };
    this.#edge = requestAnimationFrame(step);
  }

  /**
   * @param {Extract<State, {kind: "resizing"}>} state
   * @param {Point} at on the board
   * @param {boolean} even keeps the proportions
   */
  #resize({ id, corner, from, start }, at, even) {
    this.#show(new Map([[id, resized(start, corner, at[0] - from[0], at[1] - from[1], even)]]));
  }

  /** @param {Point} from @param {Point} to @param {ReadonlySet<string>} before */
  #drawFrame(from, to, before) {
    const { camera, view, selection } = this.#parts;
    const area = {
      x: Math.min(from[0], to[0]), y: Math.min(from[1], to[1]),
      width: Math.abs(to[0] - from[0]), height: Math.abs(to[1] - from[1]),
    };
    const { x, y, zoom } = camera.sight;
    const { style } = this.#frame;
    this.#frame.hidden = false;
    style.setProperty("transform", `translate(${(area.x - x) * zoom}px, ${(area.y - y) * zoom}px)`);
    style.setProperty("width", `${area.width * zoom}px`);
    style.setProperty("height", `${area.height * zoom}px`);
    selection.set([...before, ...view.within(area)]);
  }

  #pinch() {
    this.cancel();
    const [a, b] = [...this.#fingers.values()];
    if (a && b) this.#state = { kind: "pinching", sight: this.#parts.camera.sight, from: [a, b] };
  }

  /** @param {Extract<State, {kind: "pinching"}>} state */
  #pinching({ sight, from }) {
    const [a, b] = [...this.#fingers.values()];
    if (a && b) this.#parts.camera.look(pinched(sight, from, [a, b]));
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#fingers.delete(event.pointerId);
    const state = this.#state;
    if (state.kind === "pinching") {
      if (this.#fingers.size === 0) this.#rest();
      return;
    }
    this.#rest();
    switch (state.kind) {
      case "pressed":
        return this.#clicked(state, event);
      case "dragging": {
        const [dx, dy] = this.#since(state.from);
        const places = new Map([...state.starts].map(([id, [x, y]]) => [id, /** @type {Point} */ ([x + dx, y + dy])]));
        this.#parts.board.move(places, { onTop: this.#isCovered(places) });
        return this.#show(new Map());
      }
      case "resizing": {
        const now = this.#parts.view.rect(state.id);
        if (now && this.#parts.board.get(state.id)) {
          this.#parts.board.resize(state.id, [now.x, now.y], [now.width, now.height]);
        }
        return this.#show(new Map());
      }
    }
  }

  /** Whether something lies over what was laid down there. @param {ReadonlyMap<string, Point>} places */
  #isCovered(places) {
    const { board } = this.#parts;
    const others = [...board.objects.values()].filter(({ id }) => !places.has(id));
    return [...places].some(([id, pos]) => {
      const object = board.get(id);
      return object && others.some((other) => byHeight(other, object) > 0 && overlap(rectOf(pos, object.size), rectOf(other.pos, other.size)));
    });
  }

  /** @param {Extract<State, {kind: "pressed"}>} state @param {PointerEvent} event */
  #clicked({ id, touch, shift, button, wasChosen }, event) {
    const { selection, actions } = this.#parts;
    if (button !== 0) return;
    if (id === null) {
      if (!shift) selection.clear();
    } else if (shift || this.framing) {
      selection.toggle(id);
    } else if (touch && wasChosen && selection.single === id) {
      // A finger has no double click: the second touch writes.
      event.preventDefault();
      actions.edit(id);
    } else {
      selection.set([id]);
    }
  }

  /** @param {MouseEvent} event */
  #double(event) {
    if (this.framing) return;
    const { view, actions } = this.#parts;
    const point = view.boardPoint(event);
    const id = view.at(point)?.id;
    if (id) actions.edit(id);
    else actions.newNote(point);
  }

  /** @param {PointerEvent} event @param {string | null} id */
  #held(event, id) {
    if (this.#state.kind !== "pressed") return;
    this.#rest();
    this.#openMenu(event.clientX, event.clientY, id);
  }

  /** @param {MouseEvent} event */
  #contextMenu(event) {
    event.preventDefault();
    // Android sends one after a long press too.
    if (this.#fingers.size > 0) return;
    const focused = event.target instanceof Element ? event.target.closest("[data-id]") : null;
    const byKey = event.button !== 2 && focused;
    if (byKey) {
      const { left, bottom } = focused.getBoundingClientRect();
      return this.#openMenu(left, bottom, focused.getAttribute("data-id"));
    }
    this.#openMenu(event.clientX, event.clientY, this.#parts.view.at(this.#parts.view.boardPoint(event))?.id ?? null);
  }

  /** @param {number} x @param {number} y @param {string | null} id */
  #openMenu(x, y, id) {
    const { selection } = this.#parts;
    if (id !== null && !selection.ids.has(id)) selection.set([id]);
    if (id === null) selection.clear();
    this.#parts.menu({ x, y }, id);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (event.target instanceof HTMLTextAreaElement && !event.ctrlKey) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? this.#parts.camera.view.height : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      // A pinch on a trackpad comes as small steps, a wheel as large ones.
      this.#parts.camera.wheel(this.#parts.view.screenPoint(event), Math.abs(dy) < 50 ? dy * 3 : dy);
    } else if (event.shiftKey && !dx) {
      this.#parts.camera.pan(-dy, 0);
    } else {
      this.#parts.camera.pan(-dx, -dy);
    }
  }

  /** @param {PointerEvent} event */
  #cancelled(event) {
    this.#fingers.delete(event.pointerId);
    this.cancel();
  }

  /** Somebody else deleted what is in motion. @param {readonly string[]} removed */
  #withdrawn(removed) {
    const state = this.#state;
    if (state.kind === "dragging") {
      for (const id of removed) state.starts.delete(id);
      if (state.starts.size === 0) this.cancel();
    } else if (state.kind === "resizing" && removed.includes(state.id)) {
      this.cancel();
    }
  }

  #rest() {
    clearTimeout(this.#holding);
    this.#state = { kind: "idle" };
    this.#frame.hidden = true;
    this.#container.classList.remove("grabbing", "dragging");
    // What keeps out of the way of a motion comes back.
    this.#parts.view.draw();
  }

  /** @param {ReadonlyMap<string, Live>} places */
  #show(places) {
    this.#parts.view.setLive(this, places);
    this.#parts.share(places);
  }
}

/**
 * @param {Rect} start
 * @param {Corner} corner
 * @param {number} dx
 * @param {number} dy
 * @param {boolean} even
 * @returns {Live & {size: Point}}
 */
export function resized(start, corner, dx, dy, even) {
  const [west, north] = [corner.includes("w"), corner.includes("n")];
  let width = clamp(start.width + (west ? -dx : dx), SIZE_MIN, SIZE_MAX);
  let height = clamp(start.height + (north ? -dy : dy), SIZE_MIN, SIZE_MAX);
  if (even) {
    const factor = Math.max(width / start.width, height / start.height);
    [width, height] = [start.width * factor, start.height * factor];
  }
  return {
    pos: [west ? start.x + start.width - width : start.x, north ? start.y + start.height - height : start.y],
    size: [width, height],
  };
}

/** @param {Point} pos @param {Point} size @returns {Rect} */
function rectOf([x, y], [width, height]) {
  return { x, y, width, height };
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
