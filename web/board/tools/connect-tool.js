// Connecting: pull from object to object; or click the one, then the other; or go there by keys and
// press Enter. Two that are chosen are connected at once.

import { t } from "../../i18n/index.js";
import { announce } from "../../shell/notices.js";
import { centreOf } from "../kinds/course.js";
import { connecting, endOf } from "../kinds/connector.js";
import { LinePreview } from "../line-preview.js";
import { wordsOf } from "../objects.js";
import { canBeConnected, nearestTowards } from "./connecting.js";

/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {import("../kinds/course.js").End} End */
/** @typedef {import("./tool.js").Tool} Tool */
/** @typedef {Pick<import("./tool.js").ToolContext, "board" | "view" | "selection" | "actions" | "putAway">} Context */
/** @typedef {{id: string} | {point: Point}} Target */

/** A pointer that moved less than this clicked, in board pixels at full size. */
const CLICK_PX = 8;
/** Board pixels of a line that hangs on nothing. */
const FREE = 240;
const AIMS = /** @type {Record<string, readonly [number, number]>} */ ({
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
});

/** @param {import("./tool.js").ToolContext} context */
export function start(context) {
  const { board, selection } = context;
  const chosen = [...selection.ids].flatMap((id) => board.get(id) ?? []).filter(canBeConnected);
  const [first, second] = chosen;
  if (first && second && chosen.length === 2) return connect(context, { id: first.id }, { id: second.id });
  return connectingTool(context, chosen.length === 1 && first ? { id: first.id } : null, (from, to) => connect(context, from, to));
}

/**
 * One end of a line that is there looks for another place.
 * @param {string} id
 * @param {"from" | "to"} name
 * @param {Context} context
 * @returns {Tool}
 */
export function rerouteTool(id, name, context) {
  const { board, view } = context;
  announce(t("connector.ask"));
  const other = name === "from" ? "to" : "from";
  const object = board.get(id);
  const end = object && endOf(object, other, (each) => view.rect(each));
  const host = object && connecting(object)[other];
  const stays = host && board.get(host) ? { id: host } : { point: end && "point" in end ? end.point : /** @type {Point} */ ([0, 0]) };
  return connectingTool(context, stays, (_, to) => {
    const now = board.get(id);
    if (now) board.change([id], fieldsOf(name, to, now.pos, view));
    context.putAway();
    context.actions.goTo(id);
  });
}

/**
 * @param {Context} context
 * @param {Target | null} begun
 * @param {(from: Target, to: Target) => void} done
 * @returns {Tool}
 */
function connectingTool(context, begun, done) {
  const { board, view, selection, actions } = context;
  const preview = new LinePreview(view);
  let from = begun;
  const isOther = (/** @type {import("../objects.js").BoardObject} */ object) =>
    canBeConnected(object) && !(from && "id" in from && from.id === object.id);
  const targetAt = (/** @type {Point} */ point) => {
    const host = view.at(point, isOther);
    return host ? { id: host.id } : { point };
  };
  const shown = (/** @type {Target} */ target) => endAt(target, view);
  const show = (/** @type {Target | null} */ source, /** @type {Target} */ target) => {
    const to = shown(target);
    if (to) preview.show(source && shown(source), to);
  };
  return {
    hover: (point) => show(from, targetAt(point)),
    begin: ({ point }) => {
      const hadBegun = from !== null;
      const source = from ?? targetAt(point);
      let moved = false;
      return {
        move: (now) => {
          moved ||= Math.hypot(now[0] - point[0], now[1] - point[1]) > CLICK_PX;
          from = source;
          show(source, targetAt(now));
        },
        end: (now) => {
          if (moved || hadBegun) {
            done(source, targetAt(now));
            return;
          }
          from = source;
          show(source, { point: now });
          announce(t("connector.begun", { name: nameOf(source, board) }));
        },
        cancel: () => { from = hadBegun ? source : null; },
      };
    },
    place: (centre) => {
      const focused = document.activeElement?.closest("[data-id]")?.getAttribute("data-id") ?? selection.single;
      const object = focused === null ? undefined : board.get(focused);
      const target = object && isOther(object) ? { id: object.id } : null;
      if (from && target) return done(from, target);
      if (target) {
        from = target;
        announce(t("connector.begun", { name: nameOf(target, board) }));
      } else if (from) {
        announce(t("connector.other"));
      } else {
        done({ point: [centre[0] - FREE / 2, centre[1]] }, { point: [centre[0] + FREE / 2, centre[1]] });
      }
      return undefined;
    },
    key: (event) => {
      const aim = AIMS[event.key];
      const id = document.activeElement?.closest("[data-id]")?.getAttribute("data-id") ?? selection.single;
      const rect = id === null ? null : view.rect(id);
      if (!aim || !rect || event.ctrlKey || event.metaKey || event.altKey) return false;
      const others = [...board.objects.values()].filter((object) => object.id !== id && canBeConnected(object));
      const next = nearestTowards(rect, new Map(others.map((each) => [each.id, /** @type {Rect} */ (view.rect(each.id))])), aim);
      if (next !== null) {
        actions.goTo(next);
        show(from, { id: next });
      }
      return true;
    },
    end: () => preview.end(),
  };
}

/** @param {Context} context @param {Target} from @param {Target} to */
function connect({ board, view, selection, putAway }, from, to) {
  const ends = [from, to].map((target) => endAt(target, view));
  const [a, b] = ends.map((end) => end && centreOf(end));
  if (!a || !b) return putAway();
  const pos = /** @type {Point} */ ([Math.round(Math.min(a[0], b[0])), Math.round(Math.min(a[1], b[1]))]);
  const size = /** @type {Point} */ ([Math.max(1, Math.abs(a[0] - b[0])), Math.max(1, Math.abs(a[1] - b[1]))]);
  const data = { ...fieldsOf("from", from, pos, view), ...fieldsOf("to", to, pos, view) };
  const [id] = board.create([{ kind: "connector", pos, size, data }]);
  putAway();
  if (id === undefined) return undefined;
  selection.set([id]);
  view.focus(id);
  announce(t("connector.made", { from: nameOf(from, board), to: nameOf(to, board) }));
  return undefined;
}

/**
 * How an end is stored.
 * @param {"from" | "to"} name
 * @param {Target} target
 * @param {Point} pos of the connector
 * @param {import("../view.js").BoardView} view
 */
function fieldsOf(name, target, [x, y], view) {
  const end = endAt(target, view);
  const [atX, atY] = end ? centreOf(end) : [x, y];
  return { [name]: "id" in target ? target.id : null, [`${name}At`]: [Math.round(atX - x), Math.round(atY - y)] };
}

/** @param {Target} target @param {import("../view.js").BoardView} view @returns {End | null} null: it went meanwhile */
function endAt(target, view) {
  if ("point" in target) return target;
  const rect = view.rect(target.id);
  return rect && { rect };
}

/** @param {Target} target @param {import("../document.js").BoardDocument} board */
function nameOf(target, board) {
  const object = "id" in target ? board.get(target.id) : undefined;
  if (!object) return t("connector.free");
  return t("connector.name", { text: wordsOf(object).replace(/\s+/g, " ").trim().slice(0, 60) || t("note.empty") });
}
