// Style sheets that come with a part of the page that is loaded later.
//
//   await loadStyle("prototype")    styles/prototype.css is there; once, however often it is asked for

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** @param {string} name @returns {Promise<void>} rejects with a TypeError, like fetch, where it cannot come */
export function loadStyle(name) {
  const known = sheets.get(name);
  if (known) return known;
  const coming = new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`../styles/${name}.css`, import.meta.url).href;
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove();
      sheets.delete(name);
      reject(new TypeError(`expected the style sheet ${name}.css, and it did not come`));
    });
    document.head.append(link);
  });
  sheets.set(name, coming);
  return coming;
}
