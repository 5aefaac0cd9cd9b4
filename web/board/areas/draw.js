// Laying an area with the pointer: from corner to corner, or one of the usual size where one clicks.
// Then one names it.

import { kindOf } from "../kinds/index.js";

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../tools/tool.js").ToolContext} ToolContext */
/** @typedef {import("../tools/tool.js").Tool} Tool */

/** Less than this is a click, in board pixels. */
const SLOP = 24;

/** @param {ToolContext} context @returns {Tool} */
export function start({ actions, board, selection, editor, view, camera, putAway }) {
  const outline = document.createElement("div");
  outline.className = "area-outline";
  outline.hidden = true;
  view.layer.append(outline);
  const { size: usual, sizes: [least, most] } = kindOf({ kind: "area" });
  const lay = (/** @type {Point} */ pos, /** @type {Point} */ size) => {
    putAway();
    const [id] = board.create([{ kind: "area", pos, size }]);
    if (id === undefined) return;
    selection.set([id]);
    camera.reveal({ x: pos[0], y: pos[1], width: size[0], height: size[1] });
    view.drawNow();
    editor.open(id);
  };
  return {
    begin: ({ point }) => ({
      move: (at) => {
        const { pos, size } = between(point, at);
        outline.hidden = false;
        outline.style.setProperty("transform", `translate(${pos[0]}px, ${pos[1]}px)`);
        outline.style.setProperty("width", `${size[0]}px`);
        outline.style.setProperty("height", `${size[1]}px`);
      },
      end: (at) => {
        const { pos, size } = between(point, at);
        const fit = (/** @type {number} */ each) => Math.min(most, Math.max(least, each));
        if (Math.max(...size) < SLOP) lay(point, usual);
        else lay(pos, [fit(size[0]), fit(size[1])]);
      },
      cancel: () => { outline.hidden = true; },
    }),
    place: () => lay(actions.roomFor("area"), usual),
    end: () => outline.remove(),
  };
}

/** @param {Point} a @param {Point} b @returns {{pos: Point, size: Point}} */
function between(a, b) {
  return {
    pos: [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
    size: [Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])],
  };
}
