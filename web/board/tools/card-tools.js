// The tools that lay down a problem card or an idea card, with its fields open.

import { svg } from "../../vendor/lit.js";

/** @typedef {import("./tool.js").ToolEntry} ToolEntry */

/** @param {import("../../vendor/lit.js").TemplateResult} content */
const icon = (content) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none"
  stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true" focusable="false"><rect x="3.5" y="3" width="13" height="14" rx="2" />${content}</svg>`;

/** @param {import("../cards/cards.js").CardKind} kind @param {ToolEntry["icon"]} sign @returns {ToolEntry} */
const tool = (kind, sign) => ({
  id: kind,
  text: `tools.${kind}`,
  icon: sign,
  place: "more",
  load: async () => ({ start: ({ actions }) => actions.insert(kind) }),
});

export const problemTool = tool("problem", icon(svg`<path d="M8.3 7.6a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.7-.9 1.4M10 13.3v.1" />`));
export const ideaTool = tool("idea", icon(svg`<path d="M8.6 12h2.8M9 14h2M8.6 12c0-1.2-1.3-1.6-1.3-3.2a2.7 2.7 0 0 1 5.4 0c0 1.6-1.3 2-1.3 3.2" />`));
