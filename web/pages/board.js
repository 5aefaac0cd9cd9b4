// The room: what the server says about it, the document with its connection, the board, the list.
// Only here the parts meet.

import { Actions } from "../board/actions.js";
import { Camera, boundsOf } from "../board/camera.js";
import { Cursors } from "../board/cursors.js";
import { BoardDocument, asFile } from "../board/document.js";
import { NoteEditor } from "../board/editor.js";
import { followAddress } from "../board/follow-address.js";
import { SelectionFrame } from "../board/frame.js";
import { Gestures } from "../board/gestures.js";
import { mountHelp, mountHints } from "../board/help.js";
import { listenToKeys } from "../board/keyboard.js";
import { Layout } from "../board/layout.js";
import { mountWayBack } from "../board/lost.js";
import { BoardMenu, arrangeItems, menuItems, toolItems } from "../board/menu.js";
import { inOrder } from "../board/ordering.js";
import { Minimap } from "../board/minimap.js";
import { mountPlacing } from "../board/placing.js";
import { SearchBar } from "../board/search-bar.js";
import { Selection } from "../board/selection.js";
import { Toolbar } from "../board/toolbar.js";
import { mountTrash } from "../board/trash-dialog.js";
import { Toolbox } from "../board/tools/toolbox.js";
import { BoardView } from "../board/view.js";
import { loadTexts, onLanguage, t } from "../i18n/index.js";
import { mountList } from "../list/list-view.js";
import { ApiError, ask } from "../shell/api.js";
import { offerDrafts, reloadWhenSetAside } from "../shell/draft-notice.js";
import { mountEndPanel, showProblem } from "../shell/end-panel.js";
import { announce } from "../shell/notices.js";
import { mountTopBar } from "../shell/top-bar.js";
import { Connection, socketUrl, wakeUps } from "../sync/connection.js";
import { LocalCopy } from "../sync/local-copy.js";
import { html, render } from "../vendor/lit.js";
import * as Y from "../vendor/yjs.js";

/** @typedef {{id: string, title: string}} Titled */
/** @typedef {{room: Titled, helpathon: Titled, rooms: Titled[],
 *   you: {person: string, name: string, role: "facilitator" | "participant" | "guest", colour: number}}} About */
/** @typedef {ReturnType<typeof mountBoard>} Board */

/** What others add is told together, not one by one. */
const ANNOUNCE_EVERY_MS = 10_000;
/** Farther away one recognises no note on a phone. */
const HANDHELD_ZOOM = 0.4;

const room = decodeURIComponent(location.pathname.split("/").pop() ?? "");
const [skip, bar, main, views, area, surface, panel, listBox, instructions] =
  ["skip", "bar", "room", "views", "area", "board", "panel", "list", "instructions"].map(
    (id) => /** @type {HTMLElement} */ (document.getElementById(id)),
  );

void enter();

async function enter() {
  const texts = loadTexts("board", "list");
  try {
    const about = await ask(`/api/rooms/${encodeURIComponent(room)}`);
    await texts;
    await begin(about);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await texts;
    document.body.classList.add("has-problem");
    showProblem(main, error.code, () => location.reload());
  }
}

/** @param {About} about */
async function begin(about) {
  const doc = new Y.Doc();
  const copy = await new LocalCopy(room, doc).open();
  const connection = new Connection({ url: socketUrl(room), doc, copy });
  wakeUps(connection);
  reloadWhenSetAside(connection);
  mountTopBar(bar, {
    connection,
    rooms: () => about.rooms,
    title: () => ({
      room: connection.room?.title ?? about.room.title,
      helpathon: connection.helpathon?.title ?? about.helpathon.title,
    }),
  });
  mountEndPanel({ connection });

  const document_ = new BoardDocument(doc, { person: about.you.person, mayWrite: about.you.role !== "guest" }, {
    now_ms: () => connection.clock.serverNow(),
  });
  const board = mountBoard(document_, connection, about);
  const list = mountList(listBox, {
    board: document_,
    people: () => connection.people,
    show: (id) => showOnBoard(board, id),
    trash: board.trash.open,
    writing: (id) => connection.presence.set({ editing: id ? { id } : null }),
  });
  board.layout.listShown = () => showInList(board, document_, list);
  keepWords(board, connection, () => list.update());
  const follow = followAddress({
    board: document_,
    view: board.view,
    show: (id) => {
      if (board.layout.isBoardShown) board.camera.centreOn(/** @type {import("../board/camera.js").Rect} */ (board.view.rect(id)));
      else list.focus(id);
    },
  });
  keepInSight(board, document_, connection, follow);
  announceArrivals(document_);
  stayOnFocus();
  connection.open();
  void offerDrafts(room, asFile);
}

/**
 * @param {BoardDocument} board
 * @param {Connection} connection
 * @param {About} about
 */
