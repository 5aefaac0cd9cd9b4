// A page in a room with others, without a browser: a real connection, its server played by the test.

import { Connection } from "../../../web/sync/connection.js";
import { decodePresence } from "../../../web/sync/wire.js";
import { Others } from "../../../web/together/others.js";
import * as Y from "../../../web/vendor/yjs.js";
import { FakeCopy, FakeTimers, awareness, control, fakeSockets, read, settle } from "../sync/fakes.js";

export const ME = { connection: "me", client: null, person: "p-me", name: "Ich", role: "participant", colour: 0 };

/** A window of somebody else. */
export const member = (name, client, more = {}) => ({
  connection: `c-${client}`, client, person: `p-${name}`, name, role: "participant", colour: 3, ...more,
});

/** @param {object[]} members of the others */
export async function room(...members) {
  const timers = new FakeTimers();
  const sockets = fakeSockets();
  const connection = new Connection({
    url: "ws://here/sync/r", doc: new Y.Doc(), copy: new FakeCopy(), WebSocket: sockets.FakeWebSocket, timers, random: () => 1,
  });
  connection.open();
  const socket = sockets.last();
  const hears = (content) => socket.receive(control(content));
  hears({
    t: "welcome", room: { id: "r", title: "Team 1" }, helpathon: { id: "h", title: "Grün" }, epoch: "e1",
    you: ME, members: [ME, ...members], people: {}, records: {}, server_now: 0,
  });
  await settle();
  let clock = 0;
  return {
    connection, timers, hears, others: new Others(connection),
    shows: (client, state) => socket.receive(awareness([{ client, clock: ++clock, state }])),
    /** The state this page told last. */
    told: async () => {
      await timers.pass(100);
      const last = socket.sent.map(read).findLast(({ kind }) => kind === "awareness");
      return decodePresence(last.content)[0].state;
    },
  };
}
