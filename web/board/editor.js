// Writing in a note: one text field that lies over it, in the same letters at the same place, so
// that nothing moves when it opens. The field is beside the note's element, not in it: a note is
// a button.

import { t } from "../i18n/index.js";
import { Emitter } from "../sync/emitter.js";
import { drawingOf, drawings } from "./kinds/drawings.js";
import { kindOf } from "./kinds/index.js";
import { bindTextField } from "./text-field.js";

/** @typedef {import("./document.js").BoardDocument} BoardDocument */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("./view.js").BoardView} BoardView */

/** Nobody can write in letters that are smaller than this on the screen. */
const READABLE_ZOOM = 0.7;

/** @type {ReturnType<NonNullable<import("./kinds/kind.js").Drawing["field"]>>} */
const PLAIN = { inset: [0, 0, 0, 0], write: () => {} };

export class NoteEditor {
  /** @type {Emitter<{changed: string | null}>} the note that is being written in */
  events = new Emitter();
  /** What keys in the field ask for beyond writing. @type {{noteBeside: (id: string) => void, undo: () => void, redo: () => void} | null} */
  actions = null;
  /** @type {string | null} */
  #id = null;
  /** Whether the note was made for this writing: nothing written, no note. */
  #fresh = false;
  /** What stood there when the field opened. */
  #before = "";
  /** What opens as soon as its drawing is there. @type {string | null} */
  #coming = null;
  #unbind = () => {};
  #field = document.createElement("textarea");
  #board;
  #view;
  #camera;
  #connection;

