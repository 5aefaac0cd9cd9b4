// Stock Yjs clients, as anybody installs them: `WebsocketProvider` of y-websocket, each with its
// document. They do what JSON lines on stdin tell them and answer each with a line on stdout:
//   {"id": 7, "do": "enter", …}  →  {"id": 7, "done": …} or {"id": 7, "failed": "why"}
// Nothing here judges: the tests in Python do.

import { createInterface } from "node:readline";
import { Awareness } from "y-protocols/awareness";
import { messageAwareness, WebsocketProvider } from "y-websocket";
import WebSocket from "ws";
import * as Y from "yjs";
import { board, editor, randomFrom, scatter, spoil, writeNote } from "./edits.mjs";

/** Longer than any pause of somebody who types, shorter than the wait before a reconnect. */
const LONGEST_PAUSE_MS = 8;
/** By name. */
const clients = new Map();
const complaints = [];
const waiting = new Set();

class StockClient {
  /** What the server said by which the room ended for good. */
  refused = null;
  /** Presence messages of the server, whoever they were about. */
  presencesHeard = 0;
  /** Steps of a walk until it is back. */
  awayFor = 0;

  /** @param recalled what a local copy holds, which is read while the connection opens */
  constructor({ server, room, headers, recalled }) {
    this.doc = new Y.Doc();
    this.awareness = new Awareness(this.doc);
    this.provider = new WebsocketProvider(`${server}/sync`, room, this.doc, {
      connect: false,
      awareness: this.awareness,
      // Clients of one process would else talk past the server.
      disableBc: true,
      WebSocketPolyfill: class extends WebSocket {
        constructor(url, protocols) {
          super(url, protocols, { headers });
        }
      },
    });
    const understand = this.provider.messageHandlers[messageAwareness];
    this.provider.messageHandlers[messageAwareness] = (...message) => {
      understand(...message);
      this.presencesHeard += 1;
      happened();
    };
    this.provider.on("status", ({ status }) => {
      if (recalled && status === "connected") Y.applyUpdate(this.doc, recalled, "local copy");
    });
    this.provider.on("closed", ({ code, reason }) => (this.refused = { code, reason }));
    for (const event of ["sync", "status", "closed"]) this.provider.on(event, happened);
    this.doc.on("update", happened);
    this.provider.connect();
  }

  get synced() {
    return this.provider.synced;
  }

  /** A computer that loses its network: no goodbye, and the provider comes back by itself. */
  cut() {
    this.provider.ws?.terminate();
  }

  /** All roots that the tests know, as plain values. */
  get content() {
    return {
      objects: this.doc.getMap("objects").toJSON(),
      text: this.doc.getText("text").toDelta(),
      prose: this.doc.getXmlFragment("prose").toString(),
    };
  }

  /** The states of the others, by Yjs client id. */
  get seen() {
    const others = [...this.awareness.getStates()].filter(([id]) => id !== this.doc.clientID);
    return Object.fromEntries(others);
  }

  toString() {
    const { provider, doc } = this;
    const ending = this.refused ? ` refused ${this.refused.code} ${this.refused.reason}` : "";
    const clocks = JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort());
    return `connected ${provider.wsconnected} synced ${provider.synced}${ending} ${clocks}`;
  }
}

