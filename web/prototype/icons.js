// Signs of prototypes, drawn like shell/icons.js.

import { svg } from "../vendor/lit.js";

/** @param {import("../vendor/lit.js").TemplateResult} content */
const icon = (content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none"
  stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true" focusable="false">${content}</svg>`;

export const PROTOTYPE_ICONS = {
  play: icon(svg`<path d="M6.5 4.5v11l8.5-5.5z" />`),
  lead: icon(svg`<rect x="3" y="7.5" width="5" height="5" rx="1" /><path d="M8 10h8M13 7l3 3-3 3" />`),
  kit: icon(svg`<rect x="3.5" y="3.5" width="5.5" height="5.5" rx="1" /><circle cx="14" cy="6.2" r="2.8" /><path d="M3.5 12.5h13M3.5 16h8" />`),
  paths: icon(svg`<circle cx="4.5" cy="5" r="1.7" /><circle cx="15.5" cy="15" r="1.7" /><path d="M6.2 5h4a3 3 0 0 1 0 5h-1a2.6 2.6 0 0 0 0 5h4.5" />`),
  beside: icon(svg`<rect x="3" y="4" width="6" height="12" rx="1.5" /><path d="M12 10h5M14.5 7.5v5" />`),
  back: icon(svg`<path d="M9 4.5L3.5 10 9 15.5M4 10h12.5" />`),
  restart: icon(svg`<path d="M4.5 8.5a6 6 0 1 1-.5 3.5M4 4.5v4h4" />`),
  next: icon(svg`<path d="M11 4.5l5.5 5.5-5.5 5.5M16 10H3.5" />`),
  marks: icon(svg`<path d="M7.2 15.5h5.6M8 17.5h4M6.6 11.7a4.9 4.9 0 1 1 6.8 0c-.6.6-.9 1.2-.9 2H7.5c0-.8-.3-1.4-.9-2z" />`),
  watch: icon(svg`<path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z" /><circle cx="10" cy="10" r="2.2" />`),
  close: icon(svg`<path d="M5 5l10 10M15 5L5 15" />`),
  check: icon(svg`<path d="M4.5 10.5l3.6 3.6 7.4-8" />`),
  none: icon(svg`<path d="M5 10h10" />`),
  empty: icon(svg``),
};
