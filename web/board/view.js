// The board as a picture: one transformed layer with an element per object that is near the
// visible part, and a canvas instead of hundreds of elements when one looks from far away. Draws
// once per frame what changed. Knows no pointer and no key.

import { t } from "../i18n/index.js";
import { boundsOf, overlap, toBoard, visible } from "./camera.js";
import { FarPicture } from "./far.js";
import { drawingOf, drawings } from "./kinds/drawings.js";
import { kindOf } from "./kinds/index.js";
import { fitter } from "./kinds/note-drawing.js";
import { byHeight } from "./objects.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */
/** @typedef {import("./objects.js").BoardObject} BoardObject */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./selection.js").Selection} Selection */
/** @typedef {{pos: Point, size?: Point}} Live where an object is shown while somebody moves it */

/** Elements are kept this far beyond the edges, in screen pixels, so that a pan finds them there. */
const MARGIN = 400;
/** Farther out than this nobody reads, and so many elements would cost frames. */
const FAR_ZOOM = 0.3;
const FAR_COUNT = 150;
/** Text is a grey line below this zoom. */
const UNREADABLE_ZOOM = 0.2;
/** What is in motion lies over the whole pile. */
const LIFTED = 1_000_000;
/** A line is hit this near to it, in screen pixels. */
const SLACK_PX = 8;
/** A connector to an object with a stamp: more than that is nonsense. */
const DEEPEST = 2;
/** While the camera moves its layer is not painted anew; so long after it stops it is. */
const REST_MS = 160;

export class BoardView {
  /** @type {HTMLElement} */
  layer = document.createElement("div");
  /** @type {Map<string, {element: HTMLElement, kind: string, drawn: Readonly<BoardObject>, selected: boolean, place: string}>} */
  #elements = new Map();
  /** @type {Map<string, Live>} by id, what anybody moves right now */
  #live = new Map();
  /** @type {Map<unknown, string[]>} who moves what */
  #movers = new Map();
  /** @type {Map<string, number>} id → place in the pile */
  #heights = new Map();
  #heightsStale = true;
  /** What the elements were chosen for. @type {Rect | null} */
  #prepared = null;
  #frame = 0;
  #paper = document.createElement("div");
  #far;
  #isFar = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;
  /** The object that Tab finds. @type {string | null} */
  #entry = null;
  /** The one that was looked for. @type {string | null} */
  #marked = null;
  /** @type {ReadonlySet<string>} never left out: who is focused must not vanish */
  #pinned = new Set();
  /** Called after a frame was drawn. @type {Set<() => void>} */
  #after = new Set();
  #board;
  #camera;
  #selection;
  /** @type {Omit<import("./kinds/kind.js").Look, "selected">} */
  #look;
  /** What is read with an object: stamps and comments on it. @type {(id: string) => string} */
  readWith = () => "";
  /** How deep rectangles follow from others right now. */
  #depth = 0;

