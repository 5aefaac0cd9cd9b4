// What a line can end at. Pure.

import { kindOf } from "../kinds/index.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../camera.js").Rect} Rect */

/** Something with a place of its own. @param {Readonly<BoardObject>} object */
export function canBeConnected(object) {
  const { box, unlisted } = kindOf(object);
  return !box && !unlisted;
}

/**
 * The nearest in a direction: what lies well beside it counts as further away.
 * @param {Rect} from
 * @param {ReadonlyMap<string, Rect>} others
 * @param {readonly [number, number]} aim one of the four directions
 * @returns {string | null}
 */
export function nearestTowards(from, others, [aimX, aimY]) {
  const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
  /** @type {{id: string, far: number} | null} */
  let nearest = null;
  for (const [id, rect] of others) {
    const [dx, dy] = [rect.x + rect.width / 2 - x, rect.y + rect.height / 2 - y];
    const ahead = dx * aimX + dy * aimY;
    const aside = Math.abs(dx * aimY) + Math.abs(dy * aimX);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const far = ahead + 2 * aside;
    if (!nearest || far < nearest.far) nearest = { id, far };
  }
  return nearest?.id ?? null;
}
