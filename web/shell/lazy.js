// Parts of a page that nobody needs in the first second: loaded when they are first used, or before
// that, once the page stands and the browser has nothing to do (later.js). A page's weight counts
// only what comes before.
//
//   const help = lazy(() => import("../board/help.js"), ({ mountHelp }) => mountHelp(mayWrite), ["help"]);
//   help((sheet) => sheet.open());     at once if it is there, otherwise as soon as it has come; made
//                                      at the first use; where it cannot come, a notice says so
//   help.made                          what was made, or undefined
//
// ["help"] are topics of texts (i18n/help.de.js, i18n/help.en.js) that come with the part. Import its
// module nowhere else, or it comes with the page again; tests/server/test_weight.py watches that.

import { loadTexts } from "../i18n/index.js";
import { tellAbsent } from "./absent.js";
import { later, notLater } from "./later.js";

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
    coming ??= Promise.all([load(), loadTexts(...topics)]).then(
      ([module]) => {
        notLater(fetch);
        come = { module };
        return module;
      },
      (error) => {
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  const part = (/** @type {Module} */ module) => (made ??= { part: make(module) }).part;
  const use = (/** @type {(part: Part) => void} */ run) => {
    // Without waiting where it can be: a focus, a sound or the clipboard needs the person's own event.
    if (come) run(part(come.module));
    else fetch().then((module) => run(part(module)), tellAbsent);
  };
  later(fetch);
  const withMade = Object.defineProperty(use, "made", { get: () => made?.part });
  return /** @type {typeof use & {readonly made: Part | undefined}} */ (withMade);
}
