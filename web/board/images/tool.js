// The tool for pictures: asks for files and lays them where one looks. Nothing to hold.

import { choosePictures } from "./choose.js";

/** @param {import("../tools/tool.js").ToolContext} context */
export function start({ images }) {
  choosePictures((files) => images((it) => void it.add(files)));
}
