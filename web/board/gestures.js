// Pointers on the board. What a finger or a mouse means is a state (idle, pressed, panning,
// dragging, framing, lassoing, resizing, a tool's stroke, pinching), and each state has only the fields that are valid in
// it. Motion is shown at once and told to others through presence; the document hears of it once,
// at the end.

import { Emitter } from "../sync/emitter.js";
import { boundsOf, overlap, pinched, toBoard, toScreen, visible } from "./camera.js";
import { Choosing } from "./choosing.js";
import { Guides } from "./guides.js";
import { drawingOf } from "./kinds/drawings.js";
import { isMovable, kindOf } from "./kinds/index.js";
import { byHeight } from "./objects.js";
import { owns } from "./owning.js";
import { resized } from "./resizing.js";
import { NEAR_PX, REACH_PX, near, snapMove, snapResize } from "./snapping.js";

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./camera.js").Sight} Sight */
/** @typedef {import("./view.js").Live} Live */
/** @typedef {import("./snapping.js").Guide} Guide */
/** @typedef {import("./resizing.js").Corner} Corner */

/**
 * @typedef {{kind: "idle"}
 *   | {kind: "pressed", at: Point, id: string | null, touch: boolean, shift: boolean, alt: boolean, button: number, wasChosen: boolean}
 *   | {kind: "panning", last: Point}
 *   | {kind: "dragging", from: Point, starts: Map<string, Point>, places: Map<string, Point>, chosen: ReadonlySet<string>}
 *   | {kind: "framing", from: Point, before: ReadonlySet<string>}
 *   | {kind: "lassoing", line: Point[], before: ReadonlySet<string>}
 *   | {kind: "resizing", id: string, corner: Corner, from: Point, start: Rect}
 *   | {kind: "stroke", stroke: import("./tools/tool.js").Stroke, pointer: number, touch: boolean}
 *   | {kind: "pinching", sight: Sight, from: [Point, Point]}} State
 */

