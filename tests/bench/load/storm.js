// tests/bench/load/storm.js
// Everybody comes back at once.
//   node storm.js '{"port":…,"path":…,"dialect":…,"subprotocol":…,"seats":[{"room":…,"cookie":…},…],
//                   "board":"file with a Yjs update","vector":"base64 of its state vector"}'
// Each line on stdin is a step, answered with one line:
//   {"do":"fill"}  one person per room brings the board and stays, for servers that keep nothing
//   {"do":"join"}  everybody joins, makes a note of their own and waits until it is saved
//   {"do":"storm","within_s":…,"copy":true|false}  everybody comes at a random moment of that time,
//      with the copy of the board they kept or with nothing, stays, and counts until synchronised
//   {"do":"stall","neighbour":"a room"}  one person there pings all the time while everybody comes
import { readFileSync } from 'node:fs'
import readline from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { Peer } from './peer.js'
import { firstNote } from './typing.js'

const GIVE_UP_MS = 30_000

const setting = JSON.parse(process.argv[2])
const board = readFileSync(setting.board)
const vector = Buffer.from(setting.vector, 'base64')
const rooms = [...new Set(setting.seats.map((seat) => seat.room))]
const deaf = { update() {}, awareness() {} }

async function fill() {
  const keepers = rooms.map((room) => new Peer({ ...setting, room }, deaf))
  await Promise.all(keepers.map((keeper) => keeper.synced()))
  for (const keeper of keepers) keeper.sendUpdate(board)
  await sleep(1500)
  const closed = keepers.find((keeper) => keeper.closed)
  if (closed) throw new Error(`expected to stay: ${closed.closed}`)
  return {}
}

async function join() {
  await Promise.all(setting.seats.map((seat, person) => new Promise((resolve, reject) => {
    const peer = new Peer({ ...setting, ...seat }, { ...deaf, saved: resolve })
    peer.synced().then(() => peer.sendUpdate(firstNote(person).update), reject)
  })))
  return {}
}

async function storm({ within_s, copy }) {
  const startMs = performance.now()
  const arrivals = await Promise.all(setting.seats.map(async (seat) => {
    await sleep(Math.random() * within_s * 1000)
    return arrive(seat, copy, startMs)
  }))
  const came = arrivals.filter((arrival) => arrival.state !== null)
  const tookMs = came.map((arrival) => arrival.tookMs).sort((a, b) => a - b)
  const at = (share) => tookMs[Math.min(Math.floor(tookMs.length * share), tookMs.length - 1)] ?? 0
  return {
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    last_s: Math.max(0, ...came.map((arrival) => arrival.sinceStartMs)) / 1000,
    missed: arrivals.length - came.length,
    kilobytes: came.reduce((sum, arrival) => sum + arrival.state.length, 0) / came.length / 1000,
    notes: fewestNotes(came, copy)
  }
}

async function stall({ neighbour }) {
  let longestMs = 0
  let pingedMs = 0
  let isOver = false
  const pong = () => {
    longestMs = Math.max(longestMs, performance.now() - pingedMs)
    if (!isOver) setTimeout(ping, 1)
  }
  const ping = () => {
    pingedMs = performance.now()
    peer.ping()
  }
  const peer = new Peer({ ...setting, room: neighbour }, { ...deaf, pong })
  await peer.synced()
  ping()
  const came = await storm({ within_s: 0, copy: false })
  isOver = true
  await sleep(20)
  return { ...came, stall_ms: longestMs }
}

/** From the first byte sent to the state: null where it never came. */
async function arrive(seat, copy, startMs) {
  const beganMs = performance.now()
  let state = null
  const keep = (buffer, start, end) => { state = Buffer.from(buffer.subarray(start, end)) }
  const peer = new Peer({ ...setting, ...seat, stateVector: copy ? vector : undefined }, { ...deaf, state: keep })
  await Promise.race([peer.synced().catch(() => {}), sleep(GIVE_UP_MS, null, { ref: false })])
  const nowMs = performance.now()
  return { room: seat.room, state, tookMs: nowMs - beganMs, sinceStartMs: nowMs - startMs }
}

/** What one person of each room sees now: the least of them. */
function fewestNotes(came, copy) {
  const first = new Map(came.map((arrival) => [arrival.room, arrival.state]))
  return Math.min(...[...first.values()].map((state) => {
    const doc = new Y.Doc()
    if (copy) Y.applyUpdate(doc, board)
    Y.applyUpdate(doc, state)
    return doc.getMap('objects').size
  }))
}

const steps = { fill, join, storm, stall }
for await (const line of readline.createInterface({ input: process.stdin })) {
  const step = JSON.parse(line)
  process.stdout.write(JSON.stringify({ event: step.do, ...(await steps[step.do](step)) }) + '\n')
}
process.exit(0)
