import assert from "node:assert/strict";
import { test } from "node:test";

import { Connection } from "../../../web/sync/connection.js";
import * as Y from "../../../web/vendor/yjs.js";
import { FakeCopy, FakeTimers, awareness, control, fakeSockets, read, saved, settle, sync } from "./fakes.js";

const EPOCH = "e1";
const ME = { connection: "c1", client: null, person: "p1", name: "Ada", role: "participant", colour: 3 };
const EMPTY = new Uint8Array([0, 0]);

/** A page and its server side. The server's document is `server`. */
function setup({ copy = new FakeCopy(), doc = new Y.Doc(), random = () => 1 } = {}) {
  const timers = new FakeTimers();
  const sockets = fakeSockets();
  const connection = new Connection({
    url: "ws://here/sync/r", doc, copy, WebSocket: sockets.FakeWebSocket, timers, random,
  });
  const server = new Y.Doc();
  return { connection, copy, doc, timers, sockets, server };
}

const welcome = (more = {}) =>
  control({
    t: "welcome", room: { id: "r", title: "Team 1" }, helpathon: { id: "h", title: "Grün" }, epoch: EPOCH,
    you: ME, members: [ME], people: {}, records: {}, server_now: 1_760_000_000_000, ...more,
  });

/** Connects and syncs. @returns the socket */
async function online(it, more = {}) {
  it.connection.open();
  const socket = it.sockets.last();
  socket.receive(welcome(more));
  if (more.you?.role !== "guest") socket.receive(sync(0, Y.encodeStateVector(it.server)));
  await settle();
  socket.receive(sync(1, Y.encodeStateAsUpdate(it.server)));
  return socket;
}

const kinds = (socket) => socket.sent.map((data) => read(data).kind);
const updates = (socket) => socket.sent.map(read).filter(({ kind }) => kind === "update");
const step2 = (socket) => socket.sent.map(read).find(({ kind }) => kind === "step2")?.content;
const requests = (socket, type) =>
  socket.sent.map((data) => decodeControl(data)).filter((content) => content?.t === type);
const edit = (doc, key = "a", value = 1) => doc.getMap("objects").set(key, value);

function decodeControl(data) {
  const { kind, content } = read(data);
  return kind === "control" ? Y.decodeMsgpack(content) : null;
}

const answerTime = (socket, server_now = 1_760_000_000_000) => {
  for (const { id } of requests(socket, "time")) socket.receive(control({ t: "reply", id, ok: true, server_now }));
};

test("nothing is sent before the welcome; then hello, our presence, step 1 and the answer to theirs", async () => {
  const it = setup();
  it.connection.open();
  const socket = it.sockets.last();
  assert.deepEqual(socket.protocols, ["helpathon.1"]);
  socket.receive(sync(0, Y.encodeStateVector(it.server)));
  await settle();
  assert.deepEqual(socket.sent, []);
  socket.receive(welcome());
  await settle();
  assert.deepEqual(kinds(socket), ["control", "awareness", "step1", "control", "step2"]);
  assert.equal(requests(socket, "hello")[0].client, it.doc.clientID);
});

test("the welcome tells who is here and what the server decided", async () => {
  const it = setup();
  const records = [];
  it.connection.on("record", (record) => records.push(record));
  await online(it, { records: { "clock/room": { value: { status: "paused" }, rev: 4 } } });
  assert.equal(it.connection.room.title, "Team 1");
  assert.equal(it.connection.you.name, "Ada");
  assert.deepEqual(records, [{ name: "clock/room", value: { status: "paused" }, rev: 4 }]);
  assert.deepEqual(it.connection.records.get("clock/room"), { value: { status: "paused" }, rev: 4 });
});

test("a page without edits is saved once the server's content is here", async () => {
  const it = setup();
  assert.equal(it.connection.save.status, "connecting");
  edit(it.server, "theirs");
  await online(it);
  assert.equal(it.doc.getMap("objects").get("theirs"), 1);
  assert.deepEqual(it.connection.save, { status: "saved", unsaved: 0, kept: true, readOnly: false });
});

