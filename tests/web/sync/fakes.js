// Time, sockets and the browser's store, without a browser: nothing here waits.

import { encodePresence } from "../../../web/sync/wire.js";
import {
  createDecoder,
  encodeBytes,
  encodeMsgpack,
  readVarUint,
  readVarUint8Array,
  writeVarUint,
  writeVarUint8Array,
} from "../../../web/vendor/yjs.js";

/** Timers that run when the test says so. */
export class FakeTimers {
  time_ms = 1_000;
  #jobs = [];
  #id = 0;

  setTimeout = (run, delay_ms) => {
    const id = ++this.#id;
    this.#jobs.push({ id, at_ms: this.time_ms + delay_ms, run });
    return id;
  };

  clearTimeout = (id) => {
    this.#jobs = this.#jobs.filter((job) => job.id !== id);
  };

  now = () => this.time_ms;

  /** Runs everything due within `ms`, in order, and lets promises settle in between. */
  async pass(ms) {
    const until_ms = this.time_ms + ms;
    for (;;) {
      await settle();
      const due = this.#jobs.filter((job) => job.at_ms <= until_ms).sort((a, b) => a.at_ms - b.at_ms)[0];
      if (!due) break;
      this.clearTimeout(due.id);
      this.time_ms = Math.max(this.time_ms, due.at_ms);
      due.run();
    }
    this.time_ms = until_ms;
    await settle();
  }
}

/** Lets everything run that waits for nothing but promises. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** The sockets a connection opened, newest last; the test plays the server. */
export function fakeSockets() {
  const opened = [];
  class FakeWebSocket {
    readyState = 1;
    sent = [];
    closed = null;

    constructor(url, protocols) {
      this.url = url;
      this.protocols = protocols;
      opened.push(this);
    }

    send(data) {
      this.sent.push(Uint8Array.from(data));
    }

    close(code) {
      this.readyState = 3;
      this.closed = code;
    }

    receive(data) {
      this.onmessage?.({ data: Uint8Array.from(data).buffer });
    }

    drop(code = 1006, reason = "") {
      this.readyState = 3;
      this.onclose?.({ code, reason });
    }
  }
  return { opened, FakeWebSocket, last: () => opened[opened.length - 1] };
}

/** What a LocalCopy does, remembered for the test to look at. */
export class FakeCopy {
  constructor({ epoch = null, carried = [] } = {}) {
    this.epoch = epoch;
    this.carried = carried;
    this.kept = true;
    this.owed = carried;
    this.setAsideUnsaved = null;
  }

  on() {
    return () => {};
  }

  async adopt(epoch) {
    this.epoch = epoch;
  }

  async setAside(unsaved) {
    this.setAsideUnsaved = unsaved;
    return { name: "draft", room: "r", epoch: this.epoch, unsaved, at: 0 };
  }

  async remember(owed) {
    this.owed = owed;
  }

  async close() {}
}

export const control = (content) => typed(100, (writer) => writeVarUint8Array(writer, encodeMsgpack(content)));

export const saved = (count) => typed(101, (writer) => writeVarUint(writer, count));

export const awareness = (entries) =>
  typed(1, (writer) => writeVarUint8Array(writer, encodePresence(entries)));

export const sync = (step, content) =>
  typed(0, (writer) => {
    writeVarUint(writer, step);
    writeVarUint8Array(writer, content);
  });

function typed(type, write) {
  return encodeBytes((writer) => {
    writeVarUint(writer, type);
    write(writer);
  });
}

/** What a client sent, read as the server would. */
export function read(data) {
  const reader = createDecoder(data);
  const type = readVarUint(reader);
  if (type === 0) {
    const step = readVarUint(reader);
    return { kind: ["step1", "step2", "update"][step], content: readVarUint8Array(reader) };
  }
  return { kind: { 1: "awareness", 100: "control" }[type], content: readVarUint8Array(reader) };
}
