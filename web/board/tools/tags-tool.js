// Giving notes tags: those they have, those of the board to choose from, a field for a new one.

import { t } from "../../i18n/index.js";
import { announce } from "../../shell/notices.js";
import { ICONS } from "../../shell/icons.js";
import { html, nothing, render } from "../../vendor/lit.js";
import { TAG_LONGEST, includes, tagFrom, tagsIn, tagsOf, withTag, withoutTag } from "../tags.js";

/** Suggestions at once. */
const SHOWN = 12;
/** Screen pixels to the edges of the window. */
const MARGIN_PX = 8;

/** @param {import("./tool.js").ToolContext} context */
export function start({ at, board, selection, view }) {
  const ids = [...selection.ids].filter((id) => board.get(id)?.kind === "note" && !board.get(id)?.locked);
  if (ids.length === 0) return;
  const panel = document.createElement("div");
  panel.className = "popover tags-panel";
  panel.popover = "auto";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", t("tags.title"));
  document.body.append(panel);
  const notes = () => ids.flatMap((id) => board.get(id) ?? []);
  const field = () => /** @type {HTMLInputElement} */ (panel.querySelector("input"));

  const change = (/** @type {(tags: readonly string[]) => readonly string[]} */ next) => {
    const label = `tags ${Date.now()}`;
    for (const note of notes()) {
      const tags = next(tagsOf(note));
      if (tags !== tagsOf(note)) board.change([note.id], { tags: tags.length > 0 ? [...tags] : undefined }, { label });
    }
    show();
  };
  const add = (/** @type {string} */ typed) => {
    const tag = tagFrom(typed);
    if (tag === "") return;
    // As it is written on the board already.
    const known = tagsIn(board.objects.values()).find((each) => includes([each], tag)) ?? tag;
    change((tags) => withTag(tags, known));
    field().value = "";
    show();
    announce(t("tags.added", { tag: known }));
  };
  const remove = (/** @type {string} */ tag) => {
    change((tags) => withoutTag(tags, tag));
    field().focus();
    announce(t("tags.removed", { tag }));
  };
  const show = () => {
    const own = tagsIn(notes());
    const typed = tagFrom(panel.querySelector("input")?.value ?? "").toLowerCase();
    const others = tagsIn(board.objects.values())
      .filter((tag) => !includes(own, tag) && tag.toLowerCase().includes(typed)).slice(0, SHOWN);
    render(html`
      <h2>${t("tags.title")}</h2>
      ${own.length === 0 ? nothing : html`<ul role="list" class="tags-own">${own.map((tag) => html`<li>
        <button class="tag-choice" type="button" aria-label=${t("tags.remove", { tag })} @click=${() => remove(tag)}>${tag} ${ICONS.close}</button></li>`)}</ul>`}
      <form class="tags-form" @submit=${(/** @type {Event} */ event) => { event.preventDefault(); add(field().value); }}>
        <input class="input" type="text" maxlength=${TAG_LONGEST} autocomplete="off" aria-label=${t("tags.new")} placeholder=${t("tags.new")} @input=${show}>
        <button class="button">${t("tags.add")}</button></form>
      ${others.length === 0 ? nothing : html`<p class="tags-hint" id="tags-hint">${t("tags.used")}</p>
        <ul role="list" class="tags-own" aria-labelledby="tags-hint">${others.map((tag) => html`<li>
          <button class="tag-choice" type="button" @click=${() => { add(tag); field().focus(); }}>${tag}</button></li>`)}</ul>`}`, panel);
  };

  const unlisten = board.events.on("changed", show);
  panel.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    unlisten();
    const nowhere = document.activeElement === document.body || panel.contains(document.activeElement);
    panel.remove();
    if (nowhere && ids[0]) view.focus(ids[0]);
  });
  show();
  panel.showPopover();
  const { offsetWidth, offsetHeight } = panel;
  panel.style.setProperty("--popover-x", `${Math.max(MARGIN_PX, Math.min(at.x, innerWidth - offsetWidth - MARGIN_PX))}px`);
  panel.style.setProperty("--popover-y", `${Math.max(MARGIN_PX, Math.min(at.y, innerHeight - offsetHeight - MARGIN_PX))}px`);
  field().focus();
}
