import assert from "node:assert/strict";
import { test } from "node:test";

import { Ledger } from "../../../web/sync/ledger.js";

const ME = 7;

test("an edit is saved when the message that carried it was counted, not before", () => {
  const ledger = new Ledger();
  ledger.edited(ME, 0, 3);
  assert.equal(ledger.unsaved, 1);
  ledger.sent();
  assert.equal(ledger.unsaved, 1);
  ledger.saved(1);
  assert.equal(ledger.unsaved, 0);
});

test("counts are cumulative and may skip or repeat", () => {
  const ledger = new Ledger();
  for (let n = 0; n < 5; n += 1) {
    ledger.edited(ME, n, n + 1);
    ledger.sent();
  }
  ledger.saved(2);
  assert.equal(ledger.unsaved, 3);
  ledger.saved(2);
  assert.equal(ledger.unsaved, 3);
  ledger.saved(5);
  assert.equal(ledger.unsaved, 0);
});

test("an edit made after the counted message is still unsaved", () => {
  const ledger = new Ledger();
  ledger.edited(ME, 0, 1);
  ledger.sent();
  ledger.edited(ME, 1, 2);
  ledger.saved(1);
  assert.equal(ledger.unsaved, 1);
});

test("after a lost connection nothing in flight counts, and numbers start anew", () => {
  const ledger = new Ledger();
  ledger.edited(ME, 0, 1);
  ledger.sent();
  ledger.disconnected();
  ledger.saved(1);
  assert.equal(ledger.unsaved, 1);
  ledger.sent();
  ledger.saved(1);
  assert.equal(ledger.unsaved, 0);
});

test("the floor asks for every unsaved edit again, even one that the server already shows", () => {
  const ledger = new Ledger();
  ledger.edited(ME, 10, 12);
  ledger.sent();
  ledger.saved(1);
  ledger.edited(ME, 12, 15);
  ledger.edited(ME, 15, 16);
  assert.deepEqual(ledger.floor(new Map([[ME, 16], [99, 4]])), new Map([[ME, 12], [99, 4]]));
  assert.deepEqual(ledger.floor(new Map([[ME, 11]])), new Map([[ME, 11]]), "never above the server's");
});

test("a saved client is left where the server has it", () => {
  const ledger = new Ledger();
  ledger.edited(ME, 0, 5);
  ledger.sent();
  ledger.saved(1);
  assert.deepEqual(ledger.floor(new Map([[ME, 5]])), new Map([[ME, 5]]));
});

test("what earlier visits owe is counted and saved with the first message", () => {
  const ledger = new Ledger([{ client: 3, count: 2, from: 40 }]);
  assert.equal(ledger.unsaved, 2);
  assert.deepEqual(ledger.floor(new Map([[3, 60]])), new Map([[3, 40]]));
  ledger.sent();
  ledger.saved(1);
  assert.equal(ledger.unsaved, 0);
  assert.deepEqual(ledger.owed(), []);
});

test("what is owed says how many and from where", () => {
  const ledger = new Ledger();
  ledger.edited(ME, 4, 6);
  ledger.edited(ME, 6, 9);
  ledger.sent();
  ledger.edited(ME, 9, 10);
  assert.deepEqual(ledger.owed(), [{ client: ME, count: 3, from: 4 }]);
  ledger.saved(1);
  assert.deepEqual(ledger.owed(), [{ client: ME, count: 1, from: 9 }]);
});
