// The tool that lays pictures from this device on the board.

import { svg } from "../../vendor/lit.js";

/** @type {import("./tool.js").ToolEntry} */
export const imageTool = {
  id: "image",
  text: "tools.image",
  icon: svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><rect x="3" y="4" width="14" height="12" rx="2" />
    <circle cx="7" cy="8" r="1.2" /><path d="M3.5 14.5l4-4 3 3 2.5-2.5 3.5 3.5" /></svg>`,
  place: "more",
  topics: ["images"],
  load: () => import("../images/tool.js"),
};
