// Writing an area's title and its prompt in place: two fields over its head. A team's own words are
// written together, letter by letter; those of the facilitators are told to the server when they are done.

import { t } from "../../i18n/index.js";
import { bindTextField } from "../text-field.js";

/** @typedef {import("../kinds/kind.js").EditContext} EditContext */

/** What the server takes. */
const LONGEST = { title: 120, prompt: 500 };

/** @param {string} id @param {EditContext} context */
export function edit(id, { board, view, camera, writing, done }) {
  const area = board.get(id);
  if (!area) return;
  const laid = area.data["laid"] === true;
  const form = document.createElement("div");
  form.className = "area-fields";
  form.dataset["noteColor"] = area.color;
  const title = field("area-title", t("area.title"), LONGEST.title);
  const prompt = field("area-prompt", t("area.prompt"), LONGEST.prompt);
  form.append(title, prompt);
  view.layer.append(form);
  const unbind = laid ? [] : [bindTextField(title, board, id), bindTextField(prompt, board, id, "prompt")];
  if (laid) [title.value, prompt.value] = [area.text, area.texts["prompt"] ?? ""];
  else [title.maxLength, prompt.maxLength] = [LONGEST.title, LONGEST.prompt];

  let open = true;
  const place = () => {
    const rect = open ? view.rect(id) : null;
    if (!rect) return;
    form.style.setProperty("transform", `translate(${rect.x}px, ${rect.y}px)`);
    form.style.setProperty("width", `${rect.width}px`);
    view.element(id)?.classList.add("editing");
  };
  const close = (/** @type {boolean} */ back) => {
    if (!open) return;
    open = false;
    for (const end of [...unbind, unlisten]) end();
    if (laid && board.get(id)) board.name(id, { title: title.value.trim(), prompt: prompt.value.trim() });
    if (back) done(id);
    form.remove();
    view.element(id)?.classList.remove("editing");
    writing(null);
  };
  const unlisten = board.events.on("changed", ({ changed, removed }) => {
    if (removed.includes(id) || (changed.includes(id) && board.get(id)?.locked)) close(true);
  });
  view.afterDraw(place);
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const next = event.key === "Enter" && event.target === title;
    if (next) prompt.focus();
    else if (event.key === "Escape" || event.key === "Enter") close(true);
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    // The window lost the focus, not the field: one comes back to where one was.
    if (document.hasFocus() && !form.contains(/** @type {Node | null} */ (relatedTarget))) close(false);
  });
  for (const type of ["pointerdown", "dblclick", "contextmenu"]) form.addEventListener(type, (event) => event.stopPropagation());

  writing(id);
  place();
  const rect = view.rect(id);
  if (rect) camera.reveal({ ...rect, height: Math.min(rect.height, 160), width: Math.min(rect.width, 480) });
  title.focus({ preventScroll: true });
  title.select();
}

/** @param {string} className @param {string} label @param {number} longest */
function field(className, label, longest) {
  const input = document.createElement("input");
  input.className = className;
  input.maxLength = longest;
  input.placeholder = label;
  input.setAttribute("aria-label", label);
  input.enterKeyHint = "done";
  input.spellcheck = true;
  return input;
}
