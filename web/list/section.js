// One area in the list: its title and what is to be done there, its cards in their order, and the field
// for the next one.

import { BOARD_ICONS } from "../board/icons.js";
import { t } from "../i18n/index.js";
import { html, nothing, repeat } from "../vendor/lit.js";
import { below } from "./card.js";
import { titleOf } from "./words.js";

/** @typedef {import("../board/objects.js").BoardObject} BoardObject */
/** @typedef {import("../vendor/lit.js").TemplateResult} TemplateResult */
/**
 * @typedef {object} Section
 * @property {string | null} area its id; null: what lies in none
 * @property {Readonly<BoardObject> | null} head the area itself
 * @property {readonly Readonly<BoardObject>[]} objects as they are read
 */
/**
 * @typedef {object} Parts
 * @property {(object: Readonly<BoardObject>) => TemplateResult} card
 * @property {(section: Section) => TemplateResult | typeof nothing} composer
 * @property {boolean} alone there are no areas
 * @property {string | null} naming the area whose words are being written
 * @property {((id: string, at: {x: number, y: number}) => void) | null} menu of an area that one may change
 * @property {(event: KeyboardEvent, id: string) => void} nameKey
 * @property {(event: FocusEvent, id: string) => void} nameLeft
 * @property {string} empty what is said where there is nothing
 */

/** @param {Section} section @param {Parts} parts */
export function section({ area, head, objects }, parts) {
  const title = titleOf({ area, head });
  return html`<section class="list-area" data-area=${area ?? ""} data-note-color=${head?.color ?? "grey"} aria-label=${parts.alone ? t("list.area.none") : title}>
    ${parts.alone ? nothing : heading({ area, head, objects }, title, parts)}
    ${objects.length === 0 && parts.alone ? html`<p class="list-empty">${parts.empty}</p>` : nothing}
    <ol role="list" class="list-cards">${repeat(objects, ({ id }) => id, parts.card)}</ol>
    ${parts.alone ? nothing : parts.composer({ area, head, objects })}
  </section>`;
}

/** @param {Section} section @param {string} title @param {Parts} parts */
function heading({ area, head, objects }, title, parts) {
  const prompt = head?.texts["prompt"] ?? "";
  if (area !== null && parts.naming === area) {
    return html`<div class="list-head" @focusout=${(/** @type {FocusEvent} */ event) => parts.nameLeft(event, area)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => parts.nameKey(event, area)}>
      <input class="input area-name" maxlength="120" aria-label=${t("list.area.title")} placeholder=${t("list.area.title")} enterkeyhint="done">
      <input class="input area-todo" maxlength="500" aria-label=${t("list.area.prompt")} placeholder=${t("list.area.prompt")} enterkeyhint="done"></div>`;
  }
  return html`<div class="list-head">
    <h3 class="list-area-title" tabindex="-1">${title}${head?.data["laid"] ? html` <span class="list-laid" title=${t("list.area.laid")}>${BOARD_ICONS.lock}<span class="visually-hidden">, ${t("list.area.laid")}</span></span>` : nothing}</h3>
    <span class="list-count">${t("list.count", { n: objects.length })}</span>
    ${area !== null && parts.menu ? html`<button type="button" class="button quiet icon area-more" aria-haspopup="menu" aria-label=${`${t("list.area.more")}: ${title}`} title=${t("list.area.more")}
      @click=${(/** @type {Event} */ { currentTarget }) => parts.menu?.(area, below(currentTarget))}>${BOARD_ICONS.more}</button>` : nothing}
  </div>${prompt.trim() ? html`<p class="list-prompt">${prompt}</p>` : nothing}`;
}
