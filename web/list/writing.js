// Who writes where in the list: one card's text, one card's fields, or one area's words, and nothing
// else at the same time.

import { bindTextField } from "../board/text-field.js";
import { loadTexts } from "../i18n/index.js";
import { isPlainText } from "./words.js";

/** @typedef {import("../board/document.js").BoardDocument} BoardDocument */

export class Writing {
  /** What is being written in. @type {string | null} */
  id = null;
  #end = () => {};
  #container;
  #board;
  #connection;
  #tell;

  /**
   * @param {HTMLElement} container
   * @param {{board: BoardDocument, connection: import("../sync/connection.js").Connection | undefined, tell: (id: string | null) => void}} parts
   */
  constructor(container, { board, connection, tell }) {
    this.#container = container;
    this.#board = board;
    this.#connection = connection;
    this.#tell = tell;
  }

  /**
   * Its field stands there: bind it, with the caret at the end.
   * @param {string} id
   * @param {() => void} leave
   */
  begin(id, leave) {
    this.id = id;
    const object = this.#board.get(id);
    if (!object) return;
    if (object.kind === "area") this.#area(id, object);
    else if (isPlainText(object)) this.#text(id);
    else this.#fields(id, leave);
    this.#tell(id);
  }

  end() {
    const end = this.#end;
    this.#end = () => {};
    this.id = null;
    end();
    this.#tell(null);
  }

  /** @param {string} id */
  #text(id) {
    const field = this.#container.querySelector(".card-field");
    if (!(field instanceof HTMLTextAreaElement)) return;
    this.#end = bindTextField(field, this.#board, id);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  /** @param {string} id @param {() => void} leave */
  #fields(id, leave) {
    let over = false;
    /** @type {(() => void) | undefined} */
    let destroy;
    this.#end = () => {
      over = true;
      destroy?.();
    };
    void Promise.all([import("../board/cards/fields.js"), loadTexts("cards")]).then(([{ mountFields }]) => {
      const place = this.#container.querySelector(`[data-fields="${CSS.escape(id)}"]`);
      if (over || !(place instanceof HTMLElement)) return;
      destroy = mountFields(place, {
        board: this.#board, id, leave, focus: true, writing: (where) => this.#tell(where),
        ...(this.#connection && { connection: this.#connection }),
      });
    });
  }

  /** @param {string} id @param {Readonly<import("../board/objects.js").BoardObject>} area */
  #area(id, area) {
    const [title, prompt] = [".area-name", ".area-todo"].map((part) => /** @type {HTMLInputElement} */ (this.#container.querySelector(part)));
    if (!title || !prompt) return;
    if (area.data["laid"]) {
      [title.value, prompt.value] = [area.text, area.texts["prompt"] ?? ""];
      this.#end = () => this.#board.name(id, { title: title.value.trim(), prompt: prompt.value.trim() });
    } else {
      const ends = [bindTextField(title, this.#board, id), bindTextField(prompt, this.#board, id, "prompt")];
      [title.maxLength, prompt.maxLength] = [120, 500];
      this.#end = () => ends.forEach((end) => end());
    }
    title.focus();
    title.select();
  }
}
