// The top bar of a room: where you are, the clock, who is here, what is saved, the language.
//
//   const bar = mountTopBar(header, { connection, title: () => ({ room, helpathon }), rooms: () => rooms });
//   together      following others and calling them (together/together.js), where the page has a board
//   rooms         [{id, title}] for who may go to any of them: the title becomes a menu
//   bar.tools     an empty element between clock and people, for the page's own (view switch, undo)
//   bar.update()  after the title changed;  bar.destroy()

import { html, nothing, render } from "../vendor/lit.js";
import { onLanguage, t } from "../i18n/index.js";
import { mountClock } from "../stage/clock-view.js";
import { mountLanguageSwitch } from "./language-switch.js";
import { mountPeople } from "./people.js";
import { RoomMenu } from "./room-menu.js";
import { mountSavePill } from "./save-pill.js";

/** @typedef {import("../sync/connection.js").Connection} Connection */

/**
 * @param {HTMLElement} container a <header>
 * @param {{connection: Connection, title: () => {room: string, helpathon: string},
 *   rooms?: () => {id: string, title: string}[], together?: import("./people.js").Together}} options
 */
export function mountTopBar(container, { connection, title, rooms = () => [], together }) {
  container.classList.add("top-bar");
  const [place, clock, tools, people, save, language] = [
    "place", "clock", "tools", "people", "save", "language",
  ].map((name) => {
    const part = document.createElement("div");
    part.className = `bar-${name}`;
    return part;
  });
  container.replaceChildren(place, clock, tools, save, people, language);
  const menu = new RoomMenu();
  const update = () => {
    const { room, helpathon } = title();
    const others = rooms().length > 1;
    if (others) menu.show(room, rooms(), connection.room?.id);
    render(html`<a class="bar-home" href="/" aria-label=${t("action.toStart")} title=${t("action.toStart")}><span class="brand" aria-hidden="true"></span></a>
      <div class="bar-titles"><h1>${others ? menu.button : room}</h1><p>${helpathon}</p></div>
      ${others ? menu.panel : nothing}`, place);
  };
  const clockView = mountClock(clock, { connection, pageTitle: () => `${title().room} · ${t("app.name")}` });
  update();
  const endings = [
    menu.attach(/** @type {HTMLElement} */ (place.querySelector(".bar-titles"))),
    mountPeople(people, together ? { connection, together } : { connection }),
    mountSavePill(save, { connection }),
    mountLanguageSwitch(language),
    onLanguage(update),
    connection.on("welcome", update),
    () => clockView.destroy(),
  ];
  return { tools, update, destroy: () => endings.forEach((end) => end()) };
}
