// A grey sheet that says it is from another version.

import { t } from "../../i18n/index.js";

/** @type {import("./kind.js").Drawing} */
export const drawing = {
  create: () => {
    const element = document.createElement("div");
    element.className = "sheet unknown";
    return element;
  },
  update: (element) => { element.textContent = t("board.unknown"); },
  label: () => t("board.unknown"),
};
