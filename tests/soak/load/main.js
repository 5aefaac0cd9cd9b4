// tests/soak/load/main.js
// People who come, type, move, leave and come back, all day, against one server.
//   node main.js '{"port":…,"path":…,"teams":…,"people":…,"types_per_s":…,"moves_per_s":…,
//                  "visit_s":…,"board_s":…}'
// A team works on one board for `board_s`, then on another; every fourth time it returns to the
// first of the last three. Everybody stays for about `visit_s` at a time and comes back with
// nothing. After a line on stdin everybody leaves, as they do at any other time, and an account of
// it all is printed as a line of JSON.
import readline from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Board } from './board.js'
import { Visit } from './visit.js'
import { Ledger } from './ledger.js'

const TICK_MS = 4
const AWAY_MS = [100, 900]

const setting = JSON.parse(process.argv[2])
const ledger = new Ledger()
const present = new Set()
let isOver = false

const between = (from, to) => from + Math.random() * (to - from)

async function teamwork(team) {
  const boards = []
  for (let round = 0; !isOver; round++) {
    const board = round % 4 === 3 ? boards[round - 3] : new Board(`soak-${process.pid}-${team}-${round}`)
    boards.push(board)
    const untilMs = performance.now() + 1000 * setting.board_s * between(0.8, 1.2)
    const people = Array.from({ length: setting.people }, (_, place) => team * setting.people + place)
    await Promise.all(people.map((person) => work(person, board, untilMs)))
  }
}

/** Somebody's visits to a board. */
async function work(person, board, untilMs) {
  await sleep(between(...AWAY_MS))
  while (!isOver && performance.now() < untilMs) {
    const visit = new Visit(setting, person, board, ledger)
    if (await visit.arrived()) {
      present.add(visit)
      const leaveMs = Math.min(untilMs, performance.now() + 1000 * setting.visit_s * between(0.5, 1.5))
      while (!isOver && performance.now() < leaveMs && !visit.closed) await sleep(50)
      present.delete(visit)
    }
    await visit.leave()
    if (!isOver) await sleep(between(...AWAY_MS))
  }
}

function act() {
  const nowMs = performance.now()
  for (const visit of present) visit.act(nowMs)
}

const acting = setInterval(act, TICK_MS)
const teams = Promise.all(Array.from({ length: setting.teams }, (_, team) => teamwork(team)))
const stdin = readline.createInterface({ input: process.stdin })
await new Promise((resolve) => stdin.once('line', resolve))
isOver = true
await teams
clearInterval(acting)
process.stdout.write(JSON.stringify(ledger.tally()) + '\n')
process.exit(0)
