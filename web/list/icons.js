// Drawn like shell/icons.js. Decoration only: the words are the names of the buttons.

import { svg } from "../vendor/lit.js";

/** @param {import("../vendor/lit.js").TemplateResult} content */
const icon = (content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none"
  stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true" focusable="false">${content}</svg>`;

export const LIST_ICONS = {
  trash: icon(svg`<path d="M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5" />`),
  locate: icon(svg`<circle cx="10" cy="10" r="5" /><path d="M10 2.5v3M10 14.5v3M2.5 10h3M14.5 10h3" />`),
};
