import assert from "node:assert/strict";
import { test } from "node:test";

import { loadTexts } from "../../../web/i18n/index.js";
import { Writers, sayWriters } from "../../../web/together/writers.js";
import { member, room } from "./room.js";

await loadTexts("board");

const ADA = member("Ada", 11);
const BEN = member("Ben", 12);

test("who writes in an object is known by it, one person once", async () => {
  const it = await room(ADA, { ...ADA, connection: "c-13", client: 13 }, BEN);
  const writers = new Writers(it.connection, it.others);
  const heard = [];
  writers.on("changed", (now) => heard.push([...now].map(([id, people]) => [id, people.map(({ name }) => name)])));

  it.shows(11, { editing: { id: "note-1" } });
  it.shows(13, { editing: { id: "note-1" }, cursor: [1, 1] });
  it.shows(12, { editing: { id: "note-1" } });
  it.shows(12, { editing: null });

  assert.deepEqual(heard, [[["note-1", ["Ada"]]], [["note-1", ["Ada", "Ben"]]], [["note-1", ["Ada"]]]]);
  assert.deepEqual(writers.of("note-1").map(({ name }) => name), ["Ada"]);
  assert.deepEqual(writers.of("note-2"), []);
});

test("a moving mouse is no news about who writes", async () => {
  const it = await room(ADA);
  const writers = new Writers(it.connection, it.others);
  it.shows(11, { editing: { id: "note-1" } });
  let heard = 0;
  writers.on("changed", () => { heard += 1; });

  for (let n = 0; n < 10; n += 1) it.shows(11, { editing: { id: "note-1" }, cursor: [n, n] });

  assert.equal(heard, 0);
});

test("a listener hears of who writes only where one is oneself, and once", async () => {
  const it = await room(ADA, BEN);
  const writers = new Writers(it.connection, it.others);
  const said = [];
  let here = "note-1";
  const look = sayWriters(writers, () => here, (text) => said.push(text));

  it.shows(11, { editing: { id: "note-2" } });
  assert.deepEqual(said, []);
  it.shows(12, { editing: { id: "note-1" } });
  assert.deepEqual(said, ["Ben schreibt"]);
  it.shows(12, { editing: { id: "note-1" }, cursor: [5, 5] });
  look();
  assert.deepEqual(said, ["Ben schreibt"]);
  here = "note-2";
  look();
  assert.deepEqual(said, ["Ben schreibt", "Ada schreibt"]);
  here = null;
  look();
  it.shows(12, { editing: null });
  assert.equal(said.length, 2);
});
