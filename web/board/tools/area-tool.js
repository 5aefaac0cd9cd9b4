// The tool that lays an area.

import { svg } from "../../vendor/lit.js";

/** @type {import("./tool.js").ToolEntry} */
export const areaTool = {
  id: "area",
  text: "tools.area",
  icon: svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
    <rect x="3" y="3.500" width="14" height="13" rx="2" stroke-dasharray="3 2.600" /><path d="M6 7h5" /></svg>`,
  ask: ["area.ask", "area.ask.touch"],
  place: "more",
  topics: ["areas"],
  styles: ["areas"],
  load: () => import("../areas/draw.js"),
};
