// The tools, in the order of their buttons.

import { areaTool } from "./area-tool.js";
import { ideaTool, problemTool } from "./card-tools.js";
import { commentTool, connectTool, shapeTool, stampTool, tagsTool, textTool } from "./drawn-tools.js";
import { penTool } from "./pen-tool.js";
import { imageTool } from "./image-tool.js";
import { prototype } from "./prototype.js";

/** @typedef {import("./tool.js").ToolEntry} ToolEntry */

/** @type {readonly ToolEntry[]} */
export const TOOLS = [
  penTool,
  textTool, connectTool, shapeTool, stampTool, commentTool, tagsTool,
  problemTool,
  ideaTool,
  imageTool,
  prototype,
  areaTool,
];
