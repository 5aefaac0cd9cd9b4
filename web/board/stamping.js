// Putting a sign on objects, and taking the own one away again.

/** @typedef {import("./document.js").BoardDocument} BoardDocument */
/** @typedef {import("./marks-on.js").Sign} Sign */

/**
 * @param {BoardDocument} board
 * @param {string} host
 * @param {Sign} sign
 * @returns {string[]} the stamps of this person
 */
export function ownStamps(board, host, sign) {
  return [...board.objects.values()]
    .filter(({ kind, data, author }) => kind === "stamp" && author === board.person && data["on"] === host && data["sign"] === sign)
    .map(({ id }) => id);
}

/**
 * On all of them; away where all have it.
 * @param {BoardDocument} board
 * @param {readonly string[]} hosts
 * @param {Sign} sign
 * @returns {boolean} whether they have it now
 */
export function toggleStamp(board, hosts, sign) {
  const there = hosts.filter((host) => board.get(host) !== undefined);
  const own = new Map(there.map((host) => [host, ownStamps(board, host, sign)]));
  const without = there.filter((host) => own.get(host)?.length === 0);
  if (without.length === 0) {
    board.remove([...own.values()].flat());
    return false;
  }
  board.create(without.map((on) => ({ kind: "stamp", pos: board.get(on)?.pos ?? [0, 0], data: { on, sign } })));
  return true;
}
