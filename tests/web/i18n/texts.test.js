import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { LANGUAGES, TEXTS, language, onLanguage, setLanguage, t, translate } from "../../../web/i18n/index.js";

const WEB = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "web");

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

test("German is the language until somebody chooses, and listeners hear the choice once", () => {
  assert.equal(language(), "de");
  const heard = [];
  const end = onLanguage((next) => heard.push(next));
  setLanguage("en");
  setLanguage("en");
  end();
  setLanguage("de");
  assert.deepEqual(heard, ["en"]);
});

test("plural forms and names are filled in", () => {
  assert.equal(t("people.present", { n: 1 }), "Eine Person im Raum");
  assert.equal(t("people.present", { n: 12 }), "12 Personen im Raum");
  assert.equal(translate("en", "join.known", { name: "Ada" }), "Good to see you again, Ada!");
});

test("a missing key throws", () => {
  assert.throws(() => t("no.such.key"), /no text "no.such.key" in "de"/);
});
