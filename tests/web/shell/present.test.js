import assert from "node:assert/strict";
import { test } from "node:test";

import { initials, present } from "../../../web/shell/present.js";

const member = (person, name, role = "participant", connection = person) =>
  ({ connection, client: null, person, name, role, colour: 0 });

test("a person with two windows is one person", () => {
  const people = present([member("p1", "Ada", "participant", "c1"), member("p1", "Ada", "participant", "c2")], null);
  assert.equal(people.length, 1);
});

test("you come first, then facilitators, then the others by name, guests last", () => {
  const you = member("p4", "Zoë");
  const people = present(
    [member("p1", "Öznur"), member("p2", "Bo", "guest"), member("p3", "Pia", "facilitator"), you, member("p5", "Ada")],
    you,
  );
  assert.deepEqual(people.map(({ name }) => name), ["Zoë", "Pia", "Ada", "Öznur", "Bo"]);
});

test("initials are whole letters of up to two words", () => {
  assert.equal(initials("ada lovelace king"), "AL");
  assert.equal(initials("  Öznur "), "Ö");
  assert.equal(initials("🌱 Grün"), "🌱G");
  assert.equal(initials("   "), "?");
});
