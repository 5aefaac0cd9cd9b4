// A panel under its button. The browser's own popover does closing (Escape, a click elsewhere,
// another popover), the top layer and the way back of the focus; this places it.
//
//   attachPopover(button, panel)      both in the page already; returns a function that detaches
//   attachPopover(button, panel, under)      under another element than its button
//
// On narrow screens styles/shell.css turns the panel into a sheet at the bottom.

const GAP_PX = 8;

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} panel
 * @param {HTMLElement} [under]
 */
export function attachPopover(button, panel, under = button) {
  panel.popover = "auto";
  button.popoverTargetElement = panel;
  button.setAttribute("aria-expanded", "false");

  /** @param {Event} event */
  const toggled = (event) => {
    const isOpen = /** @type {ToggleEvent} */ (event).newState === "open";
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) place();
  };
  const place = () => {
    if (panel.matches(":popover-open")) placeUnder(under, panel);
  };
  panel.addEventListener("toggle", toggled);
  window.addEventListener("resize", place);
  return () => {
    panel.removeEventListener("toggle", toggled);
    window.removeEventListener("resize", place);
  };
}

/**
 * @param {HTMLElement} anchor
 * @param {HTMLElement} panel
 */
function placeUnder(anchor, panel) {
  const { bottom, left, width } = anchor.getBoundingClientRect();
  const farthest = document.documentElement.clientWidth - panel.offsetWidth - GAP_PX;
  const centred = left + width / 2 - panel.offsetWidth / 2;
  const x = Math.max(GAP_PX, Math.min(centred, farthest));
  panel.style.setProperty("--popover-x", `${x}px`);
  panel.style.setProperty("--popover-y", `${bottom + GAP_PX}px`);
}
