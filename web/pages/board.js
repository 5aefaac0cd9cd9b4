// The room: what the server says about it, the document with its connection, the board, the list.
// Only here the parts meet.

import { Actions } from "../board/actions.js";
import { Camera, boundsOf } from "../board/camera.js";
import { Cursors } from "../board/cursors.js";
import { BoardDocument, asFile } from "../board/document.js";
import { NoteEditor } from "../board/editor.js";
import { SelectionFrame } from "../board/frame.js";
import { Gestures } from "../board/gestures.js";
import { mountHelp, mountHints } from "../board/help.js";
import { listenToKeys } from "../board/keyboard.js";
import { BoardMenu, menuItems } from "../board/menu.js";
import { Selection } from "../board/selection.js";
import { mountToolbar } from "../board/toolbar.js";
import { BoardView } from "../board/view.js";
import { onLanguage, t } from "../i18n/index.js";
import { mountList } from "../list/list-view.js";
import { ApiError, ask } from "../shell/api.js";
import { offerDrafts, reloadWhenSetAside } from "../shell/draft-notice.js";
import { mountEndPanel, showProblem } from "../shell/end-panel.js";
import { announce, notify } from "../shell/notices.js";
import { mountTopBar } from "../shell/top-bar.js";
import { Connection, socketUrl, wakeUps } from "../sync/connection.js";
import { LocalCopy } from "../sync/local-copy.js";
import { html, render } from "../vendor/lit.js";
import * as Y from "../vendor/yjs.js";

/** @typedef {{id: string, title: string}} Titled */
/** @typedef {{room: Titled, helpathon: Titled, rooms: Titled[],
 *   you: {person: string, name: string, role: "facilitator" | "participant" | "guest", colour: number}}} Room */
/** @typedef {"list" | "board"} ViewName */

/** What others add is told together, not one by one. */
const ANNOUNCE_EVERY_MS = 10_000;
/** Where the list is the first view. */
const handheld = matchMedia("(max-width: 640px), (pointer: coarse)");
/** Screen pixels that the tools at the side and at the bottom cover. */
const SIDE_PX = 84;
const BOTTOM_PX = 76;
/** A board narrower than this has its tools at the bottom. */
const NARROW_PX = 760;

const room = decodeURIComponent(location.pathname.split("/").pop() ?? "");
const [skip, bar, main, views, area, surface, panel, listBox] = ["skip", "bar", "room", "views", "area", "board", "panel", "list"].map(
  (id) => /** @type {HTMLElement} */ (document.getElementById(id)),
);

void enter();

async function enter() {
  try {
    await begin(await ask(`/api/rooms/${encodeURIComponent(room)}`));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    document.body.classList.add("has-problem");
    showProblem(main, error.code, () => location.reload());
  }
}

