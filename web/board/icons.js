// Signs of the board's buttons, drawn like shell/icons.js. Decoration only: each button has its
// name in words.

import { svg } from "../vendor/lit.js";

/** @param {import("../vendor/lit.js").TemplateResult} content */
const icon = (content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none"
  stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true" focusable="false">${content}</svg>`;

export const BOARD_ICONS = {
  note: icon(svg`<path d="M3.5 3.5h13v8.5l-4.5 4.5h-8.5zM16.5 12H12v4.5" />`),
  frame: icon(svg`<path d="M3.5 6.5v-3h3M13.5 3.5h3v3M16.5 13.5v3h-3M6.5 16.5h-3v-3M9 3.5h2M9 16.5h2M3.5 9v2M16.5 9v2" />`),
  undo: icon(svg`<path d="M7.5 4L3.5 8l4 4M4 8h7.5a4.5 4.5 0 0 1 0 9H9" />`),
  redo: icon(svg`<path d="M12.5 4l4 4-4 4M16 8H8.5a4.5 4.5 0 0 0 0 9H11" />`),
  list: icon(svg`<path d="M7.5 5h9M7.5 10h9M7.5 15h9M3.5 5h.1M3.5 10h.1M3.5 15h.1" />`),
  plus: icon(svg`<path d="M10 4.5v11M4.5 10h11" />`),
  minus: icon(svg`<path d="M4.5 10h11" />`),
  fit: icon(svg`<path d="M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4" /><rect x="7.5" y="7.5" width="5" height="5" rx=".8" />`),
  help: icon(svg`<path d="M7.3 7.5a2.7 2.7 0 1 1 4 2.4c-.9.5-1.3 1-1.3 2M10 15v.1" />`),
  pen: icon(svg`<path d="M4 16l.8-3.6 8.4-8.4 2.8 2.8-8.4 8.4zM11.5 5.7l2.8 2.8" />`),
  draw: icon(svg`<path d="M11.5 3.5l3 3-6.2 6.2-3.7.7.7-3.7zM3 17c2-1.5 3.5-1.5 5 0s3.5 1.5 5-.5 3-1 4 0" />`),
  eraser: icon(svg`<path d="M8 16.5l-4.3-4.3a1 1 0 0 1 0-1.4l6.6-6.6a1 1 0 0 1 1.4 0l4.3 4.3a1 1 0 0 1 0 1.4L9.5 16.5zM7 7.5l5.5 5.5M8 16.5h8.5" />`),
  copy: icon(svg`<rect x="7" y="7" width="9.5" height="9.5" rx="1.5" /><path d="M13 4.5v-.500a.5.5 0 0 0-.5-.5h-8a1 1 0 0 0-1 1v8a.5.5 0 0 0 .5.5h.5" />`),
  trash: icon(svg`<path d="M4 6h12M8 6V4h4v2M5.5 6l.700 10h7.6l.700-10M8.5 9v4.5M11.5 9v4.5" />`),
  move: icon(svg`<path d="M10 3v14M3 10h14M8 5l2-2 2 2M8 15l2 2 2-2M5 8l-2 2 2 2M15 8l2 2-2 2" />`),
  lock: icon(svg`<rect x="4.5" y="9" width="11" height="7.5" rx="1.5" /><path d="M7 9V6.5a3 3 0 0 1 6 0V9" />`),
  unlock: icon(svg`<rect x="4.5" y="9" width="11" height="7.5" rx="1.5" /><path d="M7 9V6a3 3 0 0 1 5.7-1.3" />`),
  arrange: icon(svg`<rect x="3.5" y="3.5" width="5" height="5" rx="1" /><rect x="11.5" y="3.5" width="5" height="5" rx="1" /><rect x="3.5" y="11.5" width="5" height="5" rx="1" /><rect x="11.5" y="11.5" width="5" height="5" rx="1" />`),
  search: icon(svg`<circle cx="8.8" cy="8.8" r="5.3" /><path d="M12.8 12.8l3.7 3.7" />`),
  map: icon(svg`<rect x="3" y="4" width="14" height="12" rx="1.5" /><rect x="9" y="9" width="5.5" height="4.5" rx=".8" />`),
  up: icon(svg`<path d="M5 12l5-5 5 5" />`),
  below: icon(svg`<path d="M5 8l5 5 5-5" />`),
  close: icon(svg`<path d="M5 5l10 10M15 5L5 15" />`),
  more: icon(svg`<path d="M5 10h.1M10 10h.1M15 10h.1" stroke-width="2.6" />`),
};

/** A line, and two papers that lie on it. */
export const ARRANGE_ICONS = {
  left: icon(svg`<path d="M3.5 3v14" /><rect x="6" y="5" width="10" height="3.5" rx=".8" /><rect x="6" y="11.5" width="6" height="3.5" rx=".8" />`),
  center: icon(svg`<path d="M10 3v2M10 8.5v3M10 15v2" /><rect x="4.5" y="5" width="11" height="3.5" rx=".8" /><rect x="6.5" y="11.5" width="7" height="3.5" rx=".8" />`),
  right: icon(svg`<path d="M16.5 3v14" /><rect x="4" y="5" width="10" height="3.5" rx=".8" /><rect x="8" y="11.5" width="6" height="3.5" rx=".8" />`),
  top: icon(svg`<path d="M3 3.5h14" /><rect x="5" y="6" width="3.5" height="10" rx=".8" /><rect x="11.5" y="6" width="3.5" height="6" rx=".8" />`),
  middle: icon(svg`<path d="M3 10h2M8.5 10h3M15 10h2" /><rect x="5" y="4.5" width="3.5" height="11" rx=".8" /><rect x="11.5" y="6.5" width="3.5" height="7" rx=".8" />`),
  bottom: icon(svg`<path d="M3 16.5h14" /><rect x="5" y="4" width="3.5" height="10" rx=".8" /><rect x="11.5" y="8" width="3.5" height="6" rx=".8" />`),
  across: icon(svg`<path d="M3.5 4v12M16.5 4v12" /><rect x="8" y="6" width="4" height="8" rx=".8" />`),
  down: icon(svg`<path d="M4 3.5h12M4 16.5h12" /><rect x="6" y="8" width="8" height="4" rx=".8" />`),
  tidy: icon(svg`<rect x="3.5" y="3.5" width="5" height="5" rx="1" /><rect x="11.5" y="3.5" width="5" height="5" rx="1" /><rect x="3.5" y="11.5" width="5" height="5" rx="1" /><rect x="11.5" y="11.5" width="5" height="5" rx="1" />`),
};
