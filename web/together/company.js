// The parts of being together that nobody needs before somebody follows or calls: put together,
// with their words. Loaded when the first does.

import { t } from "../i18n/index.js";
import { announce, notify } from "../shell/notices.js";
import { Following } from "./following.js";
import { Gathering } from "./gathering.js";
import { Signs } from "./signs.js";
import { rectOf } from "./states.js";
import { Viewpoint } from "./viewpoint.js";

/** @typedef {import("./together.js").Parts} Parts */
/** @typedef {{by: string, place: unknown, object: string | null}} Heard what the server says of a call */

export class Company {
  #parts;
  #viewpoint;
  #following;
  #gathering;
  #signs;

  /** @param {Parts} parts @param {() => void} changed whom one follows */
  constructor(parts, changed) {
    this.#parts = parts;
    const { connection, others, telling, gestures, camera, surface, list } = parts;
    const isDragging = () => gestures.busy;
    this.#viewpoint = new Viewpoint(parts);
    this.#following = new Following({ connection, others, viewpoint: this.#viewpoint, isBusy: isDragging });
    this.#gathering = new Gathering({
      viewpoint: this.#viewpoint,
      isBusy: () => telling.isWriting || isDragging(),
      came: (call, back) => this.#came(call, back),
      waits: (call, go) => this.#waits(call, go),
    });
    this.#signs = new Signs(parts, () => this.#following.end("asked"));
    this.#following.on("began", ({ name }) => {
      announce(t("follow.begun", { name }));
      this.#show(changed);
    });
    this.#following.on("ended", ({ name, why }) => {
      if (why === "gone") notify(t("follow.gone", { name }), { topic: "follow" });
      else announce(t("follow.ended", { name }));
      this.#show(changed);
    });
    this.#following.on("refused", ({ name }) => notify(t("follow.circle", { name }), { topic: "follow" }));
    this.#following.on("followers", () => this.#followed());
    camera.events.on("own", () => this.#following.end("own"));
    telling.events.on("began", () => this.#following.end("own"));
    telling.events.on("rested", () => this.#gathering.rested());
    for (const type of ["pointerup", "pointercancel"]) surface.addEventListener(type, () => this.#gathering.rested());
    for (const type of ["pointerdown", "wheel", "keydown"]) list.addEventListener(type, () => this.#ownStep(), { passive: true });
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    // From the board to the list and back, or another size: led there anew, and told anew.
    new ResizeObserver(() => this.#resized()).observe(surface);
    camera.events.on("moved", () => this.#tellSight());
    this.#followed();
  }

  get following() {
    return this.#following.member?.person ?? null;
  }

  /** @param {string} person */
  toggle(person) {
    if (this.following === person) this.#following.end("asked");
    else {
      this.#following.end("asked");
      this.#following.follow(person);
    }
  }

  /** @param {Heard} heard */
  called({ by, place, object }) {
    if (by === this.#parts.connection.you?.person) return;
    this.#following.end("own");
    this.#gathering.called({ by, place: { rect: rectOf(place), object } });
  }

  /** Everybody else comes to what is seen here. */
  async gather() {
    const { connection } = this.#parts;
    const { rect, object } = this.#viewpoint.here;
    const persons = new Set([...connection.members.values()].map(({ person }) => person));
    try {
      if (!rect) return void notify(t("gather.nothing"), { topic: "gather" });
      await connection.request("gather", { ...rect, object });
      notify(t("gather.done", { n: persons.size - 1 }), { kind: "ok", topic: "gather" });
    } catch {
      notify(t("gather.failed"), { kind: "warn", topic: "gather" });
    }
  }

  /** @param {import("./gathering.js").Call} call @param {() => void} back */
  #came({ by, place }, back) {
    if (place.object) this.#parts.view.setEntry(place.object);
    notify(t("gather.called", { name: this.#nameOf(by) }), {
      topic: "gather",
      actions: [{ label: t("gather.back"), run: back }],
    });
  }

  /** @param {import("./gathering.js").Call} call @param {() => void} go */
  #waits({ by }, go) {
    notify(t("gather.waits", { name: this.#nameOf(by) }), {
      topic: "gather",
      actions: [{ label: t("gather.go"), run: go }],
    });
  }

  /** @param {string} person */
  #nameOf(person) {
    return this.#parts.connection.people[person]?.name ?? t("role.facilitator");
  }

  #followed() {
    const { followers } = this.#following;
    this.#show();
    this.#tellSight();
    if (followers.length > 0) announce(t("follow.by", { n: followers.length }));
  }

  #show(changed = () => {}) {
    this.#signs.show(this.#following.member, this.#following.followers.length);
    changed();
  }

  #tellSight() {
    const { presence } = this.#parts.connection;
    const sight = this.#following.followers.length > 0 ? this.#viewpoint.sight : null;
    if (!sight && presence.own["sight"] === undefined) return;
    const figures = sight && [sight.x, sight.y, sight.width, sight.height].map((each) => Math.round(each * 10) / 10);
    presence.set({ sight: figures ?? undefined });
  }

  #resized() {
    this.#tellSight();
    this.#following.leadAgain();
  }

  /** In the list one goes where one wants. */
  #ownStep() {
    this.#viewpoint.release();
    if (!this.#parts.layout.isBoardShown) this.#following.end("own");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || event.isComposing || !this.#following.member) return;
    const target = /** @type {Element} */ (event.target);
    if (document.querySelector("dialog[open], :popover-open") || target.matches("input, textarea, select")) return;
    event.preventDefault();
    event.stopPropagation();
    this.#following.end("asked");
  }
}
