// The address of an object: the room's with #o=ID behind it.

/** @param {string} id @param {{origin: string, pathname: string}} [room] */
export function addressOf(id, { origin, pathname } = location) {
  return `${origin}${pathname}#o=${encodeURIComponent(id)}`;
}

/** @param {string} hash @returns {string | null} */
export function idIn(hash) {
  const id = new URLSearchParams(hash.replace(/^#/, "")).get("o");
  return id || null;
}

/** Needs no permission, and no secure address, as the browser's newer way does. @param {string} text */
export function copyText(text) {
  const put = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData("text/plain", text);
  };
  document.addEventListener("copy", put, { capture: true, once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", put, { capture: true });
  return done;
}
