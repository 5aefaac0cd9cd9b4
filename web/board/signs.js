// The signs that people put on objects, drawn like the board's icons but in colours of their own.
// Each has its name in words beside it.

import { svg } from "../vendor/lit.js";

/** @typedef {typeof import("./kinds/stamp.js").SIGNS[number]} Sign */

/** @param {Sign} sign @param {import("../vendor/lit.js").TemplateResult} content */
const drawn = (sign, content) => svg`<svg class="stamp-sign" data-sign=${sign} viewBox="0 0 20 20" width="18" height="18" fill="currentColor" stroke="currentColor"
  stroke-width="1.4" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true" focusable="false">${content}</svg>`;

export const SIGN_ICONS = /** @type {Record<Sign, import("../vendor/lit.js").TemplateResult>} */ ({
  up: drawn("up", svg`<path d="M6.8 9.2L9.6 3a1.9 1.9 0 0 1 2 2.3l-.6 2.6h4.2a1.7 1.7 0 0 1 1.7 2.1l-1.4 5.2a1.7 1.7 0 0 1-1.6 1.3H6.8zM3 9.2h1.7v7.3H3z" />`),
  heart: drawn("heart", svg`<path d="M10 16.5C5 13 3 10.5 3 7.7A3.6 3.6 0 0 1 10 6.3a3.6 3.6 0 0 1 7 1.4c0 2.8-2 5.3-7 8.8z" />`),
  star: drawn("star", svg`<path d="M10 2.8l2.2 4.7 5.1.6-3.8 3.5 1 5.1-4.5-2.6-4.5 2.6 1-5.1-3.8-3.5 5.1-.6z" />`),
  question: drawn("question", svg`<path d="M6.8 7.3a3.2 3.2 0 1 1 4.9 2.8c-1.1.7-1.7 1.2-1.7 2.3" fill="none" stroke-width="2.6" /><circle cx="10" cy="16.2" r=".9" />`),
  exclamation: drawn("exclamation", svg`<path d="M10 3.5v8.2" fill="none" stroke-width="3" /><circle cx="10" cy="16" r="1" />`),
  check: drawn("check", svg`<path d="M3.8 10.8l4 4 8.4-9" fill="none" stroke-width="2.8" />`),
});

const icon = (/** @type {import("../vendor/lit.js").TemplateResult} */ content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none"
  stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${content}</svg>`;

export const BUBBLE = icon(svg`<path d="M4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-4 3v-3h-.5A1.5 1.5 0 0 1 3 12.5v-7A1.5 1.5 0 0 1 4.5 4z" />`);
