// Whether somebody wants to see the small map: this browser remembers it.

const REMEMBERED_AS = "helpathon.minimap";

export function isMapWanted() {
  try {
    return localStorage.getItem(REMEMBERED_AS) === "shown";
  } catch {
    return false;
  }
}

/** @param {boolean} shown */
export function rememberMap(shown) {
  try {
    localStorage.setItem(REMEMBERED_AS, shown ? "shown" : "hidden");
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}
