// The sentence of a problem: "[Wer] braucht [was], weil [warum].", with what is missing marked.

import { t } from "../../i18n/index.js";
import { SENTENCE, asPart } from "./cards.js";

/** Stands around a key where its words will be. */
const MARK = "\u0000";

/**
 * @param {import("./cards.js").BoardObject["texts"]} texts
 * @returns {{text: string, missing: boolean}[]} pieces in their order
 */
export function sentenceOf(texts) {
  const places = Object.fromEntries(SENTENCE.map((key) => [key, `${MARK}${key}${MARK}`]));
  return t("cards.problem.sentence", places).split(MARK).map((piece, index) => {
    if (index % 2 === 0) return { text: piece, missing: false };
    const words = asPart(texts[piece] ?? "");
    return words === "" ? { text: t(`cards.problem.missing.${piece}`), missing: true } : { text: words, missing: false };
  }).filter(({ text }) => text !== "");
}