test("an edit is sent at once, is saving, and is saved only when it was counted", async () => {
  const it = setup();
  const socket = await online(it);
  edit(it.doc);
  assert.equal(updates(socket).length, 1);
  assert.deepEqual([it.connection.save.status, it.connection.save.unsaved], ["saving", 1]);
  socket.receive(saved(1));
  assert.equal(it.connection.save.status, "saved");
});

test("the empty answer to step 1 is not counted, an answer with edits is", async () => {
  const quiet = setup();
  const quietSocket = await online(quiet);
  assert.deepEqual(step2(quietSocket), EMPTY);
  edit(quiet.doc);
  quietSocket.receive(saved(1));
  assert.equal(quiet.connection.save.status, "saved");

  const busy = setup();
  edit(busy.doc, "before");
  const busySocket = await online(busy);
  assert.notDeepEqual(step2(busySocket), EMPTY);
  edit(busy.doc, "after");
  busySocket.receive(saved(1));
  assert.equal(busy.connection.save.unsaved, 1, "the answer was counted, the edit after it was not");
  busySocket.receive(saved(2));
  assert.equal(busy.connection.save.status, "saved");
});

test("edits of others and of the local copy are not ours to save", async () => {
  const it = setup();
  const socket = await online(it);
  edit(it.server, "theirs");
  socket.receive(sync(2, Y.encodeStateAsUpdate(it.server)));
  Y.applyUpdate(it.doc, Y.encodeStateAsUpdate(it.server), "local copy");
  assert.equal(updates(socket).length, 0);
  assert.equal(it.connection.save.status, "saved");
});

test("offline edits are counted and go out with the next connection", async () => {
  const it = setup();
  (await online(it)).drop();
  edit(it.doc, "x");
  edit(it.doc, "y");
  assert.deepEqual([it.connection.save.status, it.connection.save.unsaved], ["offline", 2]);
  await it.timers.pass(1_000);
  const socket = it.sockets.last();
  socket.receive(welcome());
  await settle();
  socket.receive(sync(0, Y.encodeStateVector(it.server)));
  Y.applyUpdate(it.server, step2(socket));
  assert.deepEqual(it.server.getMap("objects").toJSON(), { x: 1, y: 1 });
  socket.receive(sync(1, EMPTY));
  assert.equal(it.connection.save.status, "saving");
  socket.receive(saved(1));
  assert.equal(it.connection.save.status, "saved");
});

test("an edit that the server holds but never called durable is sent again", async () => {
  const it = setup();
  const first = await online(it);
  edit(it.doc, "x");
  Y.applyUpdate(it.server, updates(first)[0].content);
  first.drop();
  await it.timers.pass(1_000);
  const second = await online(it);
  const again = new Y.Doc();
  Y.applyUpdate(again, step2(second));
  assert.deepEqual(again.getMap("objects").toJSON(), { x: 1 });
  assert.equal(it.connection.save.status, "saving");
  second.receive(saved(1));
  assert.equal(it.connection.save.status, "saved");
});

test("what an earlier visit owed is offline until it is acknowledged, reloads included", async () => {
  const doc = new Y.Doc();
  const earlier = new Y.Doc();
  edit(earlier, "x");
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier));
  const carried = [{ client: earlier.clientID, count: 1, from: 0 }];
  const it = setup({ doc, copy: new FakeCopy({ epoch: EPOCH, carried }) });
  assert.deepEqual([it.connection.save.status, it.connection.save.unsaved], ["offline", 1]);
  Y.applyUpdate(it.server, Y.encodeStateAsUpdate(earlier));
  const socket = await online(it);
  assert.equal(it.connection.save.status, "saving", "the server shows it, but did not call it durable");
  socket.receive(saved(1));
  assert.equal(it.connection.save.status, "saved");
  assert.deepEqual(it.copy.owed, []);
});

test("the copy always knows what is owed", async () => {
  const it = setup();
  const socket = await online(it);
  edit(it.doc);
  assert.deepEqual(it.copy.owed, [{ client: it.doc.clientID, count: 1, from: 0 }]);
  socket.receive(saved(1));
  assert.deepEqual(it.copy.owed, []);
});

