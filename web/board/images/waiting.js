// Pictures that the server does not have yet, kept by this browser over reloads and offline days.
// Where it keeps nothing (private windows, a full disk) they live as long as the page.

/**
 * `hash` once the server has it: kept until an object knows it too.
 * @typedef {{upload: string, room: string, blob: Blob, at: number, hash?: string}} Entry
 */

const DATABASE = "helpathon-images";
const STORE = "waiting";
/** Nobody comes back to it. */
const KEPT_MS = 14 * 24 * 3600_000;

export class Waiting {
  /** @type {Map<string, Entry>} */
  #here = new Map();
  /** @type {Promise<IDBDatabase | null>} */
  #database;
  #room;

  /** @param {string} room */
  constructor(room) {
    this.#room = room;
    this.#database = opened();
  }

  /** @param {string} upload @returns {Promise<Entry | null>} */
  async get(upload) {
    const here = this.#here.get(upload);
    if (here) return here;
    const found = await this.#ask("readonly", (store) => store.get(upload));
    return found?.room === this.#room ? found : null;
  }

  /** @param {Entry} entry */
  async put(entry) {
    this.#here.set(entry.upload, entry);
    await this.#ask("readwrite", (store) => store.put(entry));
  }

  /** @param {string} upload */
  async delete(upload) {
    this.#here.delete(upload);
    await this.#ask("readwrite", (store) => store.delete(upload));
  }

  /** What is too old goes. @param {number} now_ms since the epoch */
  async tidy(now_ms) {
    const all = /** @type {Entry[]} */ ((await this.#ask("readonly", (store) => store.getAll())) ?? []);
    for (const { upload, at } of all) if (at < now_ms - KEPT_MS) await this.delete(upload);
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<any>} ask
   * @returns {Promise<any>} undefined where nothing is kept
   */
  async #ask(mode, ask) {
    const database = await this.#database;
    if (!database) return undefined;
    return new Promise((resolve) => {
      try {
        const request = ask(database.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(undefined);
      } catch {
        // Closing, or a browser that keeps no files: the page has it.
        resolve(undefined);
      }
    });
  }
}

/** @returns {Promise<IDBDatabase | null>} */
function opened() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "upload" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}
