import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { LANGUAGES, has, language, loadTexts, onLanguage, setLanguage, t, translate } from "../../../web/i18n/index.js";

const WEB = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "web");

const I18N = join(WEB, "i18n");
/** "board" of board.de.js and board.en.js. */
const TOPICS = readdirSync(I18N).flatMap((name) => name.match(/^(.+)\.de\.js$/)?.[1] ?? []);

/** All texts of a language, whichever page loads them. */
async function textsOf(which) {
  const files = [`${which}.js`, ...TOPICS.map((topic) => `${topic}.${which}.js`)];
  const modules = await Promise.all(files.map((file) => import(join(I18N, file))));
  const keys = modules.flatMap(({ default: texts }) => Object.keys(texts));
  assert.deepEqual(keys.filter((key, index) => keys.indexOf(key) !== index), [], "a key is in one file only");
  return Object.assign({}, ...modules.map(({ default: texts }) => texts));
}

const TEXTS = { de: await textsOf("de"), en: await textsOf("en") };

/** Every module of ours, with its text. */
function modules(folder = WEB) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["vendor", "i18n"].includes(entry.name) ? [] : modules(path);
    return entry.name.endsWith(".js") ? [{ path: relative(WEB, path), source: readFileSync(path, "utf8") }] : [];
  });
}

const forms = (text) => (typeof text === "string" ? [text] : Object.values(text));
const placeholders = (text) => [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(TEXTS.de).sort(), Object.keys(TEXTS.en).sort());
});

test("both languages fill in the same placeholders", () => {
  for (const key of Object.keys(TEXTS.de)) {
    assert.deepEqual(placeholders(TEXTS.en[key]), placeholders(TEXTS.de[key]), key);
  }
});

test("no text is empty, and every plural has the forms its language asks for", () => {
  for (const each of LANGUAGES) {
    const needed = new Intl.PluralRules(each).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(TEXTS[each])) {
      assert.ok(forms(text).every((form) => form.trim() !== ""), `${each} ${key}`);
      if (typeof text !== "string") assert.deepEqual(Object.keys(text).sort(), [...needed].sort(), `${each} ${key}`);
    }
  }
});

test("every text that a module asks for exists", () => {
  const asked = modules().flatMap(({ path, source }) =>
    [...source.matchAll(/\bt\(\s*["']([^"']+)["']/g)].map(([, key]) => ({ path, key })));
  assert.ok(asked.length > 20, "the search finds them");
  const missing = asked.filter(({ key }) => !(key in TEXTS.de));
  assert.deepEqual(missing, []);
});

test("every text whose name is put together has at least one that fits", () => {
  const asked = modules().flatMap(({ path, source }) =>
    [...source.matchAll(/\bt\(\s*`([^`]+)`/g)].map(([, template]) => ({ path, template })));
  const keys = Object.keys(TEXTS.de);
  const missing = asked.filter(({ template }) => {
    const pattern = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.]/g, "\\.")).join(".+");
    return !keys.some((key) => new RegExp(`^${pattern}$`).test(key));
  });
  assert.deepEqual(missing, []);
});

test("every text is used by some module", () => {
  const sources = modules().map(({ source }) => source).join("\n");
  const templates = [...sources.matchAll(/`([a-z][\w.-]*\.?\$\{[^`]*)`/g)]
    .map(([, template]) => new RegExp(`^${template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.]/g, "\\.")).join(".+")}$`));
  const unused = Object.keys(TEXTS.de).filter((key) =>
    !sources.includes(`"${key}"`) && !templates.some((template) => template.test(key)));
  assert.deepEqual(unused, []);
});

test("every problem and every close code has its sentence and what to do", () => {
  for (const key of Object.keys(TEXTS.de).filter((each) => /^(problem\.[^.]+|ended\.\d+)$/.test(each))) {
    assert.ok(`${key}.hint` in TEXTS.de, key);
  }
  for (const code of [4400, 4401, 4403, 4404, 4409, 4410, 4413]) assert.ok(`ended.${code}` in TEXTS.de);
});

test("every topic that something loads has its files", () => {
  const asked = modules().flatMap(({ path, source }) =>
    [...source.matchAll(/\bloadTexts\(([^)]*)\)/g)].flatMap(([, names]) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, topic]) => ({ path, topic }))));
  assert.ok(asked.length > 0, "the search finds them");
  assert.deepEqual(asked.filter(({ topic }) => !TOPICS.includes(topic)), []);
});

test("one language comes first, and the other one with the first choice of it", async () => {
  assert.equal(language(), "de");
  assert.throws(() => t("app.name"), /no text "app.name" in "de"/);
  await loadTexts(...TOPICS);
  assert.ok(has("app.name") && !has("no.such.key"));
  assert.throws(() => translate("en", "app.name"), /no text "app.name" in "en"/);
  await setLanguage("en");
  assert.equal(t("language.switch"), "Language");
  await setLanguage("de");
  assert.equal(t("language.switch"), "Sprache");
});

test("listeners hear a choice once, and of two quick ones the last", async () => {
  const heard = [];
  const end = onLanguage((next) => heard.push(next));
  await Promise.all([setLanguage("en"), setLanguage("en")]);
  await Promise.all([setLanguage("de"), setLanguage("en")]);
  end();
  await setLanguage("de");
  assert.deepEqual(heard, ["en"]);
});

test("texts that are asked for while the language changes come in the new one", async () => {
  const changed = setLanguage("en");
  await loadTexts("board");
  await changed;
  assert.equal(t("board.skip.board"), TEXTS.en["board.skip.board"]);
  await setLanguage("de");
});

test("a topic that does not come is asked for again", async () => {
  await assert.rejects(loadTexts("no-such-topic"));
  await assert.rejects(setLanguage("en"), "it is still wanted");
  assert.equal(language(), "de");
});

test("plural forms and names are filled in", () => {
  assert.equal(t("people.present", { n: 1 }), "Eine Person im Raum");
  assert.equal(t("people.present", { n: 12 }), "12 Personen im Raum");
  assert.equal(translate("en", "join.known", { name: "Ada" }), "Good to see you again, Ada!");
});

test("a missing key throws", () => {
  assert.throws(() => t("no.such.key"), /no text "no.such.key" in "de"/);
});
