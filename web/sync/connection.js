// One page's connection to its room: websocket, sync, what the server decides, save state.
// Knows no element of the page; socket, timers and chance come in as arguments.
//
//   const doc = new Y.Doc();
//   const copy = await new LocalCopy(room, doc).open();        content of the last visit is in doc now
//   const connection = new Connection({ url: socketUrl(room), doc, copy });
//   wakeUps(connection);                                       online, visible again: try at once
//   connection.open();
//
//   connection.you / room / helpathon / members / people / records      as the server last said
//   connection.save      {status: "connecting"|"saved"|"saving"|"offline", unsaved, kept, readOnly}
//   connection.link      "connecting" | "online" | "waiting" | "ended"
//   connection.clock     ClockOffset: serverNow()
//   connection.presence  Presence: set({cursor, selection, editing}), others
//   connection.request("clock", {scope, action, rev, …})  → Promise<reply>, rejects with RequestError
//   connection.on(name, listener) → unsubscribe; names and details: Events below

import * as Y from "../vendor/yjs.js";
import { ClockOffset, FIRST_SAMPLES } from "./clock-offset.js";
import { Emitter } from "./emitter.js";
import { Ledger } from "./ledger.js";
import { Presence } from "./presence.js";
import {
  SUBPROTOCOL,
  decode,
  encodeAwareness,
  encodeControl,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
  isEmptyUpdate,
} from "./wire.js";

/**
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./local-copy.js").LocalCopy} LocalCopy
 * @typedef {import("./local-copy.js").Draft} Draft
 * @typedef {import("./presence.js").Timers} Timers
 *
 * @typedef {"facilitator" | "participant" | "guest"} Role
 * @typedef {{connection: string, client: number | null, person: string, name: string, role: Role,
 *   colour: number}} Member
 * @typedef {{value: any, rev: number}} StageRecord
 * @typedef {"connecting" | "online" | "waiting" | "ended"} Link
 * @typedef {{status: "connecting" | "saved" | "saving" | "offline", unsaved: number, kept: boolean,
 *   readOnly: boolean}} SaveState
 * @typedef {{code: string, expected: string, got: string, name?: string, value?: any,
 *   rev?: number}} Problem
 *
 * @typedef {{
 *   link: Link,
 *   welcome: Connection,
 *   synced: void,
 *   members: Member[],
 *   record: {name: string, value: any, rev: number},
 *   save: SaveState,
 *   gather: {by: string, place: unknown, object: string | null},
 *   problem: Problem,
 *   ended: {code: number, reason: string},
 *   "set-aside": {draft: Draft | null, unsaved: number, content: Uint8Array},
 * }} Events
 *   synced: the server's content is here (after each connect). gather: a facilitator calls everybody to a
 *   part of the board, and to an object there. ended: final, nothing is retried.
 *   set-aside: ours is no part of the room (it began anew, or refused it) and was set aside, or
 *   only `content` has it. The connection ended: load the page again to start from the room's own.
 */

const OPEN_PATIENCE_MS = 10_000;
const ANSWER_PATIENCE_MS = 10_000;
const PROBE_EVERY_MS = 15_000;
// The first samples of the clock follow each other quickly, so that it is exact when it is looked at.
const FIRST_SAMPLES_EVERY_MS = 150;
const RETRY_FIRST_MS = 500;
const RETRY_LONGEST_MS = 20_000;
// A connection that lived so long was a good one: the next loss starts counting from nothing.
const GOOD_AFTER_MS = 5_000;
const FINAL_CODES = { from: 4400, to: 4499 };
/** Codes of our own making, seen by the server's log only. */
const CLOSED_BY_US = { dead: 4000, leaving: 1000 };

export class RequestError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(`${problem.code}: expected ${problem.expected}, got ${problem.got}`);
    this.problem = problem;
    this.code = problem.code;
  }
}

