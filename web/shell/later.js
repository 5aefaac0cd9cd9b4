// What may come once a page stands and the browser has nothing to do, one after the other: so that
// it is there when it is wanted, even if the network is away by then. Pure.
//
//   later(fetch)      fetch: () => Promise; asked again when there is a connection, if it failed
//   fetchLater()      the page stands: from now on

/** @type {Set<() => Promise<unknown>>} */
const waiting = new Set();
let mayFetch = false;
let fetching = false;

/** @param {() => Promise<unknown>} fetch */
export function later(fetch) {
  waiting.add(fetch);
  void fetchNext();
}

/** It is being fetched already. @param {() => Promise<unknown>} fetch */
export function notLater(fetch) {
  waiting.delete(fetch);
}

export function fetchLater() {
  if (!mayFetch) globalThis.addEventListener?.("online", () => void fetchNext());
  mayFetch = true;
  void fetchNext();
}

async function fetchNext() {
  if (!mayFetch || fetching) return;
  fetching = true;
  try {
    for (const fetch of waiting) {
      await idle();
      if (!waiting.has(fetch)) continue;
      await fetch();
      waiting.delete(fetch);
    }
  } catch (error) {
    // A TypeError: there is no connection. It comes when it is used, or with the connection.
    if (!(error instanceof TypeError)) reportError(error);
  } finally {
    fetching = false;
  }
}

function idle() {
  // Safari has no requestIdleCallback.
  return new Promise((resolve) => ("requestIdleCallback" in globalThis ? requestIdleCallback(resolve) : setTimeout(resolve, 200)));
}
