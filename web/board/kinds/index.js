// All kinds of objects that this version knows.

import { area } from "./area.js";
import { note } from "./note.js";
import { frame } from "./frame.js";
import { sketch } from "./sketch.js";
import { ink } from "./ink.js";
import { problem } from "./problem.js";
import { idea } from "./idea.js";
import { image } from "./image.js";
import { comment } from "./comment.js";
import { connector } from "./connector.js";
import { shape } from "./shape.js";
import { stamp } from "./stamp.js";
import { text } from "./text.js";
import { unknown } from "./unknown.js";

/** @typedef {import("./kind.js").Kind} Kind */

/** @type {ReadonlyMap<string, Kind>} */
export const KINDS = new Map([note, area, frame, sketch, ink, problem, idea, image, shape, text, connector, stamp, comment].map((kind) => [kind.name, kind]));

/** @param {{kind: string}} object @returns {Kind} */
export function kindOf({ kind }) {
  return KINDS.get(kind) ?? unknown;
}

/** Whether it can be laid elsewhere by itself. @param {Pick<import("../objects.js").BoardObject, "kind" | "data">} object */
export function isMovable(object) {
  const { box, moves } = kindOf(object);
  return !box || moves?.(object) === true;
}
