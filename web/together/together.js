// Being in one room: the others on the board and in the list from the first moment, following and
// calling together once somebody does (company.js, loaded then).
//
//   const together = mountTogether(parts)
//   together.follow(person)       and once more: no longer        together.following  whom, or null
//   together.gather()             everybody here; the server refuses whoever may not
//   together.items(ids)           for the board's menu
//   together.changed = () => …    whom one follows

import { t } from "../i18n/index.js";
import { lazy } from "../shell/lazy.js";
import { announce } from "../shell/notices.js";
import { followingIn, selectionIn, writingIn } from "./states.js";
import { sayWriters } from "./writers.js";

/**
 * @typedef {{connection: import("../sync/connection.js").Connection, others: import("./others.js").Others,
 *   telling: import("./telling.js").Telling, writers: import("./writers.js").Writers,
 *   board: import("../board/document.js").BoardDocument, view: import("../board/view.js").BoardView,
 *   camera: import("../board/camera.js").Camera, selection: import("../board/selection.js").Selection,
 *   editor: import("../board/editor.js").NoteEditor, gestures: import("../board/gestures.js").Gestures,
 *   layout: import("../board/layout.js").Layout,
 *   main: HTMLElement, views: HTMLElement, surface: HTMLElement, list: HTMLElement}} Parts
 */

/** In a menu; more would hide what else is in it. */
const OFFERED = 3;

/** @param {Parts} parts */
export function mountTogether(parts) {
  const { connection, others, writers, editor, surface, list } = parts;
  const together = {
    changed: () => {},
    get following() {
      return company.made?.following ?? null;
    },
    get mayGather() {
      return connection.you?.role === "facilitator";
    },
    follow: (/** @type {string} */ person) => company((it) => it.toggle(person)),
    gather: () => company((it) => void it.gather()),
    items: (/** @type {ReadonlySet<string>} */ ids) => [
      ...peopleAt(ids).map(({ person, name }) => ({ label: t("people.follow", { name }), run: () => together.follow(person) })),
      ...(together.mayGather ? [{ label: t("people.gather"), run: () => together.gather() }] : []),
    ],
  };
  const company = lazy(() => import("./company.js"), ({ Company }) => new Company(parts, () => together.changed()), ["together"]);

  connection.on("gather", (call) => company((it) => it.called(call)));
  connection.presence.on("change", () => {
    const me = connection.you?.person;
    if (!company.made && me && others.all().some(({ state, member }) => member.person !== me && followingIn(state) === me)) company(() => {});
  });

  const at = () => editor.id ?? objectOf(document.activeElement);
  const look = sayWriters(writers, at, announce);
  for (const place of [surface, list]) place.addEventListener("focusin", look);

  /** Who writes in these objects or has chosen them. @param {ReadonlySet<string>} ids */
  function peopleAt(ids) {
    const people = new Map(others.all()
      .filter(({ state, member }) => member.person !== connection.you?.person &&
        [writingIn(state), ...selectionIn(state)].some((id) => id !== null && ids.has(id)))
      .map(({ member }) => [member.person, member]));
    return [...people.values()].slice(0, OFFERED);
  }

  return together;
}

/** @param {Element | null} element @returns {string | null} the object it stands for, on the board or in the list */
function objectOf(element) {
  const found = element?.closest("[data-id], [data-card]");
  return found?.getAttribute("data-id") ?? found?.getAttribute("data-card") ?? null;
}
