import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Uploads } from "../../../../web/board/images/uploads.js";
import { ApiError } from "../../../../web/shell/api.js";

/** A server whose answers are given one by one. */
function parts() {
  const log = [];
  const asked = [];
  const uploads = new Uploads({
    send: (blob, progress) => new Promise((resolve, reject) => {
      asked.push({
        blob, progress,
        take: (hash) => { resolve(hash); return settled(); },
        refuse: (code) => { reject(new ApiError(code)); return settled(); },
      });
    }),
    progress: (upload, part) => log.push([upload, part]),
    sent: ({ upload }, hash) => log.push([upload, hash]),
    refused: ({ upload }, code) => log.push([upload, code]),
  });
  return { log, asked, uploads };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const entry = (upload) => ({ upload, room: "r", blob: /** @type {any} */ (upload), at: 0 });

test("one picture is sent after the other, each once", async () => {
  const { uploads, asked, log } = parts();
  for (const upload of ["a", "b", "a"]) uploads.add(entry(upload));
  assert.equal(asked.length, 1);
  asked[0].progress(0.5);
  await asked[0].take("1");
  await asked[1].take("2");
  assert.deepEqual(log, [["a", 0], ["a", 0.5], ["a", "1"], ["b", 0], ["b", "2"]]);
  assert.equal(asked.length, 2);
});

test("while the server is away it is asked again, later each time, and at once when it is back", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { uploads, asked, log } = parts();
    uploads.add(entry("a"));
    await asked[0].refuse("unavailable");
    assert.deepEqual(log.at(-1), ["a", null]);
    uploads.add(entry("b"));
    mock.timers.tick(1999);
    assert.equal(asked.length, 1);
    mock.timers.tick(1);
    assert.equal(asked.length, 2);
    await asked[1].refuse("too-many");
    mock.timers.tick(2000);
    assert.equal(asked.length, 2);
    uploads.retry();
    assert.equal(asked.length, 3);
    await asked[2].take("1");
    await asked[3].take("2");
    assert.deepEqual(asked.map(({ blob }) => blob), ["a", "a", "a", "b"]);
  } finally {
    mock.timers.reset();
  }
});

test("what the server never takes is given up and the next one goes on", async () => {
  const { uploads, asked, log } = parts();
  uploads.add(entry("a"));
  uploads.add(entry("b"));
  await asked[0].refuse("images-full");
  await asked[1].take("2");
  assert.deepEqual(log.filter(([, what]) => typeof what === "string"), [["a", "images-full"], ["b", "2"]]);
});