const commands = {
  /** Returns their Yjs client ids, when all have what the room holds. */
  async enter({ names, recalled, ...place }) {
    for (const name of names) {
      const copy = recalled && Buffer.from(recalled, "base64");
      clients.set(name, new StockClient({ ...place, recalled: copy }));
    }
    const entered = names.map((name) => clients.get(name));
    await until(() => entered.every((client) => client.synced || client.refused));
    return entered.map((client) => client.doc.clientID);
  },

  /** Pages that are closed. */
  leave({ names }) {
    for (const name of names) {
      clients.get(name).provider.destroy();
      clients.get(name).doc.destroy();
      clients.delete(name);
    }
  },

  disconnect({ names }) {
    for (const name of names) clients.get(name).provider.disconnect();
  },

  async connect({ names }) {
    for (const name of names) clients.get(name).provider.connect();
    await until(() => names.every((name) => clients.get(name).synced));
  },

  /** Computers that are switched off. */
  vanish({ names }) {
    for (const name of names) {
      clients.get(name).provider.shouldConnect = false;
      clients.get(name).cut();
    }
  },

  /** Everybody edits at random, goes away and comes back. Returns how often what was done. */
  async walk({ seed, steps, kind }) {
    const done = {};
    const edits = { board, editor }[kind];
    const everybody = [...clients.values()];
    await Promise.all(
      everybody.map((client, index) => walk(client, edits, randomFrom(seed, index), steps, done)),
    );
    return done;
  },

  write({ name, key, text }) {
    writeNote(clients.get(name).doc, key, text);
  },

  /** As it is: `at` may lie inside a character. */
  insert({ name, key, at, text }) {
    clients.get(name).doc.getMap("objects").get(key).get("text").insert(at, text);
  },

  scatter({ name, key }) {
    scatter(clients.get(name).doc, key);
  },

  spoil({ name, kinds, fields }) {
    spoil(clients.get(name).doc, kinds, fields);
  },

  /** Returns what each of them holds, when all hold the same and everything of `covering`. */
  async settled({ covering }) {
    const wanted = covering ? Y.decodeStateVector(Buffer.from(covering, "base64")) : new Map();
    await until(() => agree([...clients.values()], wanted));
    return Object.fromEntries([...clients].map(([name, client]) => [name, client.content]));
  },

  /** What a local copy of this client's document would hold. */
  copy({ name }) {
    return Buffer.from(Y.encodeStateAsUpdate(clients.get(name).doc)).toString("base64");
  },

  show({ name, state }) {
    clients.get(name).awareness.setLocalState(state);
  },

  /** Returns when this client sees exactly these states. */
  async sees({ name, states }) {
    const client = clients.get(name);
    await until(() => sameJson(client.seen, states));
  },

  /** Returns when the server has told this client of somebody's presence so often. */
  async hears({ name, count }) {
    await until(() => clients.get(name).presencesHeard >= count);
  },

  /** Returns the code by which the server told this client to stay away. */
  async refused({ name }) {
    await until(() => clients.get(name).refused);
    return clients.get(name).refused.code;
  },

  look() {
    return [...clients].map(([name, client]) => `${name}: ${client}`).join("\n");
  },
};

async function walk(client, edits, random, steps, done) {
  const names = Object.keys(edits);
  for (let step = 0; step < steps; step++) {
    await new Promise((resume) => setTimeout(resume, random(LONGEST_PAUSE_MS)));
    if (client.awayFor > 0 && --client.awayFor === 0) client.provider.connect();
    const chance = random(40);
    let way = names[random(names.length)];
    if (chance === 0 && client.awayFor === 0) {
      way = "goes away";
      client.awayFor = 1 + random(15);
      client.provider.disconnect();
    } else if (chance === 1 && client.synced) {
      way = "is cut off";
      client.cut();
    } else if (!edits[way](client.doc, random)) {
      continue; // nothing there to do it with
    }
    done[way] = (done[way] ?? 0) + 1;
  }
  client.awayFor = 0;
  client.provider.connect();
}

function agree(all, wanted) {
  if (!all.every((client) => client.synced)) return false;
  const [first, ...others] = all.map((client) => Y.snapshot(client.doc));
  const complete = [...wanted].every(([client, clock]) => (first.sv.get(client) ?? 0) >= clock);
  return complete && others.every((other) => Y.equalSnapshots(first, other));
}

function sameJson(one, other) {
  const sorted = (value) => JSON.stringify(Object.entries(value).sort());
  return sorted(one) === sorted(other);
}

// Waiting: what happens tells, conditions are looked at once per turn of the loop

let due = null;

function happened() {
  due ??= setImmediate(() => {
    due = null;
    for (const look of waiting) look();
  });
}

function until(condition) {
  return new Promise((resolve) => {
    const look = () => {
      if (!condition()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

// Each provider listens for the end of its page.
process.setMaxListeners(0);

// Stock code complains here of messages and updates it does not understand.
console.error = (...words) => complaints.push(words.join(" "));

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, do: name, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { id, done: (await commands[name](given)) ?? null };
  } catch (error) {
    answer = { id, failed: String(error.stack) };
  }
  if (complaints.length > 0) answer = { id, failed: complaints.join("\n") };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}).on("close", () => process.exit());
