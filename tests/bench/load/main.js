// The load generator: many people in many rooms of one server, in one process.
//   node main.js '{"port":…,"path":…,"dialect":…,"rooms":…,"people":…,"kind":"text"|"cursors"}'
// and, for servers that say what is saved, "subprotocol".
// Prints {"event":"ready"} when all are in. Then each line on stdin is a step
//   {"rate":…,"warm_s":…,"measure_s":…,"drain_s":…}
// that prints {"event":"begin"} and {"event":"end"} around its window, and one result.
import readline from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { cursorUpdate, readCursors } from './cursors.js'
import { Meter } from './meter.js'
import { Peer } from './peer.js'
import { TYPED, firstNote, proveTyping, readTyped, typedUpdate } from './typing.js'

const setting = JSON.parse(process.argv[2])
const peopleInAll = setting.rooms * setting.people
const meter = new Meter(peopleInAll, setting.people)
const textBase = [] // a person's clock before the first word
const peers = []
let nowMs = performance.now()

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n')

function listenerOf(receiver) {
  const onTyped = (sender, clock, length) => {
    const first = (clock - textBase[sender]) / TYPED.length
    meter.receive(receiver, sender, first, first + length / TYPED.length - 1, nowMs)
  }
  const onCursor = (sender, clock) => meter.receive(receiver, sender, clock - 1, clock - 1, nowMs)
  return {
    update: (buffer, start) => {
      firstNotes++
      if (!isTyping) return
      nowMs = performance.now()
      readTyped(buffer, start, onTyped)
    },
    // Each person's first note is a message too.
    saved: (messages) => meter.save(receiver, messages - 2, performance.now()),
    awareness: (buffer, start) => {
      if (setting.kind !== 'cursors') return
      nowMs = performance.now()
      readCursors(buffer, start, onCursor)
    }
  }
}

function act(person) {
  const number = meter.send(person, performance.now())
  if (setting.kind === 'cursors') {
    peers[person].sendAwareness(cursorUpdate(person, number + 1))
  } else {
    const clock = textBase[person] + number * TYPED.length
    peers[person].sendUpdate(typedUpdate(person, clock))
  }
}

let isTyping = false
let firstNotes = 0

async function join() {
  proveTyping(3000)
  // Whoever opens a room is in before the others come: pycrdt-websocket 0.16 forgets some of those
  // who arrive while it still makes the room.
  for (let place = 0; place < setting.people; place++) {
    for (let number = 0; number < setting.rooms; number++) {
      const person = number * setting.people + place
      peers[person] = new Peer({ ...setting, room: `bench-${number}` }, listenerOf(person))
    }
    if (place === 0 || place % 10 === 9) await allSynced()
  }
  await allSynced()
  for (let person = 0; person < peopleInAll; person++) {
    const note = firstNote(person)
    textBase.push(note.clock)
    if (setting.kind === 'text') peers[person].sendUpdate(note.update)
  }
  // Everybody's first note is everywhere before the typing begins.
  for (let before = -1; before !== firstNotes; await sleep(400)) before = firstNotes
  isTyping = true
}

const allSynced = () => Promise.all(peers.filter(Boolean).map((peer) => peer.synced()))

/** Everybody acts `rate` times a second, each at their own moment, until it is over. */
function actUntil(endMs, rate) {
  const periodMs = 1000 / rate
  const order = peers.map((_, person) => [Math.random() * periodMs, person]).sort((a, b) => a[0] - b[0])
  const startMs = performance.now()
  let turn = 0
  let place = 0
  return new Promise((resolve) => {
    const tick = () => {
      const elapsedMs = performance.now() - startMs
      if (startMs + elapsedMs >= endMs) return resolve()
      while (order[place][0] + turn * periodMs <= elapsedMs) {
        act(order[place][1])
        if (++place === order.length) {
          place = 0
          turn++
        }
      }
      setTimeout(tick, 1)
    }
    tick()
  })
}

async function step({ rate, warm_s, measure_s, drain_s }) {
  meter.settle()
  const startMs = performance.now()
  const endMs = startMs + 1000 * (warm_s + measure_s)
  const acting = actUntil(endMs, rate)
  await sleep(1000 * warm_s)
  say({ event: 'begin' })
  meter.begin()
  const beganMs = performance.now()
  const cpuBefore = process.cpuUsage()
  await acting
  const seconds = (performance.now() - beganMs) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  meter.end()
  say({ event: 'end' })
  const missing = setting.kind === 'cursors' ? () => meter.outdated : () => meter.missing
  await drained(missing, 1000 * drain_s)
  say({
    event: 'result',
    rate,
    seconds,
    sent: meter.sent,
    deliveries: meter.delivered.count,
    p50_ms: meter.delivered.percentile(0.5),
    p99_ms: meter.delivered.percentile(0.99),
    saved_p50_ms: meter.saved.percentile(0.5),
    saved_p95_ms: meter.saved.percentile(0.95),
    lost: missing(),
    skipped: setting.kind === 'cursors' ? meter.missing / (meter.sent * (setting.people - 1)) : 0,
    generator_cpu: (cpu.user + cpu.system) / 1e6 / seconds,
    closed: [...new Set(peers.map((peer) => peer.closed).filter(Boolean))]
  })
}

/** Until all is there, or nothing more comes. */
async function drained(missing, longestMs) {
  const startMs = performance.now()
  let before = -1
  let quietMs = 0
  while (missing() > 0 && quietMs < 1500 && performance.now() - startMs < longestMs) {
    await sleep(50)
    quietMs = meter.received === before ? quietMs + 50 : 0
    before = meter.received
  }
}

await join()
say({ event: 'ready' })
for await (const line of readline.createInterface({ input: process.stdin })) {
  await step(JSON.parse(line))
}
for (const peer of peers) peer.end()
process.exit(0)
