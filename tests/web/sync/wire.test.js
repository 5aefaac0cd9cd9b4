import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decode,
  decodePresence,
  encodeAwareness,
  encodeControl,
  encodePresence,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
  isEmptyUpdate,
} from "../../../web/sync/wire.js";
import * as Y from "../../../web/vendor/yjs.js";
import { saved } from "./fakes.js";

const bytes = new Uint8Array([1, 2, 3]);

test("what is encoded comes back as it was", () => {
  assert.deepEqual(decode(encodeStep1(bytes)), { kind: "step1", stateVector: bytes });
  assert.deepEqual(decode(encodeStep2(bytes)), { kind: "step2", update: bytes });
  assert.deepEqual(decode(encodeUpdate(bytes)), { kind: "update", update: bytes });
  assert.deepEqual(decode(encodeAwareness(bytes)), { kind: "awareness", payload: bytes });
  const content = { t: "clock", id: 7, ends_at: 1_760_000_000_123, label: "Wände 🌱", none: null };
  assert.deepEqual(decode(encodeControl(content)), { kind: "control", content });
  assert.deepEqual(decode(saved(300)), { kind: "saved", count: 300 });
});

test("the bytes are those of y-protocols", () => {
  assert.deepEqual([...encodeUpdate(bytes)], [0, 2, 3, 1, 2, 3]);
  assert.deepEqual([...encodeStep1(bytes)], [0, 0, 3, 1, 2, 3]);
});

test("an absent field is left out, not sent as null", () => {
  const { content } = decode(encodeControl({ t: "clock", delta_ms: undefined }));
  assert.deepEqual(content, { t: "clock" });
});

test("a type of a newer protocol is unknown, not an error", () => {
  assert.deepEqual(decode(new Uint8Array([42, 1, 2])), { kind: "unknown", type: 42 });
});

test("cut messages throw at every length", () => {
  const whole = encodeControl({ t: "time", id: 1 });
  for (let length = 0; length < whole.length; length += 1) {
    assert.throws(() => decode(whole.slice(0, length)), `at ${length} bytes`);
  }
});

test("a control message that is no map throws", () => {
  assert.throws(() => decode(new Uint8Array([100, 1, 0xc0])), /expected a map/);
});

test("presence entries come back; states that are no objects count as nothing", () => {
  const entries = [{ client: 5, clock: 2, state: { cursor: [1.5, -2], selection: ["ä"] } }];
  assert.deepEqual(decodePresence(encodePresence(entries)), entries);
  const odd = encodePresence([{ client: 5, clock: 2, state: [1] }, { client: 6, clock: 1, state: 7 }]);
  assert.deepEqual(decodePresence(odd).map(({ state }) => state), [null, null]);
});

test("only an update without structs and deletes is empty", () => {
  const doc = new Y.Doc();
  assert.ok(isEmptyUpdate(Y.encodeStateAsUpdate(doc)));
  doc.getMap("objects").set("a", 1);
  assert.ok(!isEmptyUpdate(Y.encodeStateAsUpdate(doc)));
  doc.getMap("objects").delete("a");
  const deletesOnly = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc));
  assert.ok(!isEmptyUpdate(deletesOnly));
});
