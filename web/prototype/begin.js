// Prototypes come with the first frame on the board: until then nobody needs them.

import { lazy } from "../shell/lazy.js";
import { loadStyle } from "../shell/load-style.js";
import { answer } from "./requests.js";

/** @param {import("./prototypes.js").Parts} parts */
export function beginPrototypes(parts) {
  const { area, board } = parts;
  const prototypes = lazy(
    async () => (await Promise.all([import("./prototypes.js"), loadStyle("prototype")]))[0],
    ({ mountPrototypes }) => mountPrototypes(parts), ["prototype"],
  );
  let asked = false;
  const look = () => {
    if (asked || ![...board.objects.values()].some(({ kind }) => kind === "frame")) return;
    asked = true;
    prototypes(() => {});
  };
  board.events.on("changed", look);
  // What could not come while the network was away.
  addEventListener("online", () => {
    asked = false;
    look();
  });
  answer(area, (request) => prototypes((it) => it.answer(request)));
  look();
}