function mountBoard(board, connection, { you }) {
  const author = (/** @type {string} */ person) =>
    connection.people[person]?.name ?? (person === you.person ? you.name : "");
  const { mayWrite } = board;
  const camera = new Camera();
  const layout = new Layout({ views, area, surface, panel, list: listBox }, camera);
  const selection = new Selection(board);
  const view = new BoardView(surface, { board, camera, selection, author });
  const editor = new NoteEditor({ board, view, camera });
  const isAlone = () => connection.save.status === "offline";
  const actions = new Actions({ board, camera, selection, view, editor, isAlone });
  const frame = new SelectionFrame(surface, { board, view, camera, selection });
  const cursors = new Cursors(surface, { connection, view, camera, selection, editor });
  const help = mountHelp(mayWrite);
  const hints = mountHints(area, board);
  const trash = mountTrash(board, author);

  const menuPanel = new BoardMenu(area);
  const arrange = (/** @type {{x: number, y: number}} */ at) =>
    menuPanel.open(at, t("arrange.label"), arrangeItems(actions));
  const menu = (/** @type {{x: number, y: number}} */ at) => {
    const point = view.boardPoint({ clientX: at.x, clientY: at.y });
    menuPanel.open(at, t("menu.label"), menuItems(actions, { point, place: () => place(), arrange: () => arrange(at), trash: trash.open }));
  };
  const share = (/** @type {ReadonlyMap<string, import("../board/view.js").Live>} */ places) => cursors.share(places);
  const gestures = new Gestures(surface, { board, view, camera, selection, actions, editor, share, menu });
  const place = mountPlacing(surface, { actions, gestures, selection, editor });
  mountWayBack(area, { board, view, camera, actions });
  const searchBar = new SearchBar(area, { board, view, camera, actions });
  const search = () => searchBar.open();
  const map = new Minimap(area, { board, view, camera });
  const toolbox = new Toolbox({ board, actions, camera, selection, view, editor, area, connection });
  toolbox.events.on("changed", () => {
    gestures.tool = toolbox.tool;
    surface.classList.toggle("drawing", toolbox.tool !== null);
  });
  const tools = (/** @type {{x: number, y: number}} */ at) => menuPanel.open(at, t("tools.more"), toolItems(toolbox, at));
  const toolbar = new Toolbar(area, {
    toolbox, tools,
    board, actions, camera, selection, view, gestures, editor, frame, layout, help: help.open, place, menu, arrange,
    search, map,
  });
  listenToKeys({
    container: surface, actions, camera, selection, view, gestures, toolbox, tools: () => toolbar.openTools(),
    colors: () => toolbar.focusColors(), list: () => layout.toggleList(), help: help.open,
    search, map: () => map.toggle(),
  });
  layout.changed = () => toolbar.update();
  map.changed = () => toolbar.update();
  layout.resized = () => editor.keepInSight();
  return { camera, layout, view, actions, selection, hints, mayWrite, trash };
}

/** @param {Board} board @param {string} id */
function showOnBoard({ layout, actions, view, camera }, id) {
  layout.toBoard();
  actions.goTo(id);
  const rect = view.rect(id);
  if (rect) camera.approach(rect);
}

/**
 * What one works on stays in sight, on the board and in the list.
 * @param {Board} board
 * @param {BoardDocument} document_
 * @param {ReturnType<typeof mountList>} list
 */
function showInList({ selection, camera }, document_, list) {
  const chosen = boundsOf([...selection.ids].flatMap((id) => document_.get(id) ?? []));
  if (chosen) camera.reveal(chosen);
  if (selection.single === null) return false;
  list.focus(selection.single);
  return true;
}

/**
 * Everything in the language of now, with the names of now.
 * @param {Board} board
 * @param {Connection} connection
 * @param {() => void} renamed
 */
function keepWords({ layout, view, mayWrite }, connection, renamed) {
  const words = () => {
    skip.setAttribute("aria-label", t("board.skip"));
    render(html`
      <button class="skip-link visually-hidden" type="button" @click=${() => layout.toBoard()}>${t("board.skip.board")}</button>
      <button class="skip-link visually-hidden" type="button" @click=${() => layout.toList()}>${t("board.skip.list")}</button>`, skip);
    surface.setAttribute("aria-label", t("board.label"));
    surface.setAttribute("aria-roledescription", t("board.role"));
    instructions.textContent = t(mayWrite ? "board.instructions" : "board.instructions.guest");
    view.rewrite();
    layout.arrange();
  };
  const named = () => {
    view.rewrite();
    renamed();
  };
  onLanguage(words);
  connection.on("welcome", named);
  connection.on("members", named);
  void document.fonts.ready.then(() => view.measureAgain());
  document.fonts.addEventListener("loadingdone", () => view.measureAgain());
  words();
}

/**
 * At the beginning one sees everything, until one has looked somewhere oneself.
 * @param {Board} board
 * @param {BoardDocument} document_
 * @param {Connection} connection
 * @param {() => boolean} follow goes where the page's address leads, if anywhere
 */
function keepInSight({ camera, layout, hints }, document_, connection, follow) {
  let touched = false;
  let followed = false;
  const look = () => {
    if (touched || !layout.isBoardShown) return;
    const [first] = inOrder(document_.objects.values());
    camera.enter(boundsOf(document_.objects.values()), first?.pos ?? [0, 0], layout.isHandheld ? HANDHELD_ZOOM : 0);
  };
  for (const type of ["pointerdown", "wheel", "keydown"]) {
    area.addEventListener(type, () => { touched = true; }, { once: true, passive: true, capture: true });
  }
  layout.boardShown = look;
  connection.on("synced", () => {
    hints.ready();
    look();
    if (!followed && follow()) touched = true;
    followed = true;
  });
  look();
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
