// The pen.

import { BOARD_ICONS } from "../icons.js";

/** @type {import("./tool.js").ToolEntry} */
export const penTool = {
  id: "pen",
  text: "tools.pen",
  icon: BOARD_ICONS.draw,
  key: "P",
  place: "bar",
  topics: ["ink"],
  styles: ["ink"],
  load: () => import("../ink/pen.js"),
};
