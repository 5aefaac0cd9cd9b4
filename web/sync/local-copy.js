// What this browser keeps of a room: its content (y-indexeddb, one database per copy), whose epoch
// that is, what is not saved on the server yet, and copies set aside. Never rejects: where the
// browser keeps nothing (private windows, a full disk), `kept` is false and says so.

import { IndexeddbPersistence, clearDocument } from "../vendor/yjs.js";
import * as Y from "../vendor/yjs.js";
import { Emitter } from "./emitter.js";

/** @typedef {import("./ledger.js").Owed} Owed */

/**
 * A copy of a room's earlier history. Its content is never merged into the room.
 * `name` is its database.
 * @typedef {{name: string, room: string, epoch: string, unsaved: number, at: number}} Draft
 * @typedef {{room: string, epoch: string, name: string}} Kept
 */

const REGISTRY = "helpathon";
const VERSION = 1;
// A blocked or broken database must not keep anybody from the board.
const PATIENCE_MS = 3_000;

/** @extends {Emitter<{kept: boolean}>} */
export class LocalCopy extends Emitter {
  /** The epoch of the content, null while none is kept. @type {string | null} */
  epoch = null;
  /** What earlier visits and other windows still owe. @type {Owed[]} */
  carried = [];
  kept = false;
  /** @type {IDBDatabase | null} */
  #registry = null;
  /** @type {IndexeddbPersistence | null} */
  #content = null;
  /** @type {Owed[] | null} */
  #toRemember = null;
  #remembering = false;
  /** @type {Owed[]} as last written by this window */
  #written = [];
  #room;
  #doc;

  /**
   * @param {string} room
   * @param {Y.Doc} doc
   */
  constructor(room, doc) {
    super();
    this.#room = room;
    this.#doc = doc;
  }

