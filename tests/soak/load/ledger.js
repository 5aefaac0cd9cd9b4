// tests/soak/load/ledger.js
// What happened to all words of all people.
import { Ages } from '../../bench/load/ages.js'

export class Ledger {
  constructor() {
    this.words = 0
    this.moves = 0
    this.visits = 0
    this.lost = 0
    this.problems = new Map()
    this.delivered = new Ages()
    this.saved = new Ages()
  }

  /** @param {string} what @param {number} words that nobody will see any more */
  lose(what, words) {
    this.lost += words
    this.note(what)
  }

  /** @param {string} what should not have happened */
  note(what) {
    this.problems.set(what, (this.problems.get(what) ?? 0) + 1)
  }

  tally() {
    return {
      words: this.words,
      moves: this.moves,
      visits: this.visits,
      deliveries: this.delivered.count,
      p99_ms: this.delivered.percentile(0.99),
      saved_p95_ms: this.saved.percentile(0.95),
      lost: this.lost,
      problems: Object.fromEntries(this.problems)
    }
  }
}
