// tests/soak/load/visit.js
// One visit of somebody to a board: comes with nothing, sees everything that was saved before, then
// every word of the others in order, writes and moves, and leaves when their own words are saved.
import { setTimeout as sleep } from 'node:timers/promises'
import { cursorUpdate } from '../../bench/load/cursors.js'
import { Peer } from '../../bench/load/peer.js'
import { TYPED, firstNote, readClocks, readStructs, readTyped, typedUpdate } from '../../bench/load/typing.js'

// Older than this and not here: it never comes.
const LOST_AFTER_MS = 10_000
const SUBPROTOCOL = 'helpathon.1'

const notes = new Map()
const noteOf = (person) => {
  if (!notes.has(person)) notes.set(person, firstNote(person))
  return notes.get(person)
}

export class Visit {
  constructor(setting, person, board, ledger) {
    this._person = person
    this._board = board
    this._ledger = ledger
    this._author = board.author(person)
    this._seen = new Map()
    this._sent = [] // per message that writes: how many words there are with it
    this._moves = 0
    this._expected = board.saved()
    this._typeEveryMs = 1000 / setting.types_per_s
    this._moveEveryMs = 1000 / setting.moves_per_s
    this._hasLeft = false
    this._peer = new Peer({ ...setting, room: board.room, dialect: 'yjs', subprotocol: SUBPROTOCOL }, {
      state: (buffer, start, end) => this._readState(buffer.subarray(start, end)),
      update: (buffer, start) => this._readUpdate(buffer, start),
      awareness: () => {},
      saved: (count) => this._countSaved(count)
    })
    ledger.visits++
  }

  /** @returns {Promise<boolean>} whether the board was there, as it was saved */
  async arrived() {
    await Promise.race([this._peer.synced().catch(() => {}), sleep(LOST_AFTER_MS)])
    if (this._peer.isSynced) {
      for (const [person, words] of this._expected) {
        const seen = this._seen.get(person) ?? 0
        if (seen < words) this._ledger.lose('saved words were not there', words - seen)
      }
      const nowMs = performance.now()
      this._typeMs = nowMs + Math.random() * this._typeEveryMs
      this._moveMs = nowMs + Math.random() * this._moveEveryMs
    } else {
      this._ledger.note(`did not get in: ${this._peer.closed ?? 'no answer'}`)
    }
    return this._peer.isSynced
  }

  get closed() {
    return this._peer.closed
  }

  act(nowMs) {
    if (this._peer.closed) return
    if (nowMs >= this._typeMs) {
      this._typeMs = Math.max(this._typeMs + this._typeEveryMs, nowMs - this._typeEveryMs)
      this._type(nowMs)
    }
    if (nowMs >= this._moveMs) {
      this._moveMs = Math.max(this._moveMs + this._moveEveryMs, nowMs - this._moveEveryMs)
      this._peer.sendAwareness(cursorUpdate(this._person, ++this._moves))
      this._ledger.moves++
    }
  }

  async leave() {
    const startMs = performance.now()
    const isDone = () => this._author.saved === this._author.words || this._peer.closed
    while (this._peer.isSynced && !isDone() && performance.now() - startMs < LOST_AFTER_MS) await sleep(10)
    if (this._peer.closed) this._ledger.note(`the connection ended: ${this._peer.closed}`)
    const unsaved = this._author.words - this._author.saved
    if (unsaved > 0) this._ledger.lose('words were never called saved', unsaved)
    if (this._peer.isSynced) this._countMissing(performance.now() - LOST_AFTER_MS)
    this._hasLeft = true
    this._peer.end()
  }

  _type(nowMs) {
    const author = this._author
    const note = noteOf(this._person)
    if (author.hasNote) {
      this._peer.sendUpdate(typedUpdate(this._person, note.clock + author.words * TYPED.length))
      author.sentAt.push(nowMs)
      author.words++
      this._ledger.words++
    } else {
      this._peer.sendUpdate(note.update)
      author.hasNote = true
    }
    this._sent.push(author.words)
  }

  _countSaved(count) {
    const author = this._author
    const words = this._sent[count - 1]
    const nowMs = performance.now()
    for (; author.saved < words; author.saved++) this._ledger.saved.add(nowMs - author.sentAt[author.saved])
  }

  /** All there was when it came, and whatever it missed while it read too slowly. */
  _readState(state) {
    readClocks(state, (person, clock) => {
      const words = (clock - noteOf(person).clock) / TYPED.length
      this._seen.set(person, Math.max(this._seen.get(person) ?? 0, words))
    })
  }

  _readUpdate(buffer, start) {
    if (this._hasLeft) return
    const nowMs = performance.now()
    try {
      readTyped(buffer, start, (person, clock, length) => this._readWords(person, clock, length, nowMs))
    } catch {
      this._readNote(buffer, start, nowMs)
    }
  }

  /** An update that makes somebody's note, perhaps with words already. */
  _readNote(buffer, start, nowMs) {
    readStructs(buffer.subarray(start), (person, clock, length) => {
      if (clock >= noteOf(person).clock) this._readWords(person, clock, length, nowMs)
    })
  }

  _readWords(person, clock, length, nowMs) {
    if (person === this._person) return
    const first = (clock - noteOf(person).clock) / TYPED.length
    const after = first + length / TYPED.length
    const seen = this._seen.get(person) ?? 0
    if (first > seen) this._ledger.lose('words are missing before others', first - seen)
    const sentAt = this._board.author(person).sentAt
    for (let word = Math.max(first, seen); word < after; word++) this._ledger.delivered.add(nowMs - sentAt[word])
    if (after > seen) this._seen.set(person, after)
  }

  _countMissing(beforeMs) {
    for (const [person, author] of this._board.authors) {
      if (person === this._person) continue
      const seen = this._seen.get(person) ?? 0
      const missing = author.sentAt.filter((sentMs, word) => word >= seen && sentMs < beforeMs).length
      if (missing) this._ledger.lose('words never came', missing)
    }
  }
}
