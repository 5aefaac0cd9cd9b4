// Writing on the board itself: click where, or pull how wide. By keyboard it comes to where one looks.

import { drawOut } from "./drawing-out.js";
import { text } from "../kinds/text.js";

/** @typedef {import("./tool.js").ToolContext} ToolContext */
/** @typedef {import("./drawing-out.js").Place} Place */

/** @param {ToolContext} context @returns {import("./tool.js").Tool} */
export function start(context) {
  const { actions, board, editor, putAway, selection } = context;
  const [width, height] = text.size;
  const make = (/** @type {Place} */ { pos, size }) => {
    const [id] = board.create([{ kind: "text", pos, size: [size[0], height] }]);
    putAway();
    if (id === undefined) return;
    selection.set([id]);
    editor.open(id, { fresh: true });
  };
  return {
    begin: ({ point }) => drawOut(point, { kind: "text" }, context, (place, drawn) =>
      // A click is where the writing begins.
      make(drawn ? place : { pos: [Math.round(point[0]), Math.round(point[1] - height / 2)], size: [width, height] })),
    place: () => make({ pos: actions.roomFor("text"), size: [width, height] }),
  };
}
