// What one writes and draws on the board itself, and what one puts on objects: texts, lines, shapes,
// signs, comments, tags.

import { svg } from "../../vendor/lit.js";
import { canBeConnected } from "./connecting.js";

/** @typedef {import("./tool.js").ToolEntry} ToolEntry */

/** @param {import("../../vendor/lit.js").TemplateResult} content */
const icon = (content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${content}</svg>`;

/** @type {ToolEntry} */
export const textTool = {
  id: "text", text: "tools.text", key: "T", place: "bar", topics: ["text"], styles: ["drawn"],
  icon: icon(svg`<path d="M4 6.5V4h12v2.5M10 4v12M7.5 16h5" />`),
  load: () => import("./text-tool.js"),
};

/** @type {ToolEntry} */
export const connectTool = {
  id: "connector", text: "tools.connector", key: "C", place: "bar", topics: ["connector"], styles: ["drawn"],
  icon: icon(svg`<circle cx="4.5" cy="15.5" r="2" /><path d="M6 14L15.5 4.5M9.5 4h6.5v6.5" />`),
  serves: { when: (chosen) => chosen.length < 3 && chosen.every(canBeConnected), text: "menu.connect" },
  load: () => import("./connect-tool.js"),
};

/** @type {ToolEntry} */
export const shapeTool = {
  id: "shape", text: "tools.shape", place: "more", topics: ["shape"], styles: ["drawn"],
  icon: icon(svg`<rect x="3" y="8.5" width="9" height="8" rx="1.5" /><circle cx="12.5" cy="7" r="4.3" />`),
  load: () => import("./shape-tool.js"),
};

/** @type {ToolEntry} */
export const stampTool = {
  id: "stamp", text: "tools.stamp", place: "more", topics: ["stamp"], styles: ["marks"],
  icon: icon(svg`<circle cx="10" cy="10" r="7" /><path d="M7.5 8v.1M12.5 8v.1M6.8 11.8a3.8 3.8 0 0 0 6.4 0" />`),
  serves: { when: () => true, text: "menu.stamp" },
  load: () => import("./stamp-tool.js"),
};

/** @type {ToolEntry} */
export const commentTool = {
  id: "comment", text: "tools.comment", ask: ["comment.ask", "comment.ask.touch"], place: "more", topics: ["comment"], styles: ["marks"],
  icon: icon(svg`<path d="M4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-4 3v-3h-.5A1.5 1.5 0 0 1 3 12.5v-7A1.5 1.5 0 0 1 4.5 4z" />`),
  serves: { when: ({ length }) => length === 1, text: "menu.comment", bar: true },
  load: () => import("./comment-tool.js"),
};

/** @type {ToolEntry} */
export const tagsTool = {
  id: "tags", text: "menu.tags", place: "menu", topics: ["tags"], styles: ["marks"],
  icon: icon(svg`<path d="M3.5 3.5h6l7 7-6 6-7-7zM7 7v.1" />`),
  serves: { when: (chosen) => chosen.every(({ kind, locked }) => kind === "note" && !locked), text: "menu.tags" },
  load: () => import("./tags-tool.js"),
};
