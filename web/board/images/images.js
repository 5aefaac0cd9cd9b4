// Pictures on the board, from the file to the place where everybody sees them. The object is in the
// document at once; what is in it follows as soon as the server has it. Loaded when it is needed.

import { has, t } from "../../i18n/index.js";
import { announce, notify } from "../../shell/notices.js";
import { randomId } from "../document.js";
import { GAP } from "../paste.js";
import { PictureProblem, prepare } from "./prepare.js";
import { send } from "./send.js";
import { laidOut, onBoard } from "./sizes.js";
import { dropOwn, keepOwn, sentOwn } from "./sources.js";
import { Uploads } from "./uploads.js";
import { Waiting } from "./waiting.js";

/** @typedef {import("../objects.js").Pair} Pair */
/** @typedef {import("./prepare.js").Prepared} Prepared */
/** @typedef {import("./waiting.js").Entry} Entry */
/**
 * @typedef {{room: string, board: import("../document.js").BoardDocument, connection: import("../../sync/connection.js").Connection,
 *   camera: import("../camera.js").Camera, selection: import("../selection.js").Selection,
 *   view: import("../view.js").BoardView, describe: (id: string) => void}} Parts
 */

/** More at once is rather a mistake, and fills what a person may keep here. */
const AT_ONCE = 20;

export class Images {
  #waiting;
  #uploads;
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { board, connection, room } = parts;
    this.#waiting = new Waiting(room);
    this.#uploads = new Uploads({
      send: (blob, progress) => send(room, blob, progress),
      progress: sentOwn,
      sent: (entry, hash) => void this.#sent(entry, hash),
      refused: (entry, code) => void this.#refused(entry, code),
    });
    connection.on("synced", () => this.#uploads.retry());
    addEventListener("online", () => this.#uploads.retry());
    // A step back and forth, or a restore, brings back what had no address when it went.
    board.events.on("changed", ({ added }) => {
      for (const id of added) void this.#resume(id);
    });
    for (const id of board.objects.keys()) void this.#resume(id);
    void this.#waiting.tidy(Date.now());
  }

  /**
   * @param {Iterable<File>} files
   * @param {Pair} [centre] on the board; else where one looks
   */
  async add(files, centre = this.#parts.camera.centre) {
    const pictures = await this.#prepared([...files]);
    if (pictures.length === 0) return [];
    const sizes = pictures.map(({ natural }) => onBoard(natural));
    const corners = laidOut(sizes, centre, GAP);
    const entries = pictures.map(({ blob }) => ({ upload: randomId(), room: this.#parts.room, blob, at: Date.now() }));
    // Kept before anybody is told of it: a page that ends here has lost nothing.
    await Promise.all(entries.map((entry) => this.#waiting.put(entry)));
    for (const { upload, blob } of entries) keepOwn(upload, blob);
    const ids = this.#parts.board.create(pictures.map(({ natural }, index) => ({
      kind: "image",
      pos: /** @type {Pair} */ (corners[index]),
      size: /** @type {Pair} */ (sizes[index]),
      data: { natural: [...natural], upload: entries[index]?.upload },
    })));
    for (const entry of entries) this.#uploads.add(entry);
    this.#show(ids);
    return ids;
  }

  /** @param {File[]} files @returns {Promise<Prepared[]>} without those that are none, of which one hears */
  async #prepared(files) {
    if (files.length > AT_ONCE) notify(t("image.bounded", { n: AT_ONCE }), { kind: "warn" });
    /** @type {Prepared[]} */
    const found = [];
    // One after the other: each takes 100 MB while it is unpacked.
    for (const file of files.slice(0, AT_ONCE)) {
      try {
        found.push(await prepare(file));
      } catch (error) {
        if (!(error instanceof PictureProblem)) throw error;
        this.#tell(error.code);
      }
    }
    return found;
  }

  /** @param {readonly string[]} ids */
  #show(ids) {
    const { selection, view, camera, describe } = this.#parts;
    const [first] = ids;
    if (first === undefined) return;
    selection.set(ids);
    const bounds = view.bounds(ids);
    if (bounds && view.container.offsetParent) {
      camera.reveal(bounds);
      view.focus(first);
    }
    announce(t("image.added", { n: ids.length }));
    if (ids.length > 1) return;
    // Asked once, and only in passing: most people do not know that others need it.
    notify(t("image.ask"), { topic: "image", actions: [{ label: t("image.describe"), run: () => describe(first) }] });
  }

  /** @param {string} id */
  async #resume(id) {
    const { board } = this.#parts;
    const object = board.get(id);
    if (!board.mayWrite || object?.kind !== "image" || object.data["hash"]) return;
    const entry = await this.#waiting.get(String(object.data["upload"]));
    if (!entry) return;
    if (entry.hash) return this.#sent(entry, entry.hash);
    keepOwn(entry.upload, entry.blob);
    this.#uploads.add(entry);
  }

  /** @param {Entry} entry @param {string} hash */
  async #sent(entry, hash) {
    const { board } = this.#parts;
    const ids = this.#of(entry.upload);
    board.complete(ids, { hash });
    dropOwn(entry.upload);
    // Deleted meanwhile: it may come back by a step back.
    await (ids.length > 0 ? this.#waiting.delete(entry.upload) : this.#waiting.put({ ...entry, hash }));
  }

  /** @param {Entry} entry @param {string} code */
  async #refused(entry, code) {
    for (const id of this.#of(entry.upload)) this.#parts.board.discard(id);
    dropOwn(entry.upload);
    this.#tell(code);
    await this.#waiting.delete(entry.upload);
  }

  /** @param {string} upload @returns {string[]} copies included */
  #of(upload) {
    return [...this.#parts.board.objects.values()]
      .filter(({ kind, data }) => kind === "image" && data["upload"] === upload)
      .map(({ id }) => id);
  }

  /** @param {string} code */
  #tell(code) {
    const key = `image.problem.${code}`;
    notify(t(has(key) ? key : "image.problem.other"), { kind: "danger", topic: `image ${code}` });
  }
}
