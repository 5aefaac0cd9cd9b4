// The prototypes of a board: kit, paths, play-through and who plays. Loaded with the first frame.

import { t } from "../i18n/index.js";
import { titleOf } from "../board/kinds/frame-drawing.js";
import { announce } from "../shell/notices.js";
import { PROTOTYPE_ICONS } from "./icons.js";
import { Kit } from "./kit.js";
import { chosenFrame, lead, makeBeside, makeSketch } from "./making.js";
import { PathLayer } from "./path-layer.js";
import { frameOf, framesOf, isFrame, targetOf } from "./paths.js";
import { Player } from "./player.js";
import { Watching } from "./watching.js";

/** @typedef {import("./requests.js").Request} Request */
/** @typedef {import("../board/menu.js").Entry} Entry */
/**
 * @typedef {{area: HTMLElement, board: import("../board/document.js").BoardDocument, view: import("../board/view.js").BoardView,
 *   camera: import("../board/camera.js").Camera, selection: import("../board/selection.js").Selection,
 *   gestures: import("../board/gestures.js").Gestures, editor: import("../board/editor.js").NoteEditor,
 *   toolbox: import("../board/tools/toolbox.js").Toolbox, connection: import("../sync/connection.js").Connection,
 *   others: import("../together/others.js").Others, author: (person: string) => string,
 *   menu: (at: {x: number, y: number}, label: string, items: readonly Entry[]) => void}} Parts
 */

/** @param {Parts} parts */
export function mountPrototypes(parts) {
  const { area, board, view, camera, selection, menu } = parts;
  const player = new Player(parts);
  new Watching({ ...parts, player });
  const paths = new PathLayer({ ...parts, lead: leadTo, ask: askTarget });
  const kit = new Kit(area, { ...parts, paths, play: (frame) => player.play(frame), beside, add });

  /** @param {string} id @param {string | null} target */
  function leadTo(id, target) {
    lead(board, id, target);
    const frame = target === null ? undefined : board.get(target);
    announce(frame ? t("prototype.leads.now", { target: nameOf(frame) }) : t("prototype.leads.nowhere"));
  }

  /** @param {string} id @param {{x: number, y: number}} at */
  function askTarget(id, at) {
    const object = board.get(id);
    if (!object || object.locked || !board.mayWrite) return;
    const own = frameOf(object, board.objects);
    const target = targetOf(object, board.objects);
    const targets = framesOf(board.objects).filter((frame) => frame.id !== id && frame.id !== own?.id);
    const fresh = () => {
      const made = own && makeBeside(board, own);
      if (made) leadTo(id, made);
    };
    /** @type {Entry[]} */
    const items = targets.map((frame) => ({
      label: nameOf(frame), pressed: target?.id === frame.id,
      icon: target?.id === frame.id ? PROTOTYPE_ICONS.check : PROTOTYPE_ICONS.empty, run: () => leadTo(id, frame.id),
    }));
    if (items.length > 0) items.push("line");
    if (own) items.push({ label: t("prototype.lead.fresh"), icon: PROTOTYPE_ICONS.beside, run: fresh });
    if (target) items.push({ label: t("prototype.lead.nowhere"), icon: PROTOTYPE_ICONS.none, run: () => leadTo(id, null) });
    if (items.length === 0) announce(t("prototype.lead.nothing"));
    menu(at, t("prototype.lead"), items);
  }

  function beside() {
    const frame = chosenFrame(board, selection.ids);
    const id = frame && makeBeside(board, frame);
    if (!id) return;
    show(id);
    const made = board.get(id);
    if (made) announce(t("kit.made", { title: nameOf(made) }));
  }

  /** @param {import("../board/kinds/sketch.js").Shape} shape @param {import("../board/camera.js").Point} [point] */
  function add(shape, point) {
    const id = makeSketch(board, shape, chosenFrame(board, selection.ids), point);
    if (!id) return;
    show(id);
    announce(t("kit.added", { shape: t(`kit.${shape}`) }));
  }

  /** @param {string} id */
  function show(id) {
    selection.set([id]);
    view.setEntry(id);
    const rect = view.rect(id);
    if (!rect) return;
    // The kit lies over the board: beside it.
    const { zoom } = camera.sight;
    const [top, right] = [kit.covers.top / zoom, kit.covers.right / zoom];
    camera.reveal({ x: rect.x, y: rect.y - top, width: rect.width + right, height: rect.height + top });
  }

  return {
    /** @param {Request} request */
    answer({ want, id, at = { x: innerWidth / 2, y: innerHeight / 2 } }) {
      if (want === "play") player.play(id);
      else if (want === "lead") askTarget(id, at);
      else kit.focus();
    },
  };
}

/** @param {Readonly<import("../board/objects.js").BoardObject>} frame */
function nameOf(frame) {
  return (isFrame(frame) && titleOf(frame)) || t("prototype.untitled");
}