test("a room that began anew is never merged: ours is set aside and the connection ends", async () => {
  const doc = new Y.Doc();
  edit(doc, "old");
  const it = setup({ doc, copy: new FakeCopy({ epoch: "e0", carried: [{ client: 5, count: 2, from: 0 }] }) });
  const heard = [];
  it.connection.on("set-aside", (detail) => heard.push(detail));
  it.connection.on("ended", () => heard.push("ended"));
  it.connection.open();
  const socket = it.sockets.last();
  socket.receive(welcome());
  socket.receive(sync(0, Y.encodeStateVector(it.server)));
  await settle();
  assert.equal(step2(socket), undefined);
  assert.equal(it.copy.setAsideUnsaved, 2);
  assert.equal(heard.length, 1);
  assert.equal(heard[0].unsaved, 2);
  const content = new Y.Doc();
  Y.applyUpdate(content, heard[0].content);
  assert.equal(content.getMap("objects").get("old"), 1);
  assert.equal(it.connection.link, "ended");
});

test("retries back off with chance, and a good connection starts the count anew", async () => {
  const it = setup({ random: () => 0 });
  const waits = [];
  it.connection.open();
  for (let n = 0; n < 8; n += 1) {
    it.sockets.last().drop();
    const [before, opened] = [it.timers.time_ms, it.sockets.opened.length];
    while (it.sockets.opened.length === opened) await it.timers.pass(50);
    waits.push(it.timers.time_ms - before);
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 10000, 10000]);
  it.sockets.last().receive(welcome());
  await settle();
  await it.timers.pass(6_000);
  it.sockets.last().drop();
  const opened = it.sockets.opened.length;
  await it.timers.pass(250);
  assert.equal(it.sockets.opened.length, opened + 1);
});

test("a draining server says when to come back", async () => {
  const it = setup({ random: () => 0 });
  const socket = await online(it);
  socket.receive(control({ t: "drain", retry_ms: 3_000 }));
  socket.drop(1012, "the server restarts");
  await it.timers.pass(3_000);
  assert.equal(it.sockets.opened.length, 1);
  await it.timers.pass(300);
  assert.equal(it.sockets.opened.length, 2);
});

test("a final close code ends it, with its code", async () => {
  const it = setup();
  const heard = [];
  it.connection.on("ended", (detail) => heard.push(detail));
  (await online(it)).drop(4410, "revoked");
  assert.deepEqual(heard, [{ code: 4410, reason: "revoked" }]);
  await it.timers.pass(120_000);
  assert.equal(it.sockets.opened.length, 1);
});

test("too slow and too fast are tried again", async () => {
  for (const code of [4508, 4529, 1013, 1006]) {
    const it = setup();
    (await online(it)).drop(code);
    await it.timers.pass(1_000);
    assert.equal(it.sockets.opened.length, 2, String(code));
  }
});

test("no answer for ten seconds is a lost connection, though the socket noticed nothing", async () => {
  const it = setup();
  const socket = await online(it);
  await it.timers.pass(10_500);
  assert.equal(socket.closed, 4000);
  assert.equal(it.sockets.opened.length, 2);
});

test("a server that answers is asked five times quickly, then every fifteen seconds", async () => {
  const it = setup();
  const socket = await online(it);
  for (let n = 0; n < 10; n += 1) {
    answerTime(socket, it.timers.time_ms);
    await it.timers.pass(150);
  }
  const asked = requests(socket, "time").length;
  assert.equal(asked, 5);
  await it.timers.pass(15_000);
  assert.equal(requests(socket, "time").length, 6);
});

test("a server that never says welcome is given up after ten seconds", async () => {
  const it = setup();
  it.connection.open();
  await it.timers.pass(10_600);
  assert.equal(it.sockets.opened[0].closed, 4000);
  assert.equal(it.sockets.opened.length, 2);
});

test("waking up does not wait for the next retry", async () => {
  const it = setup();
  (await online(it)).drop();
  it.connection.wake();
  assert.equal(it.sockets.opened.length, 2);
});

