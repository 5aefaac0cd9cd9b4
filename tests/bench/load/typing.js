// Somebody who types into their own note: real Yjs updates, 30 to 40 bytes each, written by hand
// because Yjs itself would cost more than some of the servers. `proveTyping` holds them against
// Yjs, byte by byte. Client and clock tell a receiver who wrote an update and which one it is.
import * as Y from 'yjs'
import { Reader, writeUint } from './lib0.js'

// A short word at a time.
export const TYPED = 'Nachbarn, '
const TYPED_BYTES = Buffer.from(TYPED)
const FIRST_CLIENT = 0x6f000000
const ITEM_WITH_ORIGIN_AND_STRING = 0x84
const SKIP = 10

export const clientId = (person) => FIRST_CLIENT + person
export const personOf = (client) => client - FIRST_CLIENT

/** The note of a person: the update that makes it, and the clock its text goes on from. */
export function firstNote(person) {
  const doc = newNote(person)
  return { update: Y.encodeStateAsUpdate(doc), clock: Y.getState(doc.store, doc.clientID) }
}

/** The update that appends TYPED to the note, where `clock` is the writer's clock before it. */
export function typedUpdate(person, clock) {
  const client = clientId(person)
  const out = [1, 1]
  writeUint(out, client)
  writeUint(out, clock)
  out.push(ITEM_WITH_ORIGIN_AND_STRING)
  writeUint(out, client)
  writeUint(out, clock - 1)
  out.push(TYPED.length, ...TYPED_BYTES, 0)
  return out
}

const reader = new Reader()

/**
 * Finds what was typed in an update, which may be several merged into one.
 * Calls `onTyped(person, clock, length)`; ignores what makes notes.
 */
export function readTyped(buffer, start, onTyped) {
  const r = reader.over(buffer, start)
  let clients = r.uint()
  while (clients-- > 0) {
    let structs = r.uint()
    const person = personOf(r.uint())
    let clock = r.uint()
    while (structs-- > 0) {
      const info = buffer[r.at++]
      if (info === ITEM_WITH_ORIGIN_AND_STRING) {
        r.uint()
        r.uint()
        const length = r.skip()
        onTyped(person, clock, length)
        clock += length
      } else if (info === SKIP) {
        clock += r.uint()
      } else {
        throw new Error(`expected only typed text in an update, got a struct of kind ${info}`)
      }
    }
  }
}

/** Calls `onStruct(person, clock, length)` for everything in an update; slower, and for any update. */
export function readStructs(update, onStruct) {
  for (const { id, length } of Y.decodeUpdate(update).structs) onStruct(personOf(id.client), id.clock, length)
}

/** Calls `onPerson(person, clock)` for everybody who wrote in a state: their clock after it. */
export function readClocks(state, onPerson) {
  const vector = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state))
  for (const [client, clock] of vector) onPerson(personOf(client), clock)
}

/** Throws unless our updates are what Yjs sends for the same typing. */
export function proveTyping(updates) {
  const doc = newNote(7)
  const text = doc.getMap('objects').get('note7').get('text')
  let theirs = null
  doc.on('update', (update) => { theirs = update })
  for (let i = 0; i < updates; i++) {
    const clock = Y.getState(doc.store, doc.clientID)
    text.insert(text.length, TYPED)
    if (Buffer.compare(Buffer.from(theirs), Buffer.from(typedUpdate(7, clock))) !== 0) {
      throw new Error(`expected the update that Yjs writes at clock ${clock}`)
    }
  }
}

function newNote(person) {
  const doc = new Y.Doc()
  doc.clientID = clientId(person)
  doc.transact(() => {
    const note = new Y.Map()
    doc.getMap('objects').set(`note${person}`, note)
    note.set('kind', 'note')
    note.set('pos', [person * 10.5, person * 7.25])
    note.set('size', [200, 160])
    note.set('color', 'yellow')
    note.set('text', new Y.Text('Idee: '))
  })
  return doc
}
