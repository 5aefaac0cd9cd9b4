// On iOS the keyboard lies over the page instead of making it smaller: the list keeps above it.

/** @param {HTMLElement} container @returns {() => void} ends it */
export function keepAboveKeyboard(container) {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const place = () => {
    const covered = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
    container.style.setProperty("--keyboard", `${Math.round(covered)}px`);
    // What one writes in the middle of the list stays in sight above it.
    const field = document.activeElement;
    if (covered > 0 && field && container.contains(field) && field.matches("textarea, input")) field.scrollIntoView({ block: "nearest" });
  };
  viewport.addEventListener("resize", place);
  viewport.addEventListener("scroll", place);
  place();
  return () => {
    viewport.removeEventListener("resize", place);
    viewport.removeEventListener("scroll", place);
  };
}