test("a request gets its reply, its refusal, or no answer in time", async () => {
  const it = setup();
  const socket = await online(it);
  answerTime(socket);
  const [ok, refused, silent] = ["a", "b", "c"].map(() => it.connection.request("clock", { scope: "room" }));
  silent.catch(() => {});
  const [first, second] = requests(socket, "clock").map(({ id }) => id);
  socket.receive(control({ t: "reply", id: first, ok: true, rev: 5 }));
  socket.receive(control({
    t: "reply", id: second, ok: false, error: { code: "forbidden", expected: "a facilitator", got: "a participant" },
  }));
  assert.equal((await ok).rev, 5);
  await assert.rejects(refused, { code: "forbidden" });
  await it.timers.pass(10_100);
  await assert.rejects(silent, { code: "unavailable" });
});

test("a request without a connection is refused at once, one under way when it is lost", async () => {
  const it = setup();
  await assert.rejects(it.connection.request("clock"), { code: "unavailable" });
  const socket = await online(it);
  const waiting = it.connection.request("clock");
  socket.drop();
  await assert.rejects(waiting, { code: "unavailable" });
});

test("a conflict brings the record as it stands", async () => {
  const it = setup();
  const socket = await online(it, { records: { "clock/room": { value: { status: "running" }, rev: 1 } } });
  const waiting = it.connection.request("clock", { rev: 1 });
  const [{ id }] = requests(socket, "clock");
  socket.receive(control({
    t: "reply", id, ok: false,
    error: { code: "conflict", expected: "1", got: "2", name: "clock/room", value: { status: "paused" }, rev: 2 },
  }));
  await assert.rejects(waiting, { code: "conflict" });
  assert.deepEqual(it.connection.records.get("clock/room"), { value: { status: "paused" }, rev: 2 });
});

test("a record that is gone after a reconnect is gone here", async () => {
  const it = setup();
  (await online(it, { records: { "clock/room": { value: { status: "paused" }, rev: 4 } } })).drop();
  await it.timers.pass(1_000);
  await online(it, { records: {} });
  assert.equal(it.connection.records.get("clock/room").value, null);
});

test("members come, change and go; a cursor finds its name by client id", async () => {
  const it = setup();
  const socket = await online(it);
  const mirela = { connection: "c2", client: 99, person: "p2", name: "Mirela", role: "participant", colour: 5 };
  socket.receive(control({ t: "member", member: mirela }));
  assert.equal(it.connection.memberOf(99).name, "Mirela");
  assert.deepEqual(it.connection.people.p2, { name: "Mirela", colour: 5 });
  socket.receive(control({ t: "member.left", connection: "c2" }));
  assert.equal(it.connection.memberOf(99), null);
  assert.deepEqual(it.connection.people.p2, { name: "Mirela", colour: 5 }, "as an author she stays known");
});

test("cursors of others arrive, and leave with the connection", async () => {
  const it = setup();
  const socket = await online(it);
  socket.receive(awareness([{ client: 99, clock: 1, state: { cursor: [1, 2] } }]));
  assert.deepEqual(it.connection.presence.others.get(99), { cursor: [1, 2] });
  socket.drop();
  assert.equal(it.connection.presence.others.size, 0);
});

test("a guest sends no edit and owes nothing", async () => {
  const it = setup();
  const socket = await online(it, { you: { ...ME, role: "guest" } });
  assert.deepEqual(it.connection.save, { status: "saved", unsaved: 0, kept: true, readOnly: true });
  edit(it.doc);
  socket.receive(sync(0, Y.encodeStateVector(it.server)));
  assert.deepEqual(kinds(socket).filter((kind) => kind === "update" || kind === "step2"), []);
});

test("bytes that are no message end this connection only", async () => {
  const it = setup();
  (await online(it)).receive(new Uint8Array([0, 9, 9]));
  assert.equal(it.connection.link, "waiting");
});

test("what arrives while the epoch is looked up is kept in order", async () => {
  const it = setup();
  it.connection.open();
  const socket = it.sockets.last();
  edit(it.server, "one");
  socket.receive(welcome());
  socket.receive(sync(0, Y.encodeStateVector(it.server)));
  socket.receive(sync(2, Y.encodeStateAsUpdate(it.server)));
  assert.equal(it.doc.getMap("objects").size, 0);
  await settle();
  assert.equal(it.doc.getMap("objects").get("one"), 1);
});

