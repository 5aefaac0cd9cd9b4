// The tool for prototypes: asks which one, and lays it where there is room.

import { svg } from "../../vendor/lit.js";

/** @type {import("./tool.js").ToolEntry} */
export const prototype = {
  id: "prototype",
  text: "tools.prototype",
  icon: svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
    <rect x="3.5" y="3" width="7.5" height="14" rx="1.8" /><path d="M6.3 14.5h2M13.5 7h3M15 5.5L16.5 7 15 8.5M13.5 13h3" /></svg>`,
  place: "more",
  topics: ["prototype"],
  load: () => import("../../prototype/prototype-tool.js"),
};