/** A hand is not quite still: less than this is a click. */
const SLOP_PX = { mouse: 4, touch: 9 };
const LONG_PRESS_MS = 500;
/** A pen's other end. */
const ERASER_BUTTON = 5;
/** Near the edge a dragged note takes the board along. */
const EDGE_PX = 36;
const EDGE_SPEED_PX = 14;
const SCROLLING = new Set(["dragging", "framing", "lassoing", "resizing"]);
/** A line may begin beside the tools, so that only the board's own edge counts. */
const DRAWN = new Set(["framing", "lassoing"]);
const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };

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
  /** A modifier says: just where I put it. */
  #free = false;
  /** Shift says: keep its proportions. */
  #even = false;
  #edge = 0;
  /** What is in the hand instead. @type {import("./tools/tool.js").Tool | null} */
  tool = null;
  #guides;
  #choosing;
  #container;
  #parts;

  /**
   * @param {HTMLElement} container
   * @param {{board: import("./document.js").BoardDocument, view: import("./view.js").BoardView,
   *   camera: import("./camera.js").Camera, selection: import("./selection.js").Selection,
   *   actions: import("./actions.js").Actions, editor: import("./editor.js").NoteEditor,
   *   share: (places: ReadonlyMap<string, Live>) => void,
   *   menu: (at: {x: number, y: number}) => void}} parts
   */
  constructor(container, parts) {
    this.#container = container;
    this.#parts = parts;
    this.#guides = new Guides(container, parts.camera);
    this.#choosing = new Choosing(container, parts);
    container.addEventListener("pointerdown", (event) => this.#down(event));
    container.addEventListener("pointermove", (event) => this.#move(event));
    container.addEventListener("pointerup", (event) => this.#up(event));
    container.addEventListener("pointercancel", (event) => this.#cancelled(event));
    container.addEventListener("dblclick", (event) => this.#double(event));
    container.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    container.addEventListener("contextmenu", (event) => this.#contextMenu(event));
    // Safari's own pinch would zoom the page.
    container.addEventListener("gesturestart", (event) => event.preventDefault());
    parts.board.events.on("changed", ({ changed, removed }) =>
      this.#withdrawn([...removed, ...changed.filter((id) => parts.board.get(id)?.locked)]));
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
    if (this.#state.kind === "stroke") this.#state.stroke.cancel();
    this.#rest();
    this.stopAsking();
    this.#show(new Map());
    return wasBusy;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const at = this.#parts.view.screenPoint(event);
    const target = /** @type {Element} */ (event.target);
    const drawn = this.#state.kind === "stroke" ? this.#state : null;
    if (event.pointerType === "touch") {
      // The palm beside the pen, a finger beside the mouse.
      if (drawn && !drawn.touch) return;
      this.#fingers.set(event.pointerId, at);
      if (this.#fingers.size === 2) return this.#pinch();
      if (this.#fingers.size > 2) return;
    }
    // The palm was there first.
    if (event.pointerType === "pen" && this.tool && this.#fingers.size > 0) this.cancel();
    if (this.#state.kind !== "idle") return;
    this.#container.setPointerCapture(event.pointerId);
    if (this.#placing && event.button === 0) {
      event.preventDefault();
      this.placeAt(this.#parts.view.boardPoint(event));
      return;
    }
    const isToDraw = event.button === 0 || event.button === ERASER_BUTTON;
    const stroke = isToDraw && !this.#space && this.tool?.begin({
      point: this.#parts.view.boardPoint(event), id: this.#parts.view.at(this.#parts.view.boardPoint(event))?.id ?? null, event,
    });
    const touch = event.pointerType === "touch";
    if (stroke) {
      event.preventDefault();
      this.#parts.editor.close();
      this.#state = stroke === "pan" ? { kind: "panning", last: at } : { kind: "stroke", stroke, pointer: event.pointerId, touch };
      return;
    }
    const grip = target.closest("[data-grip]")?.getAttribute("data-grip");
    const gripped = grip && event.button === 0 ? this.#grip(grip) : null;
    if (gripped) {
      event.preventDefault();
      this.#state = { kind: "stroke", stroke: gripped, pointer: event.pointerId, touch };
      return;
    }
    const corner = /** @type {Corner | null} */ (target.closest("[data-handle]")?.getAttribute("data-handle") ?? null);
    const single = this.#parts.selection.single;
    const start = single && this.#parts.view.rect(single);
    if (corner && single && start && event.button === 0 && this.#isResizable(single)) {
      event.preventDefault();
      this.#state = { kind: "resizing", id: single, corner, from: this.#parts.view.boardPoint(event), start };
      return;
    }
    const id = this.#parts.view.at(this.#parts.view.boardPoint(event))?.id ?? null;
    this.#press(event, at, id);
  }

  /** @param {string} name of a point of the one that is chosen */
  #grip(name) {
    const { board, selection, view } = this.#parts;
    const object = selection.single === null ? undefined : board.get(selection.single);
    return object && !object.locked ? (drawingOf(object)?.grip?.(object, name, { board, view }) ?? null) : null;
  }

  /** @param {PointerEvent} event @param {Point} at @param {string | null} id */
  #press(event, at, id) {
    const { selection, view } = this.#parts;
    // Keeps a click on the paper from taking the focus to the page.
    event.preventDefault();
    this.#parts.editor.close();
    const touch = event.pointerType === "touch";
    this.#state = {
      kind: "pressed", at, id, touch, shift: event.shiftKey, alt: event.altKey, button: event.button,
      wasChosen: id !== null && selection.ids.has(id),
    };
    if (id !== null) view.focus(id);
    else this.#container.focus({ preventScroll: true });
    if (touch) this.#holding = setTimeout(() => this.#held(event, id), LONG_PRESS_MS);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    // A pen that hovers beside the finger that moves the board.
    if (event.pointerType === "pen" && event.buttons === 0 && this.#fingers.size > 0) return;
    const at = this.#parts.view.screenPoint(event);
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, at);
    this.#last = at;
    this.#free = event.altKey || event.ctrlKey || event.metaKey;
    this.#even = event.shiftKey;
    const state = this.#state;
    switch (state.kind) {
      case "idle":
        if (this.tool?.hover) this.tool.hover(this.#parts.view.boardPoint(event), this.#parts.view.at(this.#parts.view.boardPoint(event))?.id ?? null);
        return;
      case "pressed":
        if (distance(state.at, at) > (state.touch ? SLOP_PX.touch : SLOP_PX.mouse)) this.#begin(state, at);
        return;
      case "panning":
        this.#parts.camera.pan(at[0] - state.last[0], at[1] - state.last[1]);
        state.last = at;
        return;
      case "pinching":
        return this.#pinching(state);
      case "stroke":
        if (event.pointerId !== state.pointer) return;
        return state.stroke.move(this.#parts.view.boardPoint(event), event);
      default:
        this.#goOn(state);
        this.#nearEdge();
    }
  }

  /** To where the pointer is now: it moved, or the board under it. @param {State} state */
  #goOn(state) {
    const at = toBoard(this.#parts.camera.sight, this.#last);
    switch (state.kind) {
      case "dragging":
        return this.#drag(state);
      case "framing":
        return this.#choosing.byFrame(state.from, at, state.before);
      case "lassoing":
        return this.#choosing.byLine(state.line, at, state.before);
      case "resizing":
        return this.#resize(state, at, this.#even);
    }
  }

  /** A press became a movement. @param {Extract<State, {kind: "pressed"}>} state @param {Point} at */
  #begin(state, at) {
    clearTimeout(this.#holding);
    const { selection, board, camera, view } = this.#parts;
    const still = state.id !== null && (!board.mayWrite || board.get(state.id)?.locked === true);
    const pan = state.button === 1 || this.#space || still;
    if (pan || (state.id === null && !(state.shift || state.alt || this.framing))) {
      this.#container.classList.add("grabbing");
      this.#state = { kind: "panning", last: state.at };
      camera.pan(at[0] - state.at[0], at[1] - state.at[1]);
      this.#state.last = at;
    } else if (state.button !== 0) {
      this.#state = { kind: "idle" };
    } else if (state.id === null) {
      const before = state.shift ? new Set(selection.ids) : new Set();
      const from = toBoard(camera.sight, state.at);
      this.#state = state.alt ? { kind: "lassoing", line: [from], before } : { kind: "framing", from, before };
    } else {
      if (!selection.ids.has(state.id)) selection.set(state.shift ? [...selection.ids, state.id] : [state.id]);
      const from = toBoard(camera.sight, state.at);
      /** @type {Map<string, Point>} */
      const starts = new Map();
      for (const id of selection.ids) {
        const rect = view.rect(id);
        const object = board.get(id);
        if (!rect || !object || object.locked || !isMovable(object)) continue;
        starts.set(id, kindOf(object).box ? object.pos : [rect.x, rect.y]);
      }
      this.#container.classList.add("dragging");
      const chosen = new Set(starts.keys());
      // What belongs to them is shown to come along; the document moves it by itself.
      for (const member of board.membersOf(chosen)) if (isMovable(member) && !starts.has(member.id)) starts.set(member.id, member.pos);
      this.#state = { kind: "dragging", from, starts, places: starts, chosen };
      this.#drag(this.#state);
    }
  }

  /** @param {Extract<State, {kind: "dragging"}>} state */
  #drag(state) {
    const [dx, dy] = this.#since(state.from);
    const snap = this.#fitting(state.starts, dx, dy);
    state.places = new Map(
      [...state.starts].map(([id, [x, y]]) => [id, /** @type {Point} */ ([x + dx + snap.dx, y + dy + snap.dy])]),
    );
    this.#show(new Map([...state.places].map(([id, pos]) => [id, { pos }])), snap.guides);
  }

  /**
   * All that is dragged fits as one.
   * @param {ReadonlyMap<string, Point>} starts
   * @param {number} dx
   * @param {number} dy
   */
  #fitting(starts, dx, dy) {
    const { board, camera } = this.#parts;
    const bounds = boundsOf([...starts].flatMap(([id, pos]) => {
      const object = board.get(id);
      return object ? { pos, size: object.size } : [];
    }));
    if (this.#free || !bounds) return { dx: 0, dy: 0, guides: [] };
    const rect = { ...bounds, x: bounds.x + dx, y: bounds.y + dy };
    return snapMove(rect, this.#neighbours(rect, starts), REACH_PX / camera.sight.zoom);
  }

  /** What is seen around it. @param {Rect} rect @param {{has: (id: string) => boolean}} moving */
  #neighbours(rect, moving) {
    const { camera, view } = this.#parts;
    const ids = view.within(visible(camera.sight, camera.view)).filter((id) => !moving.has(id));
    return near(rect, ids.flatMap((id) => view.rect(id) ?? []), NEAR_PX / camera.sight.zoom);
  }

  /** @param {Point} from on the board @returns {Point} */
  #since(from) {
    const [x, y] = toBoard(this.#parts.camera.sight, this.#last);
    return [x - from[0], y - from[1]];
  }

  #nearEdge() {
    if (this.#edge) return;
    const step = () => {
      this.#edge = 0;
      const state = this.#state;
      if (!SCROLLING.has(state.kind)) return;
      const { view } = this.#parts.camera;
      const insets = DRAWN.has(state.kind) ? NO_INSETS : this.#parts.camera.insets;
      const [x, y] = this.#last;
      const dx = x < insets.left + EDGE_PX ? 1 : x > view.width - insets.right - EDGE_PX ? -1 : 0;
      const dy = y < insets.top + EDGE_PX ? 1 : y > view.height - insets.bottom - EDGE_PX ? -1 : 0;
      if (!dx && !dy) return;
      this.#parts.camera.pan(dx * EDGE_SPEED_PX, dy * EDGE_SPEED_PX);
      this.#goOn(state);
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
    const [dx, dy] = [at[0] - from[0], at[1] - from[1]];
    const object = this.#parts.board.get(id);
    if (!object) return;
    const { sizes, resizing } = kindOf(object);
    even ||= resizing === "even";
    if (resizing === "width") return this.#show(new Map([[id, resized(start, corner, dx, 0, false, sizes)]]));
    const live = resized(start, corner, dx, dy, even, sizes);
    // Even proportions leave one corner only: two edges can't fit at once.
    if (even || this.#free) return this.#show(new Map([[id, live]]));
    const rect = rectOf(live.pos, live.size);
    const snap = snapResize(rect, corner, this.#neighbours(rect, new Set([id])), REACH_PX / this.#parts.camera.sight.zoom);
    this.#show(new Map([[id, resized(start, corner, dx + snap.dx, dy + snap.dy, false, sizes)]]), snap.guides);
  }

  /** @param {string} id */
  #isResizable(id) {
    const object = this.#parts.board.get(id);
    return object !== undefined && !object.locked && kindOf(object).resizing !== "no";
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
    if (state.kind === "stroke" && event.pointerId !== state.pointer) return;
    this.#rest();
    switch (state.kind) {
      case "pressed":
        return this.#clicked(state, event);
      case "stroke":
        return state.stroke.end(this.#parts.view.boardPoint(event), event);
      case "dragging": {
        const places = new Map([...state.places].filter(([id]) => state.chosen.has(id)));
        this.#parts.board.move(places, { onTop: this.#isCovered(places) });
        return this.#show(new Map());
      }
      case "resizing": {
        const now = this.#parts.view.rect(state.id);
        if (now && this.#parts.board.get(state.id)) {
          this.#parts.board.resize(new Map([[state.id, { pos: [now.x, now.y], size: [now.width, now.height] }]]));
        }
        return this.#show(new Map());
      }
    }
  }

  /** Whether something lies over what was laid down there. @param {ReadonlyMap<string, Point>} places */
  #isCovered(places) {
    const { board } = this.#parts;
    const others = [...board.objects.values()].filter((object) => !places.has(object.id) && !kindOf(object).box);
    return [...places].some(([id, pos]) => {
      const object = board.get(id);
      return object && others.some((other) => owns(other) === owns(object) && byHeight(other, object) > 0 && overlap(rectOf(pos, object.size), rectOf(other.pos, other.size)));
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
    if (this.framing || this.tool) return;
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

  /** @param {PointerEvent} event */
  #contextMenu(event) {
    event.preventDefault();
    // Android sends one after a long press too.
    if (this.#fingers.size > 0) return;
    // A key has no button; a Mac's click with ctrl is one of the left, and a pen may have none.
    const byHand = event.button === 2 || event.ctrlKey || ["touch", "pen"].includes(event.pointerType);
    if (!byHand) return this.menuByKey();
    this.#openMenu(event.clientX, event.clientY, this.#parts.view.at(this.#parts.view.boardPoint(event))?.id ?? null);
  }

  /** For the focused note, for what is chosen, or for the middle of what one sees. */
  menuByKey() {
    const { camera, selection, view } = this.#parts;
    const focused = document.activeElement?.closest("[data-id]")?.getAttribute("data-id") ?? null;
    const id = focused ?? [...selection.ids][0] ?? null;
    const element = id === null ? null : view.element(id);
    const box = view.container.getBoundingClientRect();
    if (element) {
      const { left, bottom } = element.getBoundingClientRect();
      this.#openMenu(left, bottom, id);
    } else {
      const [x, y] = toScreen(camera.sight, camera.centre);
      this.#openMenu(box.left + x, box.top + y, null);
    }
  }

  /** @param {number} x @param {number} y @param {string | null} id */
  #openMenu(x, y, id) {
    const { selection } = this.#parts;
    if (id !== null && !selection.ids.has(id)) selection.set([id]);
    if (id === null) selection.clear();
    this.#parts.menu({ x, y });
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
    if (this.#state.kind === "stroke" && event.pointerId !== this.#state.pointer) return;
    this.cancel();
  }

  /** Somebody else deleted or locked what is in motion. @param {readonly string[]} removed */
  #withdrawn(removed) {
    const state = this.#state;
    if (state.kind === "dragging") {
      for (const id of removed) {
        state.starts.delete(id);
        state.places.delete(id);
      }
      if (state.starts.size === 0) this.cancel();
    } else if (state.kind === "resizing" && removed.includes(state.id)) {
      this.cancel();
    }
  }

  #rest() {
    clearTimeout(this.#holding);
    this.#state = { kind: "idle" };
    this.#choosing.end();
    this.#container.classList.remove("grabbing", "dragging");
    // What keeps out of the way of a motion comes back.
    this.#parts.view.draw();
  }

  /** @param {ReadonlyMap<string, Live>} places @param {readonly Guide[]} [guides] */
  #show(places, guides = []) {
    this.#guides.show(guides);
    this.#parts.view.setLive(this, places);
    this.#parts.share(places);
  }
}

/** @param {Point} pos @param {Point} size @returns {Rect} */
function rectOf([x, y], [width, height]) {
  return { x, y, width, height };
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