test("two pages whose net and server fail again and again end alike, and never say saved too early", async () => {
  const pages = [setup(), setup()];
  const next = seeded(7);
  const server = new FakeServer();
  const did = { edits: 0, losses: 0, crashes: 0, saved: 0 };

  for (let step = 0; step < 3_000; step += 1) {
    const page = pages[next(2)];
    const what = next(100);
    if (what < 40) {
      const objects = page.doc.getMap("objects");
      const key = `k${next(12)}`;
      if (next(4) === 0) objects.delete(key);
      else objects.set(key, step);
      did.edits += 1;
    } else if (what < 70) {
      server.read(page);
    } else if (what < 85) {
      server.persist();
    } else if (what < 97) {
      if (page.connection.link !== "online") await server.accept(page);
    } else if (what < 99) {
      server.lose(page);
      did.losses += 1;
    } else {
      server.crash(pages);
      did.crashes += 1;
    }
    for (const { connection, doc } of pages) {
      if (connection.save.status !== "saved") continue;
      did.saved += 1;
      assert.deepEqual(server.lacksOf(doc), [], `step ${step}: saved, but not durable`);
    }
  }

  for (let round = 0; round < 2; round += 1) {
    for (const page of pages) {
      if (page.connection.link !== "online") await server.accept(page);
      server.read(page);
    }
    server.persist();
  }
  assert.deepEqual(pages.map(({ connection }) => connection.save.status), ["saved", "saved"]);
  for (const { doc } of pages) {
    assert.deepEqual(doc.getMap("objects").toJSON(), server.durable.getMap("objects").toJSON());
  }
  assert.ok(Object.values(did).every((times) => times > 10), `the run did real work: ${JSON.stringify(did)}`);
});

/** A room with one log in the order of arrival, of which a crash takes what is not durable. */
class FakeServer {
  live = new Y.Doc();
  durable = new Y.Doc();
  #log = [];
  /** By page: its socket, how far it was read, how much of it is durable. */
  #links = new Map();

  async accept(page) {
    page.connection.wake();
    page.connection.open();
    const socket = page.sockets.last();
    this.#links.set(page, { socket, at: 0, durable: 0 });
    socket.receive(welcome());
    socket.receive(sync(0, Y.encodeStateVector(this.live)));
    await settle();
  }

  read(page) {
    const link = this.#links.get(page);
    if (!link) return;
    for (; link.at < link.socket.sent.length; link.at += 1) {
      const { kind, content } = read(link.socket.sent[link.at]);
      if (kind === "step1") link.socket.receive(sync(1, Y.encodeStateAsUpdate(this.live, content)));
      if (kind === "update" || (kind === "step2" && content.length > 2)) this.#take(link, content);
    }
  }

  #take(link, update) {
    Y.applyUpdate(this.live, update);
    this.#log.push({ link, update });
    for (const other of this.#links.values()) if (other !== link) other.socket.receive(sync(2, update));
  }

  persist() {
    for (const { link, update } of this.#log.splice(0)) {
      Y.applyUpdate(this.durable, update);
      link.durable += 1;
    }
    for (const { socket, durable } of this.#links.values()) socket.receive(saved(durable));
  }

  lose(page) {
    this.#links.get(page)?.socket.drop();
    this.#links.delete(page);
  }

  crash(pages) {
    pages.forEach((page) => this.lose(page));
    this.#log = [];
    this.live = new Y.Doc();
    Y.applyUpdate(this.live, Y.encodeStateAsUpdate(this.durable));
  }

  /** Structs of this document's own that the durable log does not have. */
  lacksOf(doc) {
    const missing = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(this.durable));
    return Y.decodeUpdate(missing).structs.filter(({ id }) => id.client === doc.clientID);
  }
}

/** @returns whole numbers below n, the same row for the same seed (mulberry32) */
function seeded(seed) {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}
