// Sketched lines on the page: an <svg> with a path per layer, in board pixels.

const NAMESPACE = "http://www.w3.org/2000/svg";

/** @param {readonly string[]} layers a class per path, from the bottom to the top */
export function sheetOf(layers) {
  const sheet = document.createElementNS(NAMESPACE, "svg");
  sheet.setAttribute("class", "sketched");
  sheet.setAttribute("aria-hidden", "true");
  sheet.setAttribute("focusable", "false");
  for (const layer of layers) {
    const path = document.createElementNS(NAMESPACE, "path");
    path.setAttribute("class", layer);
    sheet.append(path);
  }
  return sheet;
}

/** @param {Element} sheet @param {readonly string[]} paths path data per layer */
export function draw(sheet, paths) {
  paths.forEach((path, index) => {
    const element = sheet.children[index];
    if (element && element.getAttribute("d") !== path) element.setAttribute("d", path);
  });
}