/** @extends {Emitter<Events>} */
export class Connection extends Emitter {
  /** @type {Link} */
  link = "connecting";
  /** @type {Member | null} */
  you = null;
  /** @type {{id: string, title: string} | null} */
  room = null;
  /** @type {{id: string, title: string} | null} */
  helpathon = null;
  /** @type {Map<string, Member>} by connection id */
  members = new Map();
  /** Also of those who left: authors of notes. @type {Record<string, {name: string, colour: number}>} */
  people = {};
  /** @type {Map<string, StageRecord>} */
  records = new Map();
  /** True once the server's content has come since the last connect. */
  synced = false;
  /** @type {SaveState} */
  save = { status: "connecting", unsaved: 0, kept: false, readOnly: false };
  clock;
  presence;

  /** @type {WebSocket | null} */
  #socket = null;
  /** Until the welcome's epoch is known to be ours, messages wait here. @type {Message[] | null} */
  #early = null;
  /** Our answer to the server's step 1 is out: from now on edits are sent as they come. */
  #writing = false;
  #welcomed = false;
  #attempt = 0;
  #opened_ms = 0;
  /** @type {any} */
  #retryTimer = null;
  /** @type {any} */
  #patienceTimer = null;
  /** @type {any} */
  #probeTimer = null;
  #drain_ms = 0;
  #requestId = 0;
  /** @type {Map<number, {settle: (reply: any) => void, fail: (problem: Problem) => void, timer: any}>} */
  #requests = new Map();
  #boundClient = 0;
  #url;
  #doc;
  #copy;
  #ledger;
  #WebSocket;
  #timers;
  #random;

