// Who is present, from the members (one per open window) the server tells. Knows no element.

/** @typedef {import("../sync/connection.js").Member} Member */

/**
 * One member per person: you first, then facilitators, then by name.
 * @param {Member[]} members
 * @param {Member | null} you
 */
export function present(members, you) {
  const byPerson = new Map(members.map((member) => [member.person, member]));
  /** @param {Member} member */
  const rank = ({ person, role }) => (person === you?.person ? 0 : role === "facilitator" ? 1 : role === "guest" ? 3 : 2);
  return [...byPerson.values()].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** The first letters of up to two words. @param {string} name */
export function initials(name) {
  const words = name.trim().split(/\s+/).slice(0, 2);
  return words.map((word) => [...word][0]?.toUpperCase() ?? "").join("") || "?";
}
