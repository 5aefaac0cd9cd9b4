// All texts a person reads, in one place per language. German unless somebody chose otherwise:
// `?lang=en` in the address, or the switch, which the browser remembers.
//
//   t("save.unsaved", { n: 3 })    {name} in a text is replaced; a text with plural forms
//                                  ({one, other}) is chosen by `n`
//   language(), setLanguage("en"), onLanguage(listener) → unsubscribe
//
// A key that a language does not have is our bug: it throws, and a test finds it before anybody.

import boardDe from "./board.de.js";
import boardEn from "./board.en.js";
import de from "./de.js";
import en from "./en.js";
import listDe from "./list.de.js";
import listEn from "./list.en.js";

/**
 * @typedef {"de" | "en"} Language
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Text
 * @typedef {Record<string, Text>} Texts
 */

/** @type {Record<Language, Texts>} */
export const TEXTS = {
  de: { ...de, ...boardDe, ...listDe },
  en: { ...en, ...boardEn, ...listEn },
};
/** @type {Language[]} */
export const LANGUAGES = ["de", "en"];
/** @type {Language} */
const DEFAULT = "de";
const REMEMBERED_AS = "helpathon.language";

/** @type {Set<(language: Language) => void>} */
const listeners = new Set();
/** @type {Record<Language, Intl.PluralRules>} */
const plurals = { de: new Intl.PluralRules("de"), en: new Intl.PluralRules("en") };

/** @type {Language} */
let current = initial();
apply();

export const language = () => current;

/** @param {Language} next */
export function setLanguage(next) {
  if (next === current) return;
  current = next;
  remember(next);
  apply();
  for (const listener of [...listeners]) listener(next);
}

/** @param {(language: Language) => void} listener */
export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 */
export function t(key, params = {}) {
  return translate(current, key, params);
}

/**
 * @param {Language} which
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 */
export function translate(which, key, params = {}) {
  const found = TEXTS[which][key];
  if (found === undefined) throw new Error(`no text "${key}" in "${which}"`);
  const form = plurals[which].select(Number(params.n ?? 0));
  const text = typeof found === "string" ? found : (found[form] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(params[name] ?? `{${name}}`));
}

/** @returns {Language} */
function initial() {
  const asked = new URLSearchParams(globalThis.location?.search ?? "").get("lang");
  if (isLanguage(asked)) {
    remember(asked);
    return asked;
  }
  const remembered = recall();
  return isLanguage(remembered) ? remembered : DEFAULT;
}

/** @param {unknown} value @returns {value is Language} */
function isLanguage(value) {
  return value === "de" || value === "en";
}

function apply() {
  if (globalThis.document) document.documentElement.lang = current;
}

/** @param {Language} value */
function remember(value) {
  try {
    localStorage.setItem(REMEMBERED_AS, value);
  } catch {
    // A browser that keeps nothing forgets the language with the page.
  }
}

function recall() {
  try {
    return localStorage.getItem(REMEMBERED_AS);
  } catch {
    return null;
  }
}
