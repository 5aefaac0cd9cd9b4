// Drawn like shell/icons.js. Decoration only: the words are the names of the buttons.

import { svg } from "../vendor/lit.js";

/** @param {import("../vendor/lit.js").TemplateResult} content */
const icon = (content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none"
  stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true" focusable="false">${content}</svg>`;

export const LIST_ICONS = {
  trash: icon(svg`<path d="M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5" />`),
  locate: icon(svg`<circle cx="10" cy="10" r="5" /><path d="M10 2.5v3M10 14.5v3M2.5 10h3M14.5 10h3" />`),
  camera: icon(svg`<path d="M3 7.5A1.5 1.5 0 0 1 4.5 6H6.5l1.2-2h4.600l1.2 2h2A1.5 1.5 0 0 1 17 7.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 14.5z" /><circle cx="10" cy="10.8" r="2.8" />`),
  picture: icon(svg`<rect x="3" y="4" width="14" height="12" rx="2" /><circle cx="7" cy="8" r="1.2" /><path d="M3.5 14.5l4-4 3 3 2.5-2.5 3.5 3.5" />`),
};
