import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, idIn } from "../../../web/board/address.js";

const ROOM = { origin: "https://stadt.example", pathname: "/r/abc" };

test("an address leads back to its object", () => {
  assert.equal(addressOf("abc123", ROOM), "https://stadt.example/r/abc#o=abc123");
  assert.equal(idIn(new URL(addressOf("strange & #id", ROOM)).hash), "strange & #id");
});

test("an address without an object has none", () => {
  for (const hash of ["", "#", "#o=", "#other=1"]) assert.equal(idIn(hash), null);
});