  /**
   * @param {HTMLElement} container
   * @param {{board: BoardDocument, camera: Camera, selection: Selection, author: (person: string) => string}} parts
   */
  constructor(container, { board, camera, selection, author }) {
    this.#board = board;
    this.#camera = camera;
    this.#selection = selection;
    this.#look = { author, get: (id) => board.get(id), rectOf: (id) => this.rect(id) };
    this.container = container;
    this.layer.className = "board-layer";
    this.#far = this.picture();
    this.#paper.className = "board-paper";
    container.append(this.#paper, this.#far.canvas, this.layer);
    board.events.on("laid", () => {
      this.#heightsStale = true;
      this.#prepared = null;
      this.draw();
    });
    board.events.on("changed", ({ removed }) => {
      this.#heightsStale = true;
      if (this.#entry !== null && removed.includes(this.#entry)) this.#entry = null;
      this.#prepared = null;
      this.draw();
    });
    camera.events.on("moved", () => this.#moved());
    selection.events.on("changed", () => {
      this.#prepared = null;
      this.draw();
    });
    drawings.on("loaded", (kind) => {
      for (const entry of this.#elements.values()) if (entry.kind === kind) entry.kind = "";
      this.#prepared = null;
      this.draw();
    });
    this.draw();
  }

  /** A picture of its objects as they are seen now. */
  picture() {
    return new FarPicture({ ...this.#look, selected: false });
  }

  /** What a screen reader says of it, with what is read along. @param {Readonly<BoardObject>} object */
  label(object) {
    return this.#labelOf(object, drawingOf(object), { ...this.#look, selected: false });
  }

  /** What it has to be dragged at in place of a frame. @param {Readonly<BoardObject>} object */
  grips(object) {
    return drawingOf(object)?.grips?.(object, { ...this.#look, selected: true }) ?? null;
  }

  /** What covers these, or all objects. @param {Iterable<string>} [ids] @returns {Rect | null} */
  bounds(ids = [...this.#board.seen()].map(({ id }) => id)) {
    return boundsOf([...ids].flatMap((id) => {
      const rect = this.rect(id);
      return rect ? { pos: [rect.x, rect.y], size: [rect.width, rect.height] } : [];
    }));
  }

  /** Its label says something else now. @param {Iterable<string>} ids */
  again(ids) {
    for (const id of ids) {
      const entry = this.#elements.get(id);
      if (entry) entry.drawn = NEVER;
    }
    this.#prepared = null;
    this.draw();
  }

  /** The font came: what was measured without it is wrong. */
  measureAgain() {
    fitter.forget();
    this.rewrite();
  }

  /** Names or the language changed. */
  rewrite() {
    for (const entry of this.#elements.values()) entry.drawn = NEVER;
    this.#prepared = null;
    this.draw();
  }

  /** Soon, once per frame. */
  draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawNow();
    });
  }

  /** At once: an element is needed, to focus it or to lay a field over it. */
  drawNow() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#drawNow();
  }

  /** @param {() => void} run */
  afterDraw(run) {
    this.#after.add(run);
  }

  /**
   * Somebody moves or resizes objects; nobody's document has changed yet.
   * @param {unknown} mover
   * @param {ReadonlyMap<string, Live>} places empty when it is over
   */
  setLive(mover, places) {
    if (places.size === 0 && !this.#movers.has(mover)) return;
    for (const id of this.#movers.get(mover) ?? []) if (!places.has(id)) this.#live.delete(id);
    if (places.size) this.#movers.set(mover, [...places.keys()]);
    else this.#movers.delete(mover);
    for (const [id, live] of places) this.#live.set(id, live);
    this.#prepared = null;
    this.draw();
  }

  /** Where it is seen now. @param {string} id @returns {Rect | null} */
  rect(id) {
    const object = this.#board.get(id);
    return object ? this.#rectOf(object) : null;
  }

  /** @param {string} id */
  element(id) {
    return this.#elements.get(id)?.element ?? null;
  }

  /** @param {ReadonlySet<string>} ids */
  pin(ids) {
    this.#pinned = ids;
    this.#prepared = null;
    this.draw();
  }

  /** @param {string | null} id the object at which Tab enters the board */
  setEntry(id) {
    if (this.#entry === id) return;
    const before = this.#entry && this.element(this.#entry);
    if (before) before.tabIndex = -1;
    this.#entry = id;
    const now = id && this.element(id);
    if (now) now.tabIndex = 0;
    this.#prepared = null;
    this.draw();
  }

  /** Shows which one was looked for. @param {string | null} id */
  mark(id) {
    if (this.#marked === id) return;
    if (this.#marked !== null) this.element(this.#marked)?.classList.remove("found");
    this.#marked = id;
    this.#prepared = null;
    this.draw();
  }

  get entry() {
    return this.#entry;
  }

  /** @param {string} id @returns {boolean} whether it could be focused */
  focus(id) {
    this.setEntry(id);
    this.drawNow();
    const element = this.element(id);
    element?.focus({ preventScroll: true });
    return element !== null;
  }

  /**
   * The topmost object there.
   * @param {Point} point on the board
   * @param {(object: Readonly<BoardObject>) => boolean} [counts] others are looked through
   */
  at(point, counts = () => true) {
    /** @type {Readonly<BoardObject> | null} */
    let top = null;
    const slack = SLACK_PX / this.#camera.sight.zoom;
    for (const object of this.#board.seen()) {
      if (this.#isPaper(object)) continue;
      if (counts(object) && this.#hits(object, point, slack) && (!top || byPile(object, top) > 0)) top = object;
    }
    return top;
  }

  /** @param {Rect} area on the board @returns {string[]} */
  within(area) {
    const inside = (/** @type {Readonly<BoardObject>} */ object) => {
      const rect = this.#rectOf(object);
      // What owns others is meant where all of it is: otherwise its content is.
      return rect !== null && (kindOf(object).owns ? contains(area, rect) : overlap(rect, area));
    };
    return [...this.#board.objects.values()].filter(inside).map(({ id }) => id);
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Point} on the board's screen */
  screenPoint({ clientX, clientY }) {
    const { left, top } = this.container.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Point} on the board */
  boardPoint(event) {
    return toBoard(this.#camera.sight, this.screenPoint(event));
  }

  #moved() {
    this.layer.classList.add("moving");
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.layer.classList.remove("moving");
      // After zooming in, most elements lie far outside.
      this.#prepared = null;
      this.draw();
    }, REST_MS);
    this.draw();
  }

  #drawNow() {
    const { sight, view } = this.#camera;
    const { x, y, zoom } = sight;
    this.layer.style.setProperty("transform", `translate(${-x * zoom}px, ${-y * zoom}px) scale(${zoom})`);
    this.container.style.setProperty("--zoom", String(zoom));
    this.layer.classList.toggle("unreadable", zoom < UNREADABLE_ZOOM);
    paper(this.#paper, sight);
    const seen = visible(sight, view);
    if (!this.#prepared || !contains(this.#prepared, seen) || this.#isFar !== zoom < FAR_ZOOM) this.#choose();
    this.#far.draw(this.#isFarNow() ? this.#pile(seen) : null, sight, view, {
      elements: this.#elements, chosen: this.#selection.ids,
    });
    for (const run of this.#after) run();
  }

  /** Which objects have an element. */
  #choose() {
    const { sight, view } = this.#camera;
    const prepared = visible(sight, view, MARGIN);
    this.#isFar = sight.zoom < FAR_ZOOM;
    this.#prepared = prepared;
    const far = this.#isFarNow();
    // A few chosen ones keep their element wherever they are; of many it would cost frames.
    const chosen = this.#selection.ids.size <= FAR_COUNT ? this.#selection.ids : NOBODY;
    /** @type {Set<string>} */
    const wanted = new Set();
    for (const object of this.#board.seen()) {
      const kept = object.id === this.#entry || object.id === this.#marked || this.#pinned.has(object.id) || chosen.has(object.id);
      if (this.#rectOf(object) && (kept || (!far && this.#meets(object, prepared)))) wanted.add(object.id);
    }
    for (const [id, { element }] of this.#elements) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#elements.delete(id);
    }
    this.#rank();
    const fresh = document.createDocumentFragment();
    const held = document.activeElement?.parentElement === this.layer ? document.activeElement.getAttribute("data-id") : null;
    for (const id of wanted) this.#show(/** @type {Readonly<BoardObject>} */ (this.#board.get(id)), fresh);
    if (fresh.childElementCount) this.layer.append(fresh);
    // Its drawing came while it had the focus: another element stands for it now.
    if (held !== null && document.activeElement === document.body) this.element(held)?.focus({ preventScroll: true });
  }

  /**
   * @param {Readonly<BoardObject>} object
   * @param {DocumentFragment} fresh
   */
  #show(object, fresh) {
    const { id } = object;
    const kind = kindOf(object);
    const drawing = drawingOf(object);
    let entry = this.#elements.get(id);
    if (entry && entry.kind !== (drawing ? kind.name : "")) {
      entry.element.remove();
      entry = undefined;
    }
    if (!entry) {
      entry = { element: this.#element(object, drawing), kind: drawing ? kind.name : "", drawn: NEVER, selected: false, place: "" };
      this.#elements.set(id, entry);
      fresh.append(entry.element);
    }
    const selected = this.#selection.ids.has(id);
    const { element } = entry;
    element.classList.toggle("found", id === this.#marked);
    const live = this.#live.get(id);
    // What hangs on others is drawn anew whenever they are: they may be in motion.
    const hangs = kind.refs !== undefined;
    if (entry.drawn !== object || entry.selected !== selected || live?.size || hangs) {
      const shown = live ? { ...object, pos: live.pos, size: live.size ?? object.size } : object;
      const look = { ...this.#look, selected };
      drawing?.update(element, shown, look);
      element.setAttribute("aria-label", this.#labelOf(shown, drawing, look));
      // A team's area may have become the facilitators'.
      element.setAttribute("role", this.#isPaper(object) ? "group" : "button");
      if (this.#isPaper(object)) element.removeAttribute("aria-pressed");
      else element.setAttribute("aria-pressed", String(selected));
      element.classList.toggle("locked", object.locked);
      element.classList.toggle("selected", selected);
      entry.drawn = live?.size ? NEVER : object;
      entry.selected = selected;
    }
    const { x, y, width, height: tall } = /** @type {Rect} */ (this.#rectOf(object));
    const height = (this.#heights.get(id) ?? 0) + (live ? LIFTED : 0);
    const place = [x, y, width, tall, height, live !== undefined].join(" ");
    if (entry.place === place) return;
    entry.place = place;
    const { style } = element;
    style.setProperty("transform", `translate(${x}px, ${y}px)`);
    style.setProperty("width", `${width}px`);
    style.setProperty("height", `${tall}px`);
    style.setProperty("z-index", String(height));
    element.classList.toggle("lifted", live !== undefined && !live.size);
  }

  /** @param {Readonly<BoardObject>} object @param {import("./kinds/kind.js").Drawing | null} drawing */
  #element(object, drawing) {
    const element = drawing?.create(object) ?? document.createElement("div");
    element.classList.add("object");
    element.dataset["id"] = object.id;
    element.tabIndex = object.id === this.#entry ? 0 : -1;
    return element;
  }

  /** @param {Readonly<BoardObject>} object @param {Point} point @param {number} slack */
  #hits(object, point, slack) {
    const { hits } = kindOf(object);
    const rect = this.#rectOf(object);
    if (!rect) return false;
    if (hits) return hits(object, rect, point, slack, this.#look.rectOf);
    const [x, y] = point;
    return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
  }

  #rank() {
    if (!this.#heightsStale) return;
    this.#heightsStale = false;
    const sorted = [...this.#board.seen()].sort(byPile);
    this.#heights = new Map(sorted.map(({ id }, index) => [id, index + 1]));
  }

  #isFarNow() {
    return this.#isFar && this.#board.objects.size > FAR_COUNT;
  }

  /** @param {Rect} seen @returns {Readonly<BoardObject>[]} from the bottom to the top */
  #pile(seen) {
    this.#rank();
    return [...this.#board.seen()]
      .filter((object) => this.#meets(object, seen))
      .sort((a, b) => (this.#heights.get(a.id) ?? 0) - (this.#heights.get(b.id) ?? 0));
  }

  /** What the facilitators laid down is a part of the paper to all others. @param {Readonly<BoardObject>} object */
  #isPaper(object) {
    return object.data["laid"] === true && !this.#board.mayLay;
  }

  /** @param {Readonly<BoardObject>} object @param {Rect} area */
  #meets(object, area) {
    const rect = this.#rectOf(object);
    return rect !== null && overlap(rect, area);
  }

  /** @param {Readonly<BoardObject>} object @returns {Rect | null} null: it is nowhere */
  #rectOf(object) {
    const { id, pos, size } = object;
    const { box } = kindOf(object);
    const live = this.#live.get(id);
    if (box) return this.#follow(live ? { ...object, pos: live.pos } : object, box);
    const [x, y] = live?.pos ?? pos;
    const [width, height] = live?.size ?? size;
    return { x, y, width, height: drawingOf(object)?.height?.(object, width) ?? height };
  }

  /**
   * Where something is that hangs on others. They might hang on one another in a circle, or in a
   * long chain: nobody made that with a tool of ours.
   * @param {Readonly<BoardObject>} object
   * @param {NonNullable<import("./kinds/kind.js").Kind["box"]>} box
   */
  #follow(object, box) {
    if (this.#depth >= DEEPEST) return null;
    this.#depth++;
    try {
      return box(object, this.#look.rectOf);
    } finally {
      this.#depth--;
    }
  }

  /**
   * @param {Readonly<BoardObject>} object
   * @param {import("./kinds/kind.js").Drawing | null} drawing
   * @param {import("./kinds/kind.js").Look} look
   */
  #labelOf(object, drawing, look) {
    const label = drawing?.label(object, look) ?? t("board.unknown");
    const more = this.readWith(object.id);
    return more ? `${label}. ${more}` : label;
  }
}

/**
 * From the bottom to the top: the facilitators' areas, what owns others, what owns others and lies in
 * another owner, and over all of them what does not.
 * @param {Readonly<BoardObject>} a
 * @param {Readonly<BoardObject>} b
 */
export function byPile(a, b) {
  return tier(a) - tier(b) || byHeight(a, b);
}

/** @param {Readonly<BoardObject>} object */
function tier(object) {
  if (!kindOf(object).owns) return 3;
  return object.data["laid"] ? 0 : object.area === null ? 1 : 2;
}

/** @type {ReadonlySet<string>} */
const NOBODY = new Set();
/** Stands for "not drawn yet". */
const NEVER = /** @type {Readonly<BoardObject>} */ (/** @type {unknown} */ (Object.freeze({})));

/**
 * The dots of the paper move along, and thin out. The sheet is one dot larger than the board and
 * shifted by less than that: moving it costs no painting.
 * @param {HTMLElement} sheet
 * @param {import("./camera.js").Sight} sight
 */
function paper({ style }, { x, y, zoom }) {
  let step = 32;
  while (step * zoom < 20) step *= 2;
  const size = step * zoom;
  const shift = (/** @type {number} */ at) => -(((at * zoom) % size) + size) % size;
  style.setProperty("--dots", `${size}px`);
  style.setProperty("transform", `translate(${shift(x)}px, ${shift(y)}px)`);
}

/** @param {Rect} outer @param {Rect} inner */
function contains(outer, inner) {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
