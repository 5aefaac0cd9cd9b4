// Drawn by hand on a 20 px grid with one stroke width. Decoration only: the words stand beside
// them or in the name of the button.

import { svg } from "../vendor/lit.js";

/** @param {import("../vendor/lit.js").TemplateResult} content */
const icon = (content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none"
  stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true" focusable="false">${content}</svg>`;

export const ICONS = {
  check: icon(svg`<path d="M4.5 10.5l3.6 3.6 7.4-8" />`),
  saving: icon(svg`<path d="M10 15.5v-9M6 10l4-4 4 4" />`),
  offline: icon(svg`<path d="M3 3l14 14M6.2 9.4A6 6 0 0 1 8 8.4M3.3 6.7A10.5 10.5 0 0 1 6 5M9.6 4.1a10.5 10.5 0 0 1 7.1 2.6M13 9.2l.8.6M10 14.6v.1" />`),
  connecting: icon(svg`<path d="M4.5 10h.1M10 10h.1M15.5 10h.1" stroke-width="3" />`),
  eye: icon(svg`<path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z" /><circle cx="10" cy="10" r="2.2" />`),
  clock: icon(svg`<circle cx="10" cy="10.5" r="6.5" /><path d="M10 7v3.8l2.4 1.5" />`),
  pause: icon(svg`<path d="M7 5v10M13 5v10" />`),
  play: icon(svg`<path d="M6.5 4.5v11l8.5-5.5z" />`),
  sound: icon(svg`<path d="M3.5 8v4h2.7L10 15.2V4.8L6.2 8zM13 7.3a4 4 0 0 1 0 5.4M15.2 5a7 7 0 0 1 0 10" />`),
  muted: icon(svg`<path d="M3.5 8v4h2.7L10 15.2V4.8L6.2 8zM13 8l4 4M17 8l-4 4" />`),
  people: icon(svg`<circle cx="7.5" cy="7" r="2.8" /><path d="M2.5 16c.3-3 2.2-4.6 5-4.6s4.7 1.6 5 4.6M13 4.5a2.6 2.6 0 0 1 0 5M15 12c1.5.6 2.4 1.9 2.6 4" />`),
  more: icon(svg`<path d="M5.5 8l4.5 4.5L14.5 8" />`),
  close: icon(svg`<path d="M5 5l10 10M15 5L5 15" />`),
  warning: icon(svg`<path d="M10 3.5L17.5 16.5h-15zM10 8.5v3.5M10 14.3v.1" />`),
  info: icon(svg`<circle cx="10" cy="10" r="7" /><path d="M10 9.3v4M10 6.6v.1" />`),
  door: icon(svg`<path d="M5 17V3.5h10V17M3 17h14M12 10.3v.1" />`),
};
