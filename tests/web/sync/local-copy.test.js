import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory, IDBKeyRange } from "../../../web/vendor/build/node_modules/fake-indexeddb/build/esm/index.js";
import { LocalCopy, deleteDraft, listDrafts, readDraft } from "../../../web/sync/local-copy.js";
import * as Y from "../../../web/vendor/yjs.js";

globalThis.IDBKeyRange = IDBKeyRange;

/** A browser that keeps nothing yet. */
function freshBrowser() {
  globalThis.indexedDB = new IDBFactory();
}

/** One visit of the room: a new document and what the browser kept. */
async function visit() {
  const doc = new Y.Doc();
  const copy = await new LocalCopy("room", doc).open();
  return { doc, copy, objects: doc.getMap("objects") };
}

test("a first visit finds nothing and keeps what comes once the epoch is known", async () => {
  freshBrowser();
  const first = await visit();
  assert.equal(first.copy.epoch, null);
  first.objects.set("early", 1);
  await first.copy.adopt("e1");
  first.objects.set("later", 2);
  assert.equal(first.copy.kept, true);
  await first.copy.close();

  const second = await visit();
  assert.equal(second.copy.epoch, "e1");
  assert.deepEqual(second.objects.toJSON(), { early: 1, later: 2 });
  await second.copy.close();
});

test("what is owed survives the visit and is struck out when it is paid", async () => {
  freshBrowser();
  const first = await visit();
  await first.copy.adopt("e1");
  await first.copy.remember([{ client: 7, count: 2, from: 3 }]);
  await first.copy.close();

  const second = await visit();
  assert.deepEqual(second.copy.carried, [{ client: 7, count: 2, from: 3 }]);
  await second.copy.remember([{ client: 7, count: 2, from: 3 }, { client: 8, count: 1, from: 0 }]);
  await second.copy.remember([]);
  await second.copy.close();

  const third = await visit();
  assert.deepEqual(third.copy.carried, []);
  await third.copy.close();
});

test("another window's newer debt is not struck out with the older", async () => {
  freshBrowser();
  const first = await visit();
  await first.copy.adopt("e1");
  await first.copy.remember([{ client: 7, count: 1, from: 0 }]);
  const second = await visit();
  await first.copy.remember([{ client: 7, count: 2, from: 0 }]);
  await second.copy.remember([]);
  await Promise.all([first.copy.close(), second.copy.close()]);

  const third = await visit();
  assert.deepEqual(third.copy.carried, [{ client: 7, count: 2, from: 0 }]);
  await third.copy.close();
});

test("a copy of another epoch is set aside: the next visit starts from nothing, the draft can be read and deleted", async () => {
  freshBrowser();
  const first = await visit();
  await first.copy.adopt("e1");
  first.objects.set("old", 1);
  const draft = await first.copy.setAside(1, 1_700_000_000_000);
  assert.equal(draft.epoch, "e1");
  await first.copy.close();

  const second = await visit();
  assert.equal(second.copy.epoch, null);
  assert.deepEqual(second.objects.toJSON(), {});
  const [listed, ...others] = await listDrafts("room");
  assert.deepEqual([listed.unsaved, others], [1, []]);
  assert.deepEqual((await readDraft(listed)).getMap("objects").toJSON(), { old: 1 });
  await deleteDraft(listed);
  assert.deepEqual(await listDrafts("room"), []);
  await second.copy.close();
});

test("a copy that the room refused is set aside under the same epoch too", async () => {
  freshBrowser();
  const first = await visit();
  await first.copy.adopt("e1", 1);
  first.objects.set("refused", 1);
  await first.copy.setAside(1, 2);
  const second = await visit();
  await second.copy.adopt("e1", 3);
  second.objects.set("new", 1);
  await Promise.all([first.copy.close(), second.copy.close()]);

  const third = await visit();
  assert.deepEqual(third.objects.toJSON(), { new: 1 });
  assert.equal((await listDrafts("room")).length, 1);
  await third.copy.close();
});

test("two windows of a first visit keep theirs in one copy", async () => {
  freshBrowser();
  const [first, second] = [await visit(), await visit()];
  first.objects.set("a", 1);
  second.objects.set("b", 2);
  await first.copy.adopt("e1", 1);
  await second.copy.adopt("e1", 2);
  await Promise.all([first.copy.close(), second.copy.close()]);
  const third = await visit();
  assert.deepEqual(third.objects.toJSON(), { a: 1, b: 2 });
  await third.copy.close();
});

test("a browser that keeps nothing says so and the page goes on", async () => {
  globalThis.indexedDB = { open: () => { throw new Error("private window"); } };
  const { copy, objects } = await visit();
  assert.equal(copy.kept, false);
  await copy.adopt("e1");
  objects.set("a", 1);
  await copy.remember([{ client: 1, count: 1, from: 0 }]);
  assert.equal(copy.kept, false);
  assert.equal(copy.epoch, "e1");
  assert.equal(await copy.setAside(1, 0), null);
  assert.deepEqual(await listDrafts("room"), []);
});
