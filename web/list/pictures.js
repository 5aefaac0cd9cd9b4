// Pictures in the list: small on their card, and the buttons that add some. On a phone one of them is
// the camera.

import { choosePictures } from "../board/images/choose.js";
import { imageUrl, ownOf } from "../board/images/sources.js";
import { t } from "../i18n/index.js";
import { html, nothing } from "../vendor/lit.js";
import { LIST_ICONS } from "./icons.js";

/** @param {Readonly<import("../board/objects.js").BoardObject>} object */
export function cardPicture({ data }) {
  const hash = String(data["hash"]);
  const source = hash ? imageUrl(hash) : ownOf(data["upload"])?.url;
  if (!source) return html`<p class="card-picture-words">${t("list.picture.coming")}</p>`;
  const [width, height] = /** @type {[number, number]} */ (data["natural"]);
  // The card's button has its description.
  return html`<div class="card-picture-box">
    <img class="card-picture" src=${source} width=${width} height=${height} alt="" loading="lazy" decoding="async"
      @load=${(/** @type {Event} */ event) => absent(event, false)} @error=${(/** @type {Event} */ event) => absent(event, true)}>
    <p class="card-picture-words">${t("list.picture.missing")}</p></div>`;
}

/** @param {Event} event @param {boolean} isAbsent */
function absent({ currentTarget }, isAbsent) {
  /** @type {Element} */ (currentTarget).parentElement?.classList.toggle("absent", isAbsent);
}

/** @param {(files: File[]) => void} add */
export function pictureButtons(add) {
  return html`
    ${hasCamera() ? html`<button type="button" class="button quiet icon" aria-label=${t("list.camera")} title=${t("list.camera")}
      @click=${() => choosePictures(add, { camera: true })}>${LIST_ICONS.camera}</button>` : nothing}
    <button type="button" class="button quiet icon" aria-label=${t("list.picture")} title=${t("list.picture")}
      @click=${() => choosePictures(add)}>${LIST_ICONS.picture}</button>`;
}

/** What is held in a hand; a laptop's camera looks at its owner. */
function hasCamera() {
  return matchMedia("(pointer: coarse)").matches;
}
