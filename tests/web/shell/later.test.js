import assert from "node:assert/strict";
import { test } from "node:test";

import { fetchLater, later, notLater } from "../../../web/shell/later.js";

globalThis.requestIdleCallback = setImmediate;
/** Whatever waits for an idle moment has had several. */
const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

test("nothing comes before the page stands, then all of it, one after the other", async () => {
  const happened = [];
  const part = (name, fails = 0) => async () => {
    happened.push(`${name} asked`);
    await null;
    if (fails-- > 0) throw new TypeError("no connection");
    happened.push(`${name} came`);
  };
  const used = part("used");
  later(part("first"));
  later(used);
  later(part("second", 1));
  notLater(used);
  await settled();
  assert.deepEqual(happened, []);

  fetchLater();
  await settled();
  assert.deepEqual(happened, ["first asked", "first came", "second asked"]);

  later(part("third"));
  await settled();
  assert.deepEqual(happened.slice(3), ["second asked", "second came", "third asked", "third came"]);
});
