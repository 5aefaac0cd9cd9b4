// The room: what the server says about it, the document with its connection, the board, the list.
// Only here the parts meet.

import { Actions } from "../board/actions.js";
import { followLaid, layer } from "../board/areas/laying.js";
import { Camera, boundsOf } from "../board/camera.js";
import { choicesOf, serving } from "../board/choices.js";
import { BoardDocument, asFile } from "../board/document.js";
import { NoteEditor } from "../board/editor.js";
import { followAddress } from "../board/follow-address.js";
import { SelectionFrame } from "../board/frame.js";
import { Gestures } from "../board/gestures.js";
import { mountHints } from "../board/hints.js";
import { mountImages } from "../board/images/listen.js";
import { watchInk } from "../board/ink/watch.js";
import { listenToKeys } from "../board/keyboard.js";
import { KINDS, kindOf } from "../board/kinds/index.js";
import { Layout } from "../board/layout.js";
import { mountWayBack } from "../board/lost.js";
import { hostOf } from "../board/marks-on.js";
import { BoardMenu, arrangeItems, menuItems, toolItems } from "../board/menu.js";
import { isMapWanted } from "../board/map-choice.js";
import { mountPlacing } from "../board/placing.js";
import { SearchBar } from "../board/search-bar.js";
import { Selection } from "../board/selection.js";
import { Toolbar } from "../board/toolbar.js";
import { TOOLS } from "../board/tools/index.js";
import { Toolbox } from "../board/tools/toolbox.js";
import { BoardView } from "../board/view.js";
import { loadTexts, onLanguage, t } from "../i18n/index.js";
import { mountList } from "../list/list-view.js";
import { beginPrototypes } from "../prototype/begin.js";
import { ApiError, ask } from "../shell/api.js";
import { offerDrafts, reloadWhenSetAside } from "../shell/draft-notice.js";
import { fetchLater, later } from "../shell/later.js";
import { lazy } from "../shell/lazy.js";
import { loadStyle } from "../shell/load-style.js";
import { announce } from "../shell/notices.js";
import { mountTopBar } from "../shell/top-bar.js";
import { Connection, socketUrl, wakeUps } from "../sync/connection.js";
import { LocalCopy } from "../sync/local-copy.js";
import { Cursors } from "../together/cursors.js";
import { Others } from "../together/others.js";
import { Telling } from "../together/telling.js";
import { mountTogether } from "../together/together.js";
import { Writers } from "../together/writers.js";
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
    const [{ showProblem }] = await Promise.all([import("../shell/end-panel.js"), texts]);
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
  const endPanel = lazy(() => import("../shell/end-panel.js"), ({ mountEndPanel }) => mountEndPanel({ connection }));
  connection.on("ended", ({ code }) => endPanel((panel) => panel.show(code)));

  const { person, role } = about.you;
  const laying = role === "facilitator" ? { lay: layer(connection, () => document_) } : {};
  /** @type {BoardDocument} */
  const document_ = new BoardDocument(doc, { person, mayWrite: role !== "guest", ...laying }, {
    now_ms: () => connection.clock.serverNow(),
  });
  followLaid(document_, connection);
  const board = mountBoard(document_, connection, about);
  const listMenu = new BoardMenu(panel);
  const list = mountList(listBox, {
    board: document_,
    people: () => connection.people,
    label: (object) => board.view.label(object),
    more: (id) => board.view.readWith(id),
    show: (id) => showOnBoard(board, id),
    editElsewhere: (id) => {
      showOnBoard(board, id);
      board.actions.edit(id);
    },
    trash: board.trash,
    writing: (id) => board.telling.writesInList(id),
    writers: (id) => board.writers.of(id),
    pictures: (files, centre) => board.images(async (it) => list.focus((await it.add(files, centre))[0] ?? "")),
    open: (at, label, entries) => listMenu.open(at, label, entries),
    choices: (object, at) => board.choicesFor(object, at),
    link: (id) => {
      board.selection.set([id]);
      board.actions.copyLink();
    },
    connection,
  });
  board.describing.begin = (id) => (board.layout.isBoardShown ? board.actions.edit(id) : list.edit(id));
  board.writers.on("changed", () => list.written());
  mountTopBar(bar, {
    connection,
    rooms: () => about.rooms,
    title: () => ({
      room: connection.room?.title ?? about.room.title,
      helpathon: connection.helpathon?.title ?? about.helpathon.title,
    }),
    together: board.together,
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
  const editor = new NoteEditor({ board, view, camera, connection });
  const isAlone = () => connection.save.status === "offline";
  const telling = new Telling({ surface, list: listBox }, { presence: connection.presence, view, selection, editor });
  const share = (/** @type {ReadonlyMap<string, import("../board/view.js").Live>} */ places) => telling.share(places);
  const actions = new Actions({ board, camera, selection, view, editor, isAlone, share });
  const frame = new SelectionFrame(surface, { board, view, camera, selection });
  const others = new Others(connection);
  const writers = new Writers(connection, others);
  new Cursors(surface, { connection, others, view, camera });
  watchInk({ connection, view, board });
  const sheet = lazy(() => import("../board/help.js"), ({ mountHelp }) => mountHelp(mayWrite), ["help"]);
  const help = () => sheet((shown) => shown.open());
  const hints = mountHints(area, board);
  const trashDialog = lazy(() => import("../board/trash-dialog.js"), ({ mountTrash }) => mountTrash(board, author));
  const trash = () => trashDialog((dialog) => dialog.open());

  /** From the list: where a panel of the board opens, one sees the board first. @param {Readonly<import("../board/objects.js").BoardObject>} object @param {{x: number, y: number}} at */
  const choicesFor = (object, at) => {
    const alone = (/** @type {import("../board/menu.js").Entry} */ entry) => (entry === "line" || !entry.run ? entry : {
      ...entry,
      run: () => {
        selection.set([object.id]);
        if (opensPanel(object) && !layout.isBoardShown) layout.toBoard();
        entry.run?.();
      },
    });
    // Connecting is asked for by word in the list.
    const tools = (object.kind === "area" ? [] : serving([object], { toolbox, at, but: "connector" })).map((entry) => (entry === "line" ? entry : {
      ...entry,
      run: () => {
        if (!layout.isBoardShown) layout.toBoard();
        selection.set([object.id]);
        entry.run?.();
      },
    }));
    return [...choicesOf([object], { board, view, camera, selection, actions, toolbox, area, at }).map(alone), ...tools];
  };
  const menuPanel = new BoardMenu(area);
  const arrange = (/** @type {{x: number, y: number}} */ at) =>
    menuPanel.open(at, t("arrange.label"), arrangeItems(actions));
  const choices = (/** @type {{x: number, y: number}} */ at) =>
    choicesOf(actions.chosen, { board, view, camera, selection, actions, toolbox, area, at });
  const menu = (/** @type {{x: number, y: number}} */ at) => {
    const point = view.boardPoint({ clientX: at.x, clientY: at.y });
    const items = menuItems(actions, {
      point, place: () => place(), arrange: () => arrange(at), trash,
      choices: choices(at), serving: serving(actions.chosen, { toolbox, at }),
    });
    const company = together.items(selection.ids);
    menuPanel.open(at, t("menu.label"), company.length > 0 ? [...items, "line", ...company] : items);
  };
  const gestures = new Gestures(surface, { board, view, camera, selection, actions, editor, share, menu });
  const together = mountTogether({
    connection, others, telling, writers, board, view, camera, selection, editor, gestures, layout, main, views, surface, list: listBox,
  });
  const place = mountPlacing(surface, { actions, gestures, selection, editor });
  mountWayBack(area, { board, view, camera, actions });
  // Not later: who pressed its key types on at once.
  const searchBar = new SearchBar(area, { board, view, camera, actions });
  const search = () => searchBar.open();
  const mapPlace = document.createElement("div");
  area.append(mapPlace);
  const minimap = lazy(() => import("../board/minimap.js"), ({ Minimap }) => {
    const made = new Minimap(mapPlace, { board, view, camera });
    made.changed = () => toolbar.update();
    return made;
  });
  const map = {
    toggle: () => minimap((shown) => shown.toggle()),
    get shown() {
      return minimap.made?.shown ?? false;
    },
  };
  if (isMapWanted()) minimap(() => toolbar.update());
  for (const { load, topics = [] } of [...KINDS.values(), ...TOOLS]) {
    later(() => Promise.all([load(), loadTexts(...topics)]));
  }
  const describing = { begin: (/** @type {string} */ id) => actions.edit(id) };
  const images = mountImages(surface, {
    room, board, connection, camera, selection, view, describe: (id) => describing.begin(id),
  });
  const badges = mountBadges(board, view, author, connection);
  const toolbox = new Toolbox({ board, actions, camera, selection, view, editor, area, connection, images, thread: (host) => badges(({ thread }) => thread.open(host)) });
  toolbox.events.on("changed", () => {
    gestures.tool = toolbox.tool;
    surface.classList.toggle("drawing", toolbox.tool !== null);
  });
  const tools = (/** @type {{x: number, y: number}} */ at) => menuPanel.open(at, t("tools.more"), toolItems(toolbox, at));
  const toolbar = new Toolbar(area, {
    toolbox, tools,
    board, actions, camera, selection, view, gestures, editor, frame, layout, help, place, menu, arrange,
    search, map, open: (at, label, entries) => menuPanel.open(at, label, entries),
    choices: (at) => [...choices(at), ...serving(actions.chosen, { toolbox, at })],
  });
  listenToKeys({
    container: surface, actions, camera, selection, view, gestures, toolbox, tools: () => toolbar.openTools(),
    colors: () => toolbar.focusColors(), list: () => layout.toggleList(), help,
    search, map: () => map.toggle(),
  });
  beginPrototypes({
    area, board, view, camera, selection, gestures, editor, toolbox, connection, others, author,
    menu: (at, label, entries) => menuPanel.open(at, label, entries),
  });
  layout.changed = () => toolbar.update();
  layout.resized = () => editor.keepInSight();
  return { choicesFor, camera, layout, view, actions, selection, hints, mayWrite, trash, telling, writers, together, images, describing };
}

/**
 * Stamps and comments come with the first of them.
 * @param {BoardDocument} board
 * @param {BoardView} view
 * @param {(person: string) => string} author
 * @param {Connection} connection
 */
function mountBadges(board, view, author, connection) {
  const badges = lazy(
    async () => (await Promise.all([import("../board/badges.js"), loadStyle("marks")]))[0],
    ({ Badges }) => new Badges({ board, view, author, now_ms: () => connection.clock.serverNow() }),
    ["stamp", "comment"],
  );
  const look = (/** @type {readonly string[]} */ ids) => {
    if (!badges.made && ids.some((id) => hostOf(/** @type {import("../board/objects.js").BoardObject} */ (board.get(id))) !== null)) badges(() => {});
  };
  board.events.on("changed", ({ added }) => look(added));
  connection.on("members", () => badges.made?.namesChanged());
  look([...board.objects.keys()]);
  return badges;
}

/** Prototypes have panels beside them. @param {{kind: string}} object */
function opensPanel({ kind }) {
  return kind === "frame" || kind === "sketch";
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
function keepInSight({ camera, layout, hints, together, view }, document_, connection, follow) {
  let touched = false;
  let followed = false;
  const look = () => {
    if (touched || together.following !== null || !layout.isBoardShown) return;
    const [first] = document_.groups().flatMap(({ head, objects }) => (head ? [head, ...objects] : objects));
    camera.enter(view.bounds(), first?.pos ?? [0, 0], layout.isHandheld ? HANDHELD_ZOOM : 0);
  };
  for (const type of ["pointerdown", "wheel", "keydown"]) {
    area.addEventListener(type, () => { touched = true; }, { once: true, passive: true, capture: true });
  }
  camera.events.on("led", () => { touched = true; });
  layout.boardShown = look;
  connection.on("synced", () => {
    hints.ready();
    look();
    fetchLater();
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
    const seen = added.filter((id) => {
      const object = board.get(id);
      // A drawing is many strokes.
      return object !== undefined && object.kind !== "ink" && !kindOf(object).unlisted;
    });
    if (own || seen.length === 0) return;
    arrived += seen.length;
    timer ??= setTimeout(() => {
      announce(t("board.arrived", { n: arrived }));
      arrived = 0;
      timer = undefined;
    }, ANNOUNCE_EVERY_MS);
  });
}
