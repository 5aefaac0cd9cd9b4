// One object as a card: what it says, who wrote it, and a button for everything one can do with it.

import { kindOf } from "../board/kinds/index.js";
import { BOARD_ICONS } from "../board/icons.js";
import { t } from "../i18n/index.js";
import { html, nothing } from "../vendor/lit.js";
import { LIST_ICONS } from "./icons.js";
import { cardPicture } from "./pictures.js";
import { blankOf, isPlainText, isWritable, labelOf, shortOf, shownOf } from "./words.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/**
 * @typedef {object} Hands
 * @property {import("./words.js").Reading} reading
 * @property {boolean} mayWrite
 * @property {(id: string) => readonly {name: string, colour: number}[]} writers
 * @property {(id: string) => void} open to be written in
 * @property {(event: KeyboardEvent, id: string) => void} key on its card
 * @property {(event: KeyboardEvent, id: string) => void} fieldKey in its field
 * @property {(id: string) => void} left its field lost the focus
 * @property {((id: string) => void) | undefined} show
 * @property {(id: string) => void} remove
 * @property {(id: string) => void} unlock
 * @property {(id: string, at: {x: number, y: number}) => void} menu
 */

/**
 * @param {Readonly<BoardObject>} object
 * @param {{inner: boolean, writing: boolean}} state inner: it belongs to the one before it
 * @param {Hands} hands
 */
export function card(object, { inner, writing }, hands) {
  const { id, color } = object;
  const kind = kindOf(object);
  return html`<li class=${inner ? "card card-inner" : "card"} data-card=${id} data-kind=${kind.name} data-note-color=${kind.colored ? color : "grey"}>
    ${object.kind === "image" ? cardPicture(object) : nothing}
    ${writing ? field(object, hands) : text(object, hands)}
    <div class="card-foot">
      ${hands.writers(id).map(({ name, colour }) => html`<span class="card-writer" data-member-color=${colour}>${t("cursor.writes", { name })}</span>`)}
      <span class="card-author">${object.data["anonymous"] ? nothing : hands.reading.author(object)}</span>
      ${tools(object, hands)}
    </div>
  </li>`;
}

/** @param {Readonly<BoardObject>} object @param {Hands} hands */
function text(object, hands) {
  const { id } = object;
  const writable = isWritable(object, hands);
  const shown = shownOf(object, hands.reading);
  return html`<button type="button" class="card-text" aria-label=${labelOf(object, hands.reading)}
    aria-keyshortcuts=${writable ? "Enter Delete" : nothing} @click=${() => writable && hands.open(id)}
    @keydown=${(/** @type {KeyboardEvent} */ event) => hands.key(event, id)}>${shown || html`<span class="card-blank">${blankOf(object, hands.reading)}</span>`}</button>`;
}

/** @param {Readonly<BoardObject>} object @param {Hands} hands */
function field(object, hands) {
  const { id, kind } = object;
  // Its fields are mounted there.
  if (!isPlainText(object)) return html`<div class="card-fields" data-fields=${id}></div>`;
  return html`<textarea class="card-field" rows="3" aria-label=${t(kind === "image" ? "list.picture.text" : "list.text")} enterkeyhint="done"
    @keydown=${(/** @type {KeyboardEvent} */ event) => hands.fieldKey(event, id)} @blur=${() => hands.left(id)}></textarea>`;
}

/** @param {Readonly<BoardObject>} object @param {Hands} hands */
function tools(object, hands) {
  const { id } = object;
  const name = shortOf(object, hands.reading);
  const show = hands.show && button("locate", t("list.show"), name, () => hands.show?.(id));
  if (!hands.mayWrite) return show ?? nothing;
  const more = html`<button type="button" class="button quiet icon card-more" aria-haspopup="menu" aria-label=${`${t("list.more")}: ${name}`} title=${t("list.more")}
    @click=${(/** @type {Event} */ { currentTarget }) => hands.menu(id, below(currentTarget))}>${BOARD_ICONS.more}</button>`;
  if (object.locked) {
    return html`<button type="button" class="button quiet card-unlock" @click=${() => hands.unlock(id)}>${BOARD_ICONS.unlock} ${t("menu.unlock")}</button>${more}`;
  }
  return html`${show ?? nothing}${button("trash", t("list.delete"), name, () => hands.remove(id))}${more}`;
}

/** @param {keyof typeof LIST_ICONS} icon @param {string} what @param {string} of @param {() => void} run */
function button(icon, what, of, run) {
  return html`<button type="button" class="button quiet icon" aria-label=${`${what}: ${of}`} title=${what} @click=${run}>${LIST_ICONS[icon]}</button>`;
}

/** Where a menu opens. @param {EventTarget | null} button */
export function below(button) {
  const { left, bottom } = /** @type {Element} */ (button).getBoundingClientRect();
  return { x: left, y: bottom + 6 };
}
