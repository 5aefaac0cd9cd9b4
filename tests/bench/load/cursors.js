// Somebody who moves their cursor: awareness as a stock Yjs client sends it, name and colour
// included. The awareness clock tells a receiver which position it sees.
import { Reader, writeBytes, writeString, writeUint } from './lib0.js'
import { clientId, personOf } from './typing.js'

const reader = new Reader()

/** The awareness update of a person's position number `clock`. */
export function cursorUpdate(person, clock) {
  const x = (clock * 13.5 + person * 31) % 4000
  const y = (clock * 7.25 + person * 17) % 3000
  const user = { name: `Person ${person}`, color: '#30bced' }
  const update = [1]
  writeUint(update, clientId(person))
  writeUint(update, clock)
  writeString(update, JSON.stringify({ user, cursor: { x, y } }))
  const out = []
  writeBytes(out, update)
  return out
}

/** Calls `onCursor(person, clock)` for every state in an awareness update. */
export function readCursors(buffer, start, onCursor) {
  const r = reader.over(buffer, start)
  let states = r.uint()
  while (states-- > 0) {
    const person = personOf(r.uint())
    const clock = r.uint()
    r.skip()
    onCursor(person, clock)
  }
}