  /**
   * @param {{url: string, doc: Y.Doc, copy: LocalCopy, WebSocket?: typeof WebSocket,
   *   timers?: Timers, random?: () => number}} options
   */
  constructor({ url, doc, copy, WebSocket = globalThis.WebSocket, timers = pageTimers, random = Math.random }) {
    super();
    this.#url = url;
    this.#doc = doc;
    this.#copy = copy;
    this.#WebSocket = WebSocket;
    this.#timers = timers;
    this.#random = random;
    this.#ledger = new Ledger(copy.carried);
    this.clock = new ClockOffset(timers.now);
    this.presence = new Presence(doc.clientID, timers);
    doc.on("update", this.#edited);
    copy.on("kept", () => this.#report());
    this.#report();
  }

  open() {
    if (this.link === "ended" || this.#socket) return;
    this.#timers.clearTimeout(this.#retryTimer);
    this.#setLink("connecting");
    const socket = new this.#WebSocket(this.#url, [SUBPROTOCOL]);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code, reason }) => this.#lost(code, reason);
    this.#socket = socket;
    this.#early = [];
    this.#patienceTimer = this.#timers.setTimeout(() => this.#giveUp(), OPEN_PATIENCE_MS);
  }

  /** The page goes away, or has nothing to do here any more. */
  close() {
    this.#stop();
    this.#doc.off("update", this.#edited);
    return this.#copy.close();
  }

  /** Puts our content aside, to begin from the room's own: "set-aside" tells when that is done. */
  async startOver() {
    this.#stop();
    const { unsaved } = this.#ledger;
    const content = Y.encodeStateAsUpdate(this.#doc);
    this.emit("set-aside", { draft: await this.#copy.setAside(unsaved), unsaved, content });
  }

  /** Something says that the network may be back: try at once, or see whether it still answers. */
  wake() {
    if (this.link === "waiting") this.open();
    else if (this.link === "online") this.#probe().catch(() => {});
  }

  /**
   * @param {string} type
   * @param {Record<string, unknown>} [fields]
   * @returns {Promise<any>} the reply; rejects with RequestError
   */
  request(type, fields = {}) {
    return new Promise((resolve, reject) => {
      /** @param {Problem} problem */
      const fail = (problem) => reject(new RequestError(problem));
      if (!this.#welcomed) {
        fail({ code: "unavailable", expected: "a connection", got: this.link });
        return;
      }
      const id = ++this.#requestId;
      const timer = this.#timers.setTimeout(() => {
        this.#requests.delete(id);
        fail({ code: "unavailable", expected: "an answer", got: `none in ${ANSWER_PATIENCE_MS} ms` });
      }, ANSWER_PATIENCE_MS);
      this.#requests.set(id, { settle: resolve, fail, timer });
      this.#send(encodeControl({ ...fields, t: type, id }));
    });
  }

  /** @param {number} client the Yjs client id of a cursor or an edit */
  memberOf(client) {
    return [...this.members.values()].find((member) => member.client === client) ?? null;
  }

  // ---- the document ----

  /** @type {(update: Uint8Array, origin: unknown, doc: Y.Doc, transaction: Y.Transaction) => void} */
  #edited = (update, _origin, doc, { local, beforeState, afterState }) => {
    if (!local || this.save.readOnly) return;
    const client = doc.clientID;
    this.#ledger.edited(client, beforeState.get(client) ?? 0, afterState.get(client) ?? 0);
    if (this.#writing) {
      this.#ledger.sent();
      this.#send(encodeUpdate(update));
    }
    this.#remember();
  };

  /** @param {Uint8Array} stateVector the server's */
  #answerStep1(stateVector) {
    if (this.save.readOnly) return;
    const floor = this.#ledger.floor(Y.decodeStateVector(stateVector));
    const update = Y.encodeStateAsUpdate(this.#doc, Y.encodeStateVector(floor));
    // The server does not count an empty one, and asks again after a gap.
    if (!isEmptyUpdate(update)) this.#ledger.sent();
    this.#send(encodeStep2(update));
    this.#writing = true;
    this.#report();
  }

  /** @param {Uint8Array} update */
  #apply(update) {
    Y.applyUpdate(this.#doc, update, this);
    // Yjs takes a new client id when it meets its own in somebody else's edit.
    if (this.#doc.clientID !== this.#boundClient) this.#bind();
  }

  // ---- messages ----

  /** @param {unknown} data */
  #received(data) {
    /** @type {Message} */
    let message;
    try {
      message = decode(new Uint8Array(/** @type {ArrayBuffer} */ (data)));
    } catch (error) {
      console.error("The server sent what is no message", error);
      this.#giveUp();
      return;
    }
    const isWelcome = message.kind === "control" && message.content.t === "welcome";
    if (this.#early && !isWelcome) this.#early.push(message);
    else this.#handle(message);
  }

  /** @param {Message} message */
  #handle(message) {
    switch (message.kind) {
      case "control":
        this.#control(message.content);
        break;
      case "step1":
        this.#answerStep1(message.stateVector);
        break;
      case "step2":
        this.#apply(message.update);
        this.#arrived();
        break;
      case "update":
        this.#apply(message.update);
        break;
      case "awareness":
        this.presence.receive(message.payload);
        break;
      case "saved":
        this.#ledger.saved(message.count);
        this.#remember();
        break;
    }
  }

  /** @param {Record<string, any>} content */
  #control(content) {
    switch (content.t) {
      case "welcome":
        void this.#welcome(content);
        break;
      case "member":
        this.#join(content.member);
        break;
      case "member.left":
        this.members.delete(content.connection);
        this.emit("members", [...this.members.values()]);
        break;
      case "record":
        this.clock.hint(content.server_now);
        this.#setRecord(content.name, content.value, content.rev);
        break;
      case "gather":
        this.emit("gather", { by: content.by, place: content.place, object: content.object });
        break;
      case "reply":
        this.#reply(content);
        break;
      case "error":
        this.emit("problem", /** @type {Problem} */ (content));
        break;
      case "drain":
        this.#drain_ms = content.retry_ms;
        break;
    }
  }

  /** @param {Record<string, any>} welcome */
  async #welcome(welcome) {
    const socket = this.#socket;
    this.clock.reset();
    this.clock.hint(welcome.server_now);
    const ours = await this.#sameHistory(welcome.epoch);
    if (!ours || this.#socket !== socket) return;
    this.#timers.clearTimeout(this.#patienceTimer);
    this.#welcomed = true;
    this.#opened_ms = this.#timers.now();
    this.you = welcome.you;
    this.room = welcome.room;
    this.helpathon = welcome.helpathon;
    this.people = welcome.people;
    this.members = new Map(welcome.members.map((/** @type {Member} */ each) => [each.connection, each]));
    this.save.readOnly = welcome.you.role === "guest";
    this.#setLink("online");
    this.emit("welcome", this);
    this.emit("members", [...this.members.values()]);
    this.#setRecords(welcome.records);
    this.#bind();
    this.#send(encodeStep1(Y.encodeStateVector(this.#doc)));
    this.#sampleClock(1);
    const early = this.#early ?? [];
    this.#early = null;
    early.forEach((message) => this.#handle(message));
    this.#report();
  }

  /**
   * Whether the server's room is the one whose content we hold. If not, ours is set aside: merging
   * two histories would double everything.
   * @param {string} epoch
   */
  async #sameHistory(epoch) {
    if (this.#copy.epoch === epoch) return true;
    if (this.#copy.epoch === null) {
      await this.#copy.adopt(epoch);
      return true;
    }
    await this.startOver();
    return false;
  }

  #bind() {
    this.#boundClient = this.#doc.clientID;
    this.request("hello", { client: this.#boundClient }).catch(() => {});
    this.presence.connected(this.#boundClient, (payload) => this.#send(encodeAwareness(payload)));
  }

  #arrived() {
    if (this.synced) return;
    this.synced = true;
    this.#report();
    this.emit("synced", undefined);
  }

  /** @param {Member} member new or changed */
  #join(member) {
    const { connection, person, name, colour } = member;
    this.members.set(connection, member);
    this.people = { ...this.people, [person]: { name, colour } };
    if (connection === this.you?.connection) this.you = member;
    this.emit("members", [...this.members.values()]);
  }

  /** @param {Record<string, StageRecord>} records all there are */
  #setRecords(records) {
    for (const [name, { value, rev }] of Object.entries(records)) this.#setRecord(name, value, rev);
    for (const name of this.records.keys()) {
      if (!(name in records)) this.#setRecord(name, null, 0);
    }
  }

  /**
   * @param {string} name
   * @param {any} value
   * @param {number} rev
   */
  #setRecord(name, value, rev) {
    this.records.set(name, { value, rev });
    this.emit("record", { name, value, rev });
  }

  /** @param {Record<string, any>} reply */
  #reply(reply) {
    const waiting = this.#requests.get(reply.id);
    if (!waiting) return;
    this.#requests.delete(reply.id);
    this.#timers.clearTimeout(waiting.timer);
    if (reply.ok) {
      waiting.settle(reply);
      return;
    }
    // A conflict brings what is there now.
    const { name, value, rev } = reply.error;
    if (name && this.records.has(name)) this.#setRecord(name, value, rev);
    waiting.fail(reply.error);
  }