/** @param {Room} about */
async function begin({ room: titled, helpathon, you }) {
  const doc = new Y.Doc();
  const copy = await new LocalCopy(room, doc).open();
  const connection = new Connection({ url: socketUrl(room), doc, copy });
  wakeUps(connection);
  reloadWhenSetAside(connection);
  const mayWrite = you.role !== "guest";
  const board = new BoardDocument(doc, { person: you.person, mayWrite });
  const author = (/** @type {string} */ person) =>
    connection.people[person]?.name ?? (person === you.person ? you.name : "");

  mountTopBar(bar, {
    connection,
    title: () => ({ room: connection.room?.title ?? titled.title, helpathon: connection.helpathon?.title ?? helpathon.title }),
  });
  mountEndPanel({ connection });

  // The board
  const camera = new Camera();
  const selection = new Selection(board);
  const view = new BoardView(surface, { board, camera, selection, author });
  const editor = new NoteEditor({ board, view, camera });
  const actions = new Actions({ board, camera, selection, view, editor });
  const frame = new SelectionFrame(surface, { view, camera, selection, mayWrite });
  const cursors = new Cursors(surface, { connection, board, view, camera, selection, editor });
  const menu = new BoardMenu();
  const help = mountHelp();
  const hints = mountHints(area, board);
  const openMenu = (/** @type {{x: number, y: number}} */ at, /** @type {string | null} */ id) => {
    const object = id === null ? undefined : board.get(id);
    const point = view.boardPoint({ clientX: at.x, clientY: at.y });
    menu.open(at, t("menu.label"), menuItems(actions, object, selection.ids.size, point, place));
  };
  const place = () => {
    notify(t("chosen.place"));
    surface.focus({ preventScroll: true });
    gestures.askPlace((point) => actions.moveTo(point));
  };
  const gestures = new Gestures(surface, {
    board, view, camera, selection, actions, editor,
    share: (places) => cursors.share(places),
    menu: openMenu,
  });

  // Board and list beside each other, or one of them on a phone
  const list = mountList(listBox, {
    board,
    people: () => connection.people,
    show: (id) => showOnBoard(id),
    writing: (id) => connection.presence.set({ editing: id ? { id } : null }),
  });
  /** @type {ViewName} */
  let shown = "list";
  let listOpen = false;
  const tabs = () => html`<div role="tablist" aria-label=${t("views.label")} @keydown=${tabKey}>
    ${/** @type {ViewName[]} */ (["list", "board"]).map((name) => html`<button type="button" role="tab" id=${`tab-${name}`}
      aria-selected=${String(shown === name)} aria-controls=${name === "list" ? "panel" : "area"} tabindex=${shown === name ? 0 : -1}
      @click=${() => switchTo(name)}>${t(`views.${name}`)}</button>`)}</div>`;
  const tabKey = (/** @type {KeyboardEvent} */ { key }) => {
    if (!["ArrowLeft", "ArrowRight"].includes(key)) return;
    switchTo(shown === "list" ? "board" : "list");
    document.getElementById(`tab-${shown}`)?.focus();
  };
  const switchTo = (/** @type {ViewName} */ name) => {
    shown = name;
    arrange();
    if (name === "board") lookAtAll();
  };
  const arrange = () => {
    const phone = handheld.matches;
    document.body.classList.toggle("handheld", phone);
    views.hidden = !phone;
    area.hidden = phone && shown !== "board";
    skip.hidden = area.hidden;
    panel.hidden = phone ? shown !== "list" : !listOpen;
    render(tabs(), views);
    for (const [element, name] of /** @type {const} */ ([[area, "board"], [panel, "list"]])) {
      if (phone) {
        element.setAttribute("role", "tabpanel");
        element.setAttribute("aria-labelledby", `tab-${name}`);
        element.removeAttribute("aria-label");
      } else {
        element.removeAttribute("role");
        element.removeAttribute("aria-labelledby");
        element.setAttribute("aria-label", t(`views.${name}`));
      }
    }
    measure();
    toolbar.update();
  };
  const toggleList = () => {
    if (handheld.matches) return switchTo(shown === "list" ? "board" : "list");
    listOpen = !listOpen;
    arrange();
    if (listOpen) /** @type {HTMLElement | null} */ (listBox.querySelector(".card-text, .composer-field"))?.focus();
    else surface.focus({ preventScroll: true });
  };
  const showOnBoard = (/** @type {string} */ id) => {
    if (handheld.matches) switchTo("board");
    actions.goTo(id);
    const rect = view.rect(id);
    if (rect) camera.approach(rect);
  };

  const toolbar = mountToolbar(area, {
    board, actions, camera, selection, view, gestures, editor, frame,
    help: help.open, place, menu: openMenu,
    list: { isOpen: () => listOpen, toggle: toggleList },
  });
  listenToKeys({
    container: surface, actions, camera, selection, view, gestures,
    colors: () => toolbar.focusColors(), list: toggleList, help: help.open,
  });
  panel.addEventListener("keydown", (event) => {
    const isField = event.target instanceof HTMLElement && event.target.matches("textarea, input, select");
    if (isField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "l" || (event.key === "Escape" && !handheld.matches)) toggleList();
    else if (event.key === "?") help.open();
  });

  // Size of the view, and what bars and the keyboard of a phone cover of it
  let touched = false;
  const measure = () => {
    const { width, height } = surface.getBoundingClientRect();
    if (width === 0) return;
    const atBottom = width < NARROW_PX || handheld.matches;
    document.body.classList.toggle("narrow-board", atBottom);
    const keyboard = window.visualViewport ? Math.max(0, innerHeight - window.visualViewport.height - window.visualViewport.offsetTop) : 0;
    const insets = { top: 0, right: 0, bottom: Math.max(keyboard, atBottom ? BOTTOM_PX : 0), left: atBottom ? 0 : SIDE_PX };
    camera.resize({ width, height }, insets);
    if (editor.id !== null) editor.keepInSight();
  };
  const lookAtAll = () => {
    if (touched || area.hidden) return;
    camera.fit(boundsOf(board.objects.values()), false);
  };
  new ResizeObserver(measure).observe(surface);
  window.visualViewport?.addEventListener("resize", measure);
  handheld.addEventListener("change", arrange);
  for (const type of ["pointerdown", "wheel", "keydown"]) {
    area.addEventListener(type, () => { touched = true; }, { once: true, passive: true, capture: true });
  }

  const words = () => {
    skip.setAttribute("aria-label", t("board.skip"));
    render(html`<a class="skip-link visually-hidden" href="#board">${t("board.skip.board")}</a>
      <a class="skip-link visually-hidden" href="#tools">${t("board.skip.tools")}</a>`, skip);
    surface.setAttribute("aria-label", t("board.label"));
    surface.setAttribute("aria-roledescription", t("board.role"));
    /** @type {HTMLElement} */ (document.getElementById("instructions")).textContent =
      t(mayWrite ? "board.instructions" : "board.instructions.guest");
    view.rewrite();
    arrange();
  };
  onLanguage(words);
  const renamed = () => {
    view.rewrite();
    list.update();
  };
  connection.on("welcome", renamed);
  connection.on("members", renamed);
  void document.fonts.ready.then(() => view.measureAgain());
  document.fonts.addEventListener("loadingdone", () => view.measureAgain());

  connection.on("synced", () => {
    hints.ready();
    lookAtAll();
  });
  announceArrivals(board);
  words();
  lookAtAll();
  stayOnFocus();
  connection.open();
  void offerDrafts(room, asFile);
}

/**
 * Safari on phones zooms the page into a field with small letters, and leaves it so. Only there
 * this forbids it without taking a person's own zoom away.
 */
function stayOnFocus() {
  if (!CSS.supports("-webkit-touch-callout", "none")) return;
  const viewport = document.querySelector("meta[name=viewport]");
  viewport?.setAttribute("content", `${viewport.getAttribute("content")}, maximum-scale=1`);
}

/** @param {BoardDocument} board */
function announceArrivals(board) {
  let arrived = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  board.events.on("changed", ({ added, own }) => {
    if (own || added.length === 0) return;
    arrived += added.length;
    timer ??= setTimeout(() => {
      announce(t("board.arrived", { n: arrived }));
      arrived = 0;
      timer = undefined;
    }, ANNOUNCE_EVERY_MS);
  });
}
