import assert from "node:assert/strict";
import { test } from "node:test";

import { Gathering } from "../../../web/together/gathering.js";

const CALL = { by: "p-mira", place: { rect: { x: 0, y: 0, width: 8, height: 6 }, object: "note-1" } };
const OTHER = { ...CALL, by: "p-lea" };

/** A page, and what happened to it. */
function page() {
  const it = { busy: false, now_ms: 0, happened: [], go: () => {} };
  const back = () => {};
  const gathering = new Gathering({
    viewpoint: { remember: () => back, release: () => {}, lead: (place) => it.happened.push(["led", place.object]) },
    isBusy: () => it.busy,
    came: (call, way) => it.happened.push(["came", call.by, way === back]),
    waits: (call, go) => {
      it.happened.push(["waits", call.by]);
      it.go = go;
    },
    now_ms: () => it.now_ms,
  });
  return Object.assign(it, { gathering });
}

test("who does nothing is led there and told by whom, with a way back", () => {
  const it = page();
  it.gathering.called(CALL);
  it.gathering.rested();
  assert.deepEqual(it.happened, [["led", "note-1"], ["came", "p-mira", true]]);
});

test("who writes is told, and comes along when they have finished", () => {
  const it = page();
  it.busy = true;
  it.gathering.called(CALL);
  it.gathering.rested();
  assert.deepEqual(it.happened, [["waits", "p-mira"]]);

  it.busy = false;
  it.now_ms = 29_000;
  it.gathering.rested();
  it.gathering.rested();

  assert.deepEqual(it.happened.slice(1), [["led", "note-1"], ["came", "p-mira", true]]);
});

test("who writes on for long stays where they are", () => {
  const it = page();
  it.busy = true;
  it.gathering.called(CALL);
  it.busy = false;
  it.now_ms = 31_000;
  it.gathering.rested();
  assert.deepEqual(it.happened, [["waits", "p-mira"]]);
});

test("who wants to go at once goes, and only once", () => {
  const it = page();
  it.busy = true;
  it.gathering.called(CALL);
  it.go();
  it.busy = false;
  it.gathering.rested();
  assert.deepEqual(it.happened.slice(1), [["led", "note-1"], ["came", "p-mira", true]]);
});

test("of two calls meanwhile the last one counts", () => {
  const it = page();
  it.busy = true;
  it.gathering.called(CALL);
  it.gathering.called(OTHER);
  it.busy = false;
  it.gathering.rested();
  assert.deepEqual(it.happened.slice(2), [["led", "note-1"], ["came", "p-lea", true]]);
});