  // ---- time and liveness ----

  /** @param {number} nth of this connection */
  #sampleClock(nth) {
    const next_ms = nth < FIRST_SAMPLES ? FIRST_SAMPLES_EVERY_MS : PROBE_EVERY_MS;
    const again = () => {
      this.#probeTimer = this.#timers.setTimeout(() => this.#sampleClock(nth + 1), next_ms);
    };
    this.#probe().then(again, () => {});
  }

  /** Asks for the time. No answer means that nobody is there any more. */
  async #probe() {
    const socket = this.#socket;
    const sent_ms = this.#timers.now();
    try {
      const { server_now } = await this.request("time");
      this.clock.sample(sent_ms, this.#timers.now(), server_now);
    } catch (error) {
      const silent = error instanceof RequestError && error.code === "unavailable";
      if (silent && this.#socket === socket) this.#giveUp();
      throw error;
    }
  }

  /** The socket may not notice for minutes that its network is gone. */
  #giveUp() {
    const socket = this.#socket;
    this.#lost(CLOSED_BY_US.dead, "no answer");
    socket?.close(CLOSED_BY_US.dead, "no answer");
  }

  // ---- the socket ----

  /** @param {Uint8Array} data */
  #send(data) {
    const socket = this.#socket;
    if (socket?.readyState === 1) socket.send(/** @type {Uint8Array<ArrayBuffer>} */ (data));
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #lost(code, reason) {
    if (code >= FINAL_CODES.from && code <= FINAL_CODES.to) {
      this.#end(code, reason);
      return;
    }
    const lived_ms = this.#welcomed ? this.#timers.now() - this.#opened_ms : 0;
    if (lived_ms >= GOOD_AFTER_MS) this.#attempt = 0;
    this.#detach();
    this.#setLink("waiting");
    this.#retryTimer = this.#timers.setTimeout(() => this.open(), this.#retryIn_ms());
    this.#attempt += 1;
    this.#drain_ms = 0;
  }

  /** Half fixed, half chance: after a restart not everybody comes at once. */
  #retryIn_ms() {
    const longest_ms = Math.min(RETRY_FIRST_MS * 2 ** this.#attempt, RETRY_LONGEST_MS);
    return this.#drain_ms + longest_ms * (0.5 + 0.5 * this.#random());
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #end(code, reason) {
    this.#stop();
    this.emit("ended", { code, reason });
  }

  #stop() {
    const socket = this.#detach();
    this.#setLink("ended");
    socket?.close(CLOSED_BY_US.leaving);
  }

  #detach() {
    const socket = this.#socket;
    if (socket) socket.onmessage = socket.onclose = null;
    this.#socket = null;
    this.#early = null;
    this.#writing = this.#welcomed = this.synced = false;
    this.#timers.clearTimeout(this.#patienceTimer);
    this.#timers.clearTimeout(this.#probeTimer);
    this.#timers.clearTimeout(this.#retryTimer);
    this.#ledger.disconnected();
    this.presence.disconnected();
    this.members = new Map();
    for (const { fail, timer } of this.#requests.values()) {
      this.#timers.clearTimeout(timer);
      fail({ code: "unavailable", expected: "an answer", got: "a lost connection" });
    }
    this.#requests.clear();
    return socket;
  }

  /** @param {Link} link */
  #setLink(link) {
    if (this.link !== link) {
      this.link = link;
      this.emit("link", link);
    }
    this.#report();
  }

  // ---- save state ----

  #remember() {
    void this.#copy.remember(this.#ledger.owed());
    this.#report();
  }

  #report() {
    const { unsaved } = this.#ledger;
    const { kept } = this.#copy;
    const next = { status: this.#status(unsaved), unsaved, kept, readOnly: this.save.readOnly };
    const changed = /** @type {(keyof SaveState)[]} */ (Object.keys(next)).some(
      (key) => next[key] !== this.save[key],
    );
    this.save = next;
    if (changed) this.emit("save", next);
  }

  /**
   * @param {number} unsaved
   * @returns {SaveState["status"]}
   */
  #status(unsaved) {
    if (this.link === "online" && unsaved > 0) return "saving";
    if (this.link === "online") return this.synced ? "saved" : "connecting";
    // The first moments of a page are no loss of a connection.
    return this.link === "connecting" && this.#attempt === 0 && unsaved === 0
      ? "connecting"
      : "offline";
  }
}

/** @type {Timers} */
const pageTimers = {
  setTimeout: (run, delay_ms) => setTimeout(run, delay_ms),
  clearTimeout: (timer) => clearTimeout(timer),
  now: () => performance.now(),
};

/** @param {string} room */
export function socketUrl(room) {
  const url = new URL(`/sync/${encodeURIComponent(room)}`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Tries again as soon as the network or the person is back. @param {Connection} connection */
export function wakeUps(connection) {
  window.addEventListener("online", () => connection.wake());
  window.addEventListener("pageshow", () => connection.wake());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.wake();
  });
}
