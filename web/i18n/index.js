// All texts a person reads, in one place per language. German unless somebody chose otherwise:
// `?lang=en` in the address, or the switch, which the browser remembers.
//
//   await loadTexts("board", "list")   before the first t(): the texts that every page has (de.js) and
//                                  those of these topics (board.de.js, list.de.js), in one language
//   t("save.unsaved", { n: 3 })    {name} in a text is replaced; a text with plural forms
//                                  ({one, other}) is chosen by `n`
//   has("problem.404")             whether there is such a text
//   language(), onLanguage(listener) → unsubscribe
//   await setLanguage("en")        loads that language first; rejects, and stays, where it cannot come
//
// A new topic is two new files, <topic>.de.js and <topic>.en.js, and its name where it is loaded: by a
// page that shows it at once, by shell/lazy.js with the part that shows it later.
// A key that is not there is our bug: it throws, and a test finds it before anybody.

/**
 * @typedef {"de" | "en"} Language
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Text
 * @typedef {Record<string, Text>} Texts
 */

/** @type {Language[]} */
export const LANGUAGES = ["de", "en"];
/** @type {Language} */
const DEFAULT = "de";
const REMEMBERED_AS = "helpathon.language";

/** What has come. @type {Record<Language, Texts>} */
const texts = { de: {}, en: {} };
/** The files that are wanted in the language of now; "" is what every page has. */
const topics = new Set([""]);
/** The files that have come, or are on their way. @type {Map<string, Promise<void>>} */
const files = new Map();
/** @type {Set<(language: Language) => void>} */
const listeners = new Set();
/** @type {Record<Language, Intl.PluralRules>} */
const plurals = { de: new Intl.PluralRules("de"), en: new Intl.PluralRules("en") };

/** @type {Language} */
let current = initial();
/** The one pressed last. */
let wanted = current;
apply();

export const language = () => current;

/**
 * The texts of these topics are there when this resolves, in the language of then.
 * @param {string[]} names
 */
export async function loadTexts(...names) {
  for (const name of names) topics.add(name);
  /** @type {Language} */
  let loaded;
  do {
    loaded = current;
    await loadAll(loaded);
  } while (loaded !== current);
}

/** @param {Language} next */
export async function setLanguage(next) {
  wanted = next;
  await loadAll(next);
  // Somebody pressed the other button meanwhile.
  if (next !== wanted || next === current) return;
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

/** @param {string} key */
export const has = (key) => texts[current][key] !== undefined;

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
  const found = texts[which][key];
  if (found === undefined) throw new Error(`no text "${key}" in "${which}"`);
  const form = plurals[which].select(Number(params.n ?? 0));
  const text = typeof found === "string" ? found : (found[form] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(params[name] ?? `{${name}}`));
}

/** @param {Language} which */
async function loadAll(which) {
  /** @type {number} */
  let wantedBefore;
  do {
    wantedBefore = topics.size;
    await Promise.all([...topics].map((topic) => load(topic, which)));
  } while (topics.size > wantedBefore);
}

/** @param {string} topic @param {Language} which */
function load(topic, which) {
  // From the root: several modules may be served as one file.
  const file = `../i18n/${topic === "" ? "" : `${topic}.`}${which}.js`;
  const known = files.get(file);
  if (known) return known;
  const coming = import(file).then(
    (module) => { Object.assign(texts[which], module.default); },
    (error) => {
      files.delete(file);
      throw error;
    },
  );
  files.set(file, coming);
  return coming;
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
