// The tools, in the order of their buttons.

/** @typedef {import("./tool.js").ToolEntry} ToolEntry */

/** @type {readonly ToolEntry[]} */
export const TOOLS = [];
