// What stands on the keys of this person's keyboard.

import { t } from "../i18n/index.js";

/** @param {string} key "Ctrl", a text key like "key.shift", or what stands on the key in every language */
export function keyName(key) {
  if (key === "Ctrl") return isMac() ? "⌘" : t("key.ctrl");
  return key.startsWith("key.") ? t(key) : key;
}

/** @param {string} keys like "Ctrl+Z" */
export function keyNames(keys) {
  return keys === "+" ? keys : keys.split("+").map(keyName).join("+");
}

function isMac() {
  return /^(Mac|iP)/.test(navigator.platform);
}
