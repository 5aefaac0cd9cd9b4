// Parts of a page that nobody needs in the first second: loaded when they are first used, or before
// that, once the page stands and the browser has nothing to do. A page's weight counts only what
// comes before.
//
//   const help = lazy(() => import("../board/help.js"), ({ mountHelp }) => mountHelp(mayWrite), ["help"]);
//   help((sheet) => sheet.open());     at once if it is there, otherwise as soon as it has come; made
//                                      at the first use; where it cannot come, a notice says so
//   help.made                          what was made, or undefined
//   fetchLater()                       the page stands: now all of them may come, one after the other
//
// ["help"] are topics of texts (i18n/help.de.js, i18n/help.en.js) that come with the part. Import its
// module nowhere else, or it comes with the page again; tests/server/test_weight.py watches that.

import { loadTexts, t } from "../i18n/index.js";
import { notify } from "./notices.js";

/** @type {Set<() => Promise<unknown>>} */
const waiting = new Set();
let mayFetch = false;
let fetching = false;

/**
 * @template Module, Part
 * @param {() => Promise<Module>} load
 * @param {(module: Module) => Part} make called once
 * @param {string[]} [topics]
 */
export function lazy(load, make, topics = []) {
  /** @type {Promise<Module> | undefined} */
  let coming;
  /** @type {{module: Module} | undefined} */
  let come;
  /** @type {{part: Part} | undefined} */
  let made;
  const fetch = () => {
    waiting.delete(fetch);
    coming ??= Promise.all([load(), loadTexts(...topics)]).then(
      ([module]) => {
        come = { module };
        return module;
      },
      (error) => {
        // The next use asks again, and so does the next time when there is a connection.
        coming = undefined;
        waiting.add(fetch);
        throw error;
      },
    );
    return coming;
  };
  const part = (/** @type {Module} */ module) => (made ??= { part: make(module) }).part;
  const use = (/** @type {(part: Part) => void} */ run) => {
    // Without waiting where it can be: a focus, a sound or the clipboard needs the person's own event.
    if (come) run(part(come.module));
    else fetch().then((module) => run(part(module)), () => notify(t("lazy.failed"), { kind: "warn", topic: "lazy" }));
  };
  waiting.add(fetch);
  void fetchNext();
  const withMade = Object.defineProperty(use, "made", { get: () => made?.part });
  return /** @type {typeof use & {readonly made: Part | undefined}} */ (withMade);
}

export function fetchLater() {
  if (!mayFetch) addEventListener("online", () => void fetchNext());
  mayFetch = true;
  void fetchNext();
}

async function fetchNext() {
  if (!mayFetch || fetching) return;
  fetching = true;
  try {
    while (waiting.size > 0) {
      await idle();
      const [next] = waiting;
      await next?.();
    }
  } catch (error) {
    // There is no connection: it comes when it is used, or with the connection.
    if (!(error instanceof TypeError)) reportError(error);
  } finally {
    fetching = false;
  }
}

function idle() {
  // Safari has no requestIdleCallback.
  return new Promise((resolve) => ("requestIdleCallback" in globalThis ? requestIdleCallback(resolve) : setTimeout(resolve, 200)));
}