  /** Loads what is kept into the document. */
  async open() {
    try {
      this.#registry = await within(PATIENCE_MS, openRegistry());
      /** @type {Kept | undefined} */
      const known = await answer(this.#store("rooms", "readonly").get(this.#room));
      if (known) {
        this.epoch = known.epoch;
        // Before the content: what is counted here is then certainly in it.
        this.carried = await this.#owed(known.name);
        await this.#openContent(known.name);
      }
    } catch (error) {
      this.#lost(error);
    }
    return this;
  }

  /**
   * The document belongs to this epoch from now on, and is kept. Another window may have been first:
   * then both keep theirs in the same copy.
   * @param {string} epoch
   * @param {number} [now_ms] since the epoch of computers; makes the new copy's name
   */
  async adopt(epoch, now_ms = Date.now()) {
    this.epoch = epoch;
    if (!this.#registry) return;
    try {
      const fresh = { room: this.#room, epoch, name: `helpathon/${this.#room}/${epoch}/${now_ms}` };
      await this.#openContent(await this.#claim(fresh));
    } catch (error) {
      this.#lost(error);
    }
  }

  /**
   * Ours cannot become part of the room (another history, or refused). Keep it as a draft; the next
   * visit starts from the room's own content.
   * @param {number} unsaved
   * @param {number} [now_ms] since the epoch of computers
   * @returns {Promise<Draft | null>} null where nothing could be kept
   */
  async setAside(unsaved, now_ms = Date.now()) {
    if (!this.#registry || this.epoch === null || !this.#content) return null;
    const { name } = this.#content;
    const draft = { name, room: this.#room, epoch: this.epoch, unsaved, at: now_ms };
    try {
      await this.#content.destroy();
      this.#content = null;
      const change = this.#registry.transaction(["drafts", "rooms"], "readwrite");
      change.objectStore("drafts").put(draft);
      change.objectStore("rooms").delete(this.#room);
      await completed(change);
      return draft;
    } catch (error) {
      this.#lost(error);
      return null;
    }
  }

  /**
   * Writes down what is owed now; calls while a write is under way are folded into one.
   * @param {Owed[]} owed
   */
  async remember(owed) {
    this.#toRemember = owed;
    if (this.#remembering || !this.#registry || !this.#content) return;
    this.#remembering = true;
    try {
      while (this.#toRemember) {
        const entries = this.#toRemember;
        this.#toRemember = null;
        await this.#writeOwed(this.#content.name, entries);
      }
    } catch (error) {
      this.#lost(error);
    } finally {
      this.#remembering = false;
    }
  }

  async close() {
    await this.#content?.destroy();
    this.#registry?.close();
    this.#registry = null;
  }

  /**
   * @param {Kept} fresh
   * @returns {Promise<string>} its name, or that of the copy which is there already
   */
  async #claim(fresh) {
    const rooms = this.#store("rooms", "readwrite");
    const known = await answer(rooms.get(fresh.room));
    if (known?.epoch === fresh.epoch) return known.name;
    rooms.put(fresh);
    await completed(rooms.transaction);
    return fresh.name;
  }

  /** @param {string} name */
  async #openContent(name) {
    const content = new IndexeddbPersistence(name, this.#doc);
    this.#content = content;
    // whenSynced alone would wait for ever where the database cannot be opened.
    await within(PATIENCE_MS, content._db.then(() => content.whenSynced));
    content.db?.addEventListener("abort", (event) => this.#lost(event));
    this.#setKept(true);
  }

  /** @param {unknown} reason */
  #lost(reason) {
    console.warn("This browser does not keep the room's content", reason);
    this.#setKept(false);
  }

  /** @param {boolean} kept */
  #setKept(kept) {
    if (this.kept === kept) return;
    this.kept = kept;
    this.emit("kept", kept);
  }

  /** @param {string} name @returns {Promise<Owed[]>} */
  async #owed(name) {
    const all = IDBKeyRange.bound([name], [name, []]);
    const stored = await answer(this.#store("unsaved", "readonly").getAll(all));
    return stored.map(({ client, count, from }) => ({ client, count, from }));
  }

  /**
   * What an earlier visit owed and owes no more is struck out, unless another window has added to
   * it since.
   * @param {string} name
   * @param {Owed[]} owed
   */
  async #writeOwed(name, owed) {
    const own = owed.filter(({ client }) => !this.carried.some((each) => each.client === client));
    const paid = [...this.carried, ...this.#written].filter(
      (before) => !owed.some(({ client }) => client === before.client),
    );
    const store = this.#store("unsaved", "readwrite");
    for (const entry of own) store.put({ name, ...entry });
    for (const { client, count } of paid) {
      const stored = store.get([name, client]);
      stored.onsuccess = () => {
        if (stored.result?.count === count) store.delete([name, client]);
      };
    }
    await completed(store.transaction);
    this.#written = own;
    this.carried = this.carried.filter((entry) => !paid.includes(entry));
  }

  /**
   * @param {string} name
   * @param {IDBTransactionMode} mode
   */
  #store(name, mode) {
    if (!this.#registry) throw new Error("the registry is closed");
    return this.#registry.transaction(name, mode).objectStore(name);
  }
}

/** @param {string} room @returns {Promise<Draft[]>} the newest first */
export async function listDrafts(room) {
  try {
    const registry = await openRegistry();
    const all = await answer(registry.transaction("drafts").objectStore("drafts").getAll());
    registry.close();
    return all
      .filter((/** @type {Draft} */ draft) => draft.room === room)
      .sort((/** @type {Draft} */ a, /** @type {Draft} */ b) => b.at - a.at);
  } catch {
    return []; // nothing is kept, so nothing was set aside
  }
}

/**
 * The draft's content as a document of its own.
 * @param {Draft} draft
 */
export async function readDraft(draft) {
  const doc = new Y.Doc();
  const content = new IndexeddbPersistence(draft.name, doc);
  await within(PATIENCE_MS, content.whenSynced);
  await content.destroy();
  return doc;
}

/** @param {Draft} draft */
export async function deleteDraft(draft) {
  const registry = await openRegistry();
  const transaction = registry.transaction(["drafts", "unsaved"], "readwrite");
  transaction.objectStore("drafts").delete(draft.name);
  transaction.objectStore("unsaved").delete(IDBKeyRange.bound([draft.name], [draft.name, []]));
  await completed(transaction);
  registry.close();
  await clearDocument(draft.name);
}

/** @returns {Promise<IDBDatabase>} */
function openRegistry() {
  const opening = indexedDB.open(REGISTRY, VERSION);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("rooms", { keyPath: "room" });
    opening.result.createObjectStore("drafts", { keyPath: "name" });
    opening.result.createObjectStore("unsaved", { keyPath: ["name", "client"] });
  };
  return answer(opening);
}

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/**
 * @template Result
 * @param {number} patience_ms
 * @param {Promise<Result>} promise
 * @returns {Promise<Result>}
 */
function within(patience_ms, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${patience_ms} ms`)), patience_ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
