// What helps on the way: the sheet of keys and hands (?).

import { onLanguage, t } from "../i18n/index.js";
import { html, nothing, render } from "../vendor/lit.js";
import { ICONS } from "../shell/icons.js";
import { keyName } from "./key-name.js";

/** Text key → keys, by what one wants to do. */
const KEYS = /** @type {const} */ ({
  "help.notes": {
    "help.new": ["N"], "help.edit": ["Enter"], "help.leave": ["Esc"], "help.beside": ["Tab"],
    "help.paste": ["Ctrl", "V"], "help.draw": ["P"], "help.text": ["T"], "help.connect": ["C"], "help.insert": ["E"], "help.delete": ["key.delete"],
  },
  "help.choose": {
    "help.next": ["Tab"], "help.several": ["key.shift", "key.click"], "help.all": ["Ctrl", "A"],
    "help.menu": ["key.shift", "F10"],
  },
  "help.arrange": {
    "help.move": ["←", "→", "↑", "↓"], "help.far": ["key.shift", "→"],
    "help.color": ["F"], "help.duplicate": ["Ctrl", "D"], "help.copy": ["Ctrl", "C"],
    "help.tidy": ["G"], "help.group": ["Ctrl", "G"], "help.ungroup": ["Ctrl", "key.shift", "G"],
    "help.order": ["key.pageup", "key.pagedown"], "help.lock": ["Ctrl", "key.shift", "L"],
  },
  "help.time": { "help.undo": ["Ctrl", "Z"], "help.redo": ["Ctrl", "Y"] },
  "help.look": {
    "help.zoom": ["+", "−"], "help.fit": ["1"], "help.full": ["0"], "help.search": ["Ctrl", "F"], "help.map": ["M"], "help.list": ["L"], "help.help": ["?"],
  },
});
const HANDS = ["help.hand.new", "help.hand.pan", "help.hand.zoom", "help.hand.drag", "help.hand.free", "help.hand.several", "help.hand.menu"];
/** What needs keys beside the hand. */
const WITH_KEYS = new Set(["help.hand.free", "help.hand.several"]);
/** What is of use to somebody who only looks. */
const LOOKING = new Set([...Object.keys(KEYS["help.look"]), "help.next", "help.hand.pan", "help.hand.zoom"]);

/** @param {boolean} mayWrite @returns {{open: () => void}} */
export function mountHelp(mayWrite) {
  const dialog = document.createElement("dialog");
  dialog.className = "help";
  dialog.setAttribute("aria-labelledby", "help-title");
  document.body.append(dialog);
  const isOfUse = (/** @type {string} */ what) => mayWrite || LOOKING.has(what);
  const sectionTemplate = (/** @type {string} */ title, /** @type {Record<string, readonly string[]>} */ keys) => {
    const shown = Object.entries(keys).filter(([what]) => isOfUse(what));
    return shown.length === 0 ? nothing : html`<section><h3>${t(title)}</h3>
      <dl>${shown.map(([what, names]) => html`<div><dt>${t(what)}</dt>
        <dd>${names.map((name) => html`<kbd>${keyName(name)}</kbd> `)}</dd></div>`)}</dl></section>`;
  };
  const show = () => {
    // A phone has no keys.
    const sections = coarse() ? [] : Object.entries(KEYS);
    const hands = HANDS.filter((what) => isOfUse(what) && !(coarse() && WITH_KEYS.has(what)));
    render(html`<div class="help-head"><h2 id="help-title">${t("help.title")}</h2>
        <button class="button quiet icon" type="button" aria-label=${t("action.close")} @click=${() => dialog.close()}>${ICONS.close}</button></div>
      <div class="help-columns">
        <section><h3>${t("help.hands")}</h3><ul role="list" class="help-hands">${hands.map((key) => html`<li>${t(key)}</li>`)}</ul></section>
        ${sections.map(([title, keys]) => sectionTemplate(title, keys))}
      </div>`, dialog);
  };
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  onLanguage(show);
  return {
    open: () => {
      show();
      if (!dialog.open) dialog.showModal();
    },
  };
}

function coarse() {
  return matchMedia("(pointer: coarse)").matches;
}
