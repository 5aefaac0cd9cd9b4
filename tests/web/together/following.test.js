import assert from "node:assert/strict";
import { test } from "node:test";

import { Following } from "../../../web/together/following.js";
import { FakeTimers } from "../sync/fakes.js";
import { ME, member, room } from "./room.js";

const ADA = member("Ada", 11);
const BEN = member("Ben", 12);

/** A page that follows, and where it was led. */
async function following(...members) {
  const it = await room(...members);
  const led = [];
  const busy = { now: false };
  // Its own: the connection's would miss a server that answers.
  const waits = new FakeTimers();
  const viewpoint = { lead: (place) => led.push(place), release: () => {} };
  const made = new Following({ connection: it.connection, others: it.others, timers: waits, viewpoint, isBusy: () => busy.now });
  const endings = [];
  made.on("ended", (ending) => endings.push(ending));
  return { ...it, waits, following: made, led, busy, endings };
}

const sight = (x) => ({ sight: [x, 0, 800, 600] });
const at = (x) => ({ rect: { x, y: 0, width: 800, height: 600 }, object: null });

test("who follows says so, and is led wherever the other looks", async () => {
  const it = await following(ADA, BEN);
  it.following.follow("p-Ada");
  assert.equal((await it.told()).following, "p-Ada");

  it.shows(11, sight(0));
  it.shows(12, sight(500));
  it.shows(11, { ...sight(0), cursor: [7, 7] });
  it.shows(11, sight(100));

  assert.deepEqual(it.led, [at(0), at(100)]);
});

test("somebody in a list leads to the object they are at", async () => {
  const it = await following(ADA);
  it.following.follow("p-Ada");

  it.shows(11, { selection: ["note-1"] });
  it.shows(11, { selection: ["note-1"], editing: { id: "note-2" } });
  it.shows(11, { cursor: null });

  assert.deepEqual(it.led, [{ rect: null, object: "note-1" }, { rect: null, object: "note-2" }]);
});

test("of several windows the one that did something last leads", async () => {
  const it = await following(ADA, { ...ADA, connection: "c-13", client: 13 });
  it.following.follow("p-Ada");

  it.shows(11, sight(0));
  it.shows(13, sight(100));
  it.shows(11, sight(200));

  assert.deepEqual(it.led, [at(0), at(100), at(200)]);
});

test("in the middle of a drag nobody is led away, and afterwards they are", async () => {
  const it = await following(ADA);
  it.following.follow("p-Ada");
  it.busy.now = true;
  it.shows(11, sight(0));
  assert.deepEqual(it.led, []);

  it.busy.now = false;
  it.following.look();

  assert.deepEqual(it.led, [at(0)]);
});

test("who stops says so and is led no more", async () => {
  const it = await following(ADA);
  it.following.follow("p-Ada");
  it.shows(11, sight(0));

  it.following.end("own");
  it.following.end("asked");
  it.shows(11, sight(100));

  assert.deepEqual(it.endings, [{ name: "Ada", why: "own" }]);
  assert.equal("following" in (await it.told()), false);
  assert.equal(it.led.length, 1);
});

test("nobody follows themselves or who is not here", async () => {
  const it = await following(ADA);

  it.following.follow(ME.person);
  it.following.follow("p-nobody");

  assert.equal(it.following.member, null);
});

test("nobody follows who follows them, over however many others", async () => {
  const it = await following(ADA, BEN);
  const refused = [];
  it.following.on("refused", ({ name }) => refused.push(name));
  it.shows(11, { following: "p-Ben" });
  it.shows(12, { following: ME.person });

  it.following.follow("p-Ada");
  it.following.follow("p-Ben");
  assert.deepEqual(refused, ["Ada", "Ben"]);
  assert.equal(it.following.member, null);

  it.shows(12, {});
  it.following.follow("p-Ada");
  assert.equal(it.following.member?.name, "Ada");
});

test("of two who begin to follow each other at the same moment one stops", async () => {
  const outcomes = [];
  for (const other of [member("Ada", 11), member("zoe", 12)]) {
    const it = await following(other);
    it.following.follow(other.person);
    it.shows(other.client, { following: ME.person });
    outcomes.push([other.person < ME.person, it.following.member?.name ?? null]);
  }
  assert.deepEqual(outcomes, [[true, "Ada"], [false, null]]);
});

test("who reloads is followed on, who stays away is not", async () => {
  const it = await following(ADA);
  it.following.follow("p-Ada");
  it.hears({ t: "member.left", connection: ADA.connection });
  await it.waits.pass(5_000);
  it.hears({ t: "member", member: { ...ADA, connection: "c-21", client: 21 } });
  await it.waits.pass(20_000);
  assert.equal(it.following.member?.name, "Ada");
  it.shows(21, sight(0));
  assert.deepEqual(it.led, [at(0)]);

  it.hears({ t: "member.left", connection: "c-21" });
  await it.waits.pass(20_000);

  assert.deepEqual(it.endings, [{ name: "Ada", why: "gone" }]);
});

test("who is followed knows by whom, one person once, and never by themselves", async () => {
  const it = await following(ADA, { ...ADA, connection: "c-13", client: 13 }, BEN, { ...ME, connection: "me-2", client: 14 });
  const heard = [];
  it.following.on("followers", (members) => heard.push(members.map(({ name }) => name)));

  it.shows(11, { following: ME.person });
  it.shows(13, { following: ME.person });
  it.shows(14, { following: ME.person });
  it.shows(12, { following: "p-Ada" });
  it.shows(12, { following: ME.person });
  it.shows(12, {});

  assert.deepEqual(heard, [["Ada"], ["Ada", "Ben"], ["Ada"]]);
});