  /** @param {{board: BoardDocument, view: BoardView, camera: Camera, connection?: import("../sync/connection.js").Connection}} parts */
  constructor({ board, view, camera, connection }) {
    this.#board = board;
    this.#view = view;
    this.#camera = camera;
    this.#connection = connection;
    this.#field.className = "note-field";
    this.#field.hidden = true;
    this.#field.spellcheck = true;
    this.#field.enterKeyHint = "enter";
    view.layer.append(this.#field);
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => this.#blurred());
    this.#field.addEventListener("input", () => this.#place());
    // The field is no part of the board's gestures: a click in it sets the caret.
    for (const type of ["pointerdown", "dblclick", "contextmenu"]) {
      this.#field.addEventListener(type, (event) => event.stopPropagation());
    }
    board.events.on("changed", ({ changed, removed }) => {
      if (this.#id === null) return;
      if (removed.includes(this.#id) || board.get(this.#id)?.locked) {
        this.close();
        view.container.focus({ preventScroll: true });
      } else if (changed.includes(this.#id)) this.#place();
    });
    view.afterDraw(() => this.#place());
  }

  get id() {
    return this.#id;
  }

  /** @param {string} id @param {{fresh?: boolean}} [options] fresh: made to be written in now */
  open(id, { fresh = false } = {}) {
    const object = this.#board.get(id);
    if (!object || object.locked || this.#id === id) return;
    this.close();
    const { editing } = kindOf(object);
    if (editing !== "text") {
      if (editing === "own") this.#openOwn(id);
      return;
    }
    this.#id = id;
    this.#fresh = fresh;
    this.#before = object.text;
    this.#view.setEntry(id);
    this.#view.pin(new Set([id]));
    this.#view.drawNow();
    this.#view.element(id)?.classList.add("editing");
    this.#field.hidden = false;
    this.#unbind = bindTextField(this.#field, this.#board, id);
    this.#place();
    this.#field.focus({ preventScroll: true });
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
    this.#bringNear(id);
    this.events.emit("changed", id);
  }

  /** @param {boolean} [toNote] whether the focus goes to the note */
  close(toNote = false) {
    this.#coming = null;
    const id = this.#id;
    if (id === null) return;
    this.#id = null;
    this.#unbind();
    this.#unbind = () => {};
    this.#view.element(id)?.classList.remove("editing");
    this.#view.pin(new Set());
    if (this.#fresh && this.#board.get(id)?.text === "") this.#board.discard(id);
    else if (this.#board.get(id)?.text !== this.#before) this.#keepHeight(id);
    if (toNote && !this.#view.focus(id)) this.#view.container.focus({ preventScroll: true });
    this.#field.hidden = true;
    this.events.emit("changed", null);
  }

  /** The list and the exports know no letters' sizes: they read the height that follows from the text. @param {string} id */
  #keepHeight(id) {
    const object = this.#board.get(id);
    const height = object && drawingOf(object)?.height?.(object, object.size[0]);
    if (!object || object.locked || height === undefined || height === object.size[1]) return;
    this.#board.change([id], { size: [object.size[0], height] }, { label: `text ${id} text` });
  }

  /** @param {string} id */
  #openOwn(id) {
    const object = this.#board.get(id);
    const context = {
      board: this.#board, view: this.#view, camera: this.#camera, connection: this.#connection,
      writing: (/** @type {string | null} */ where) => this.events.emit("changed", where),
      done: (/** @type {string} */ where) => {
        if (!this.#view.focus(where)) this.#view.container.focus({ preventScroll: true });
      },
    };
    if (!object) return;
    this.#coming = id;
    const open = () => {
      if (this.#coming !== id) return;
      this.#coming = null;
      drawingOf(object)?.edit?.(id, context);
    };
    if (drawingOf(object)) open();
    else {
      // The first of its kind: what it is written in comes with its drawing.
      const unlisten = drawings.on("loaded", (kind) => {
        if (kind !== object.kind) return;
        unlisten();
        open();
      });
    }
  }

  /** The keyboard of a phone came or the window changed: keep what is written in sight. */
  keepInSight() {
    const rect = this.#id && this.#view.rect(this.#id);
    if (rect) this.#camera.reveal(rect);
  }

  /** @param {string} id */
  #bringNear(id) {
    const rect = /** @type {import("./camera.js").Rect} */ (this.#view.rect(id));
    if (this.#camera.sight.zoom < READABLE_ZOOM) this.#camera.approach(rect);
    else this.#camera.reveal(rect);
  }

  #place() {
    const object = this.#id === null ? undefined : this.#board.get(this.#id);
    const rect = object && this.#view.rect(object.id);
    if (!object || !rect) return;
    const field = drawingOf(object)?.field?.(object, rect, (id) => this.#view.rect(id));
    const { inset: [top, right, bottom, left], write, label, hint = "" } = field ?? PLAIN;
    this.#field.setAttribute("aria-label", label ?? t("note.field"));
    this.#field.placeholder = hint;
    const { style } = this.#field;
    style.setProperty("transform", `translate(${rect.x + left}px, ${rect.y + top}px)`);
    style.setProperty("width", `${rect.width - left - right}px`);
    style.setProperty("height", `${rect.height - top - bottom}px`);
    this.#field.dataset["noteColor"] = object.color;
    this.#field.dataset["kind"] = object.kind;
    write(this.#field, this.#field.value, [rect.width, rect.height]);
    this.#view.element(object.id)?.classList.add("editing");
  }

  #blurred() {
    // The window lost the focus, not the field: one comes back to where one was.
    if (document.hasFocus()) this.close();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    const id = this.#id;
    if (event.isComposing || id === null) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Escape" || (event.key === "Enter" && command) || (event.key === "Tab" && event.shiftKey)) {
      event.preventDefault();
      this.close(true);
    } else if (event.key === "Tab") {
      event.preventDefault();
      this.actions?.noteBeside(id);
    } else if (command && !event.altKey && ["z", "y"].includes(event.key.toLowerCase())) {
      // The field's own undo knows nothing of what others wrote.
      event.preventDefault();
      const redo = event.key.toLowerCase() === "y" || event.shiftKey;
      if (redo) this.actions?.redo();
      else this.actions?.undo();
    }
  }
}
