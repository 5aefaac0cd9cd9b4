// What this browser still has to send: one picture after the other, again and again until the server
// has it or says that it never will. Knows no document: it is told where the pictures go.

import { ApiError } from "../../shell/api.js";

/** @typedef {import("./waiting.js").Entry} Entry */

/** The server may have it later: it is away, busy, or restarts. */
const TRY_AGAIN = new Set(["unavailable", "too-many", "internal"]);
const FIRST_AGAIN_MS = 2_000;
const LONGEST_AGAIN_MS = 60_000;

export class Uploads {
  /** @type {Entry[]} */
  #queue = [];
  #running = false;
  #again_ms = FIRST_AGAIN_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #send;
  #sent;
  #progress;
  #refused;

  /**
   * @param {{send: (blob: Blob, progress: (part: number) => void) => Promise<string>,
   *   progress: (upload: string, part: number | null) => void, sent: (entry: Entry, hash: string) => void,
   *   refused: (entry: Entry, code: string) => void}} parts refused: for ever
   */
  constructor({ send, progress, sent, refused }) {
    this.#send = send;
    this.#progress = progress;
    this.#sent = sent;
    this.#refused = refused;
  }

  /** @param {Entry} entry */
  add(entry) {
    if (this.#queue.some(({ upload }) => upload === entry.upload)) return;
    this.#queue.push(entry);
    // Behind one that waits for a better moment it waits along.
    if (!this.#timer) void this.#run();
  }

  /** There may be a connection again. */
  retry() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again_ms = FIRST_AGAIN_MS;
    void this.#run();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let entry = this.#queue[0]; entry; entry = this.#queue[0]) {
        if (!(await this.#attempt(entry))) return this.#wait();
        this.#queue.shift();
        this.#again_ms = FIRST_AGAIN_MS;
      }
    } finally {
      this.#running = false;
    }
  }

  /** @param {Entry} entry @returns {Promise<boolean>} whether it is done with, one way or the other */
  async #attempt(entry) {
    try {
      this.#progress(entry.upload, 0);
      this.#sent(entry, await this.#send(entry.blob, (part) => this.#progress(entry.upload, part)));
      return true;
    } catch (error) {
      const code = error instanceof ApiError ? error.code : "unavailable";
      this.#progress(entry.upload, null);
      if (TRY_AGAIN.has(code)) return false;
      this.#refused(entry, code);
      return true;
    }
  }

  #wait() {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, this.#again_ms);
    this.#again_ms = Math.min(LONGEST_AGAIN_MS, this.#again_ms * 2);
  }
}
