import assert from "node:assert/strict";
import { test } from "node:test";

import { Presence } from "../../../web/sync/presence.js";
import { decodePresence, encodePresence } from "../../../web/sync/wire.js";
import { FakeTimers } from "./fakes.js";

const ME = 1;
const ADA = 2;

function connected() {
  const timers = new FakeTimers();
  const presence = new Presence(ME, timers);
  const sent = [];
  presence.connected(ME, (payload) => sent.push(...decodePresence(payload)));
  return { timers, presence, sent };
}

const entry = (client, clock, state) => encodePresence([{ client, clock, state }]);

test("the own state goes out on connecting, with a growing clock", async () => {
  const { timers, presence, sent } = connected();
  await timers.pass(100);
  presence.set({ cursor: [1, 2] });
  assert.deepEqual(sent, [
    { client: ME, clock: 1, state: {} },
    { client: ME, clock: 2, state: { cursor: [1, 2] } },
  ]);
});

test("a hundred movements in a second are at most twenty messages, the last of them with the last place", async () => {
  const { timers, presence, sent } = connected();
  for (let n = 0; n < 100; n += 1) {
    presence.set({ cursor: [n, n] });
    await timers.pass(10);
  }
  await timers.pass(100);
  assert.ok(sent.length <= 22, `${sent.length} messages`);
  assert.deepEqual(sent.at(-1).state, { cursor: [99, 99] });
});

test("a state that did not change is not sent again", async () => {
  const { timers, presence, sent } = connected();
  await timers.pass(100);
  presence.set({ cursor: [1, 1] });
  await timers.pass(100);
  presence.set({ cursor: [1, 1] });
  await timers.pass(1_000);
  assert.equal(sent.length, 2);
});

test("a state that stays is renewed every fifteen seconds", async () => {
  const { timers, sent } = connected();
  await timers.pass(46_000);
  assert.deepEqual(sent.map(({ clock }) => clock), [1, 2, 3, 4]);
});

test("others come, move and go", () => {
  const { presence } = connected();
  const heard = [];
  presence.on("change", (changes) => heard.push(changes));
  presence.receive(entry(ADA, 1, { cursor: [0, 0] }));
  presence.receive(entry(ADA, 2, { cursor: [5, 5] }));
  assert.deepEqual(presence.others.get(ADA), { cursor: [5, 5] });
  presence.receive(entry(ADA, 3, null));
  assert.equal(presence.others.size, 0);
  assert.deepEqual(heard, [
    { added: [ADA], updated: [], removed: [] },
    { added: [], updated: [ADA], removed: [] },
    { added: [], updated: [], removed: [ADA] },
  ]);
});

test("a state that was only renewed is no news, and keeps its owner here", async () => {
  const { timers, presence } = connected();
  presence.receive(entry(ADA, 1, { cursor: [0, 0], selection: ["a"] }));
  let heard = 0;
  presence.on("change", () => { heard += 1; });
  for (let clock = 2; clock < 6; clock += 1) {
    await timers.pass(15_000);
    presence.receive(entry(ADA, clock, { cursor: [0, 0], selection: ["a"] }));
  }
  assert.equal(heard, 0);
  assert.equal(presence.others.size, 1);
});

test("an older place never overwrites a newer one, and nobody comes back from the dead", () => {
  const { presence } = connected();
  presence.receive(entry(ADA, 5, { cursor: [5, 5] }));
  presence.receive(entry(ADA, 4, { cursor: [4, 4] }));
  assert.deepEqual(presence.others.get(ADA), { cursor: [5, 5] });
  presence.receive(entry(ADA, 5, null));
  presence.receive(entry(ADA, 5, { cursor: [5, 5] }));
  assert.equal(presence.others.size, 0);
});

test("an echo of the own state is nobody else", () => {
  const { presence } = connected();
  presence.receive(entry(ME, 9, { cursor: [0, 0] }));
  assert.equal(presence.others.size, 0);
});

test("who is silent for half a minute is gone", async () => {
  const { timers, presence } = connected();
  presence.receive(entry(ADA, 1, {}));
  await timers.pass(25_000);
  assert.equal(presence.others.size, 1);
  await timers.pass(25_000);
  assert.equal(presence.others.size, 0);
});

test("without a connection nobody is seen, and what moved meanwhile is sent on the next", async () => {
  const { timers, presence, sent } = connected();
  presence.receive(entry(ADA, 1, {}));
  presence.disconnected();
  assert.equal(presence.others.size, 0);
  presence.set({ cursor: [3, 3] });
  await timers.pass(60_000);
  assert.equal(sent.length, 1);
  presence.connected(ME, (payload) => sent.push(...decodePresence(payload)));
  assert.deepEqual(sent.at(-1), { client: ME, clock: 2, state: { cursor: [3, 3] } });
});

test("a state too large for the server is sent without what weighs most", async () => {
  const { timers, presence, sent } = connected();
  await timers.pass(100);
  const ids = Array.from({ length: 40 }, (_, n) => `object-number-${n}`);
  const moving = Object.fromEntries(ids.map((id) => [id, [1234.5678, 8765.4321]]));
  presence.set({ cursor: [1, 1], selection: ids, moving });
  assert.deepEqual(sent.at(-1).state, { cursor: [1, 1], selection: ids });
  await timers.pass(100);
  presence.set({ selection: Array.from({ length: 400 }, (_, n) => `object-number-${n}`) });
  assert.deepEqual(sent.at(-1).state, { cursor: [1, 1], selection: [] });
});
