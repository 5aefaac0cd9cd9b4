// tests/bench/load/ages.js
// How old things are: a histogram in tenths of a millisecond.
const BINS_PER_MS = 10
const LONGEST_MS = 20_000

export class Ages {
  constructor() {
    this._bins = new Uint32Array(BINS_PER_MS * LONGEST_MS)
    this.count = 0
  }

  add(ageMs) {
    this.count++
    this._bins[Math.min(Math.max(ageMs * BINS_PER_MS, 0) | 0, this._bins.length - 1)]++
  }

  clear() {
    this.count = 0
    this._bins.fill(0)
  }

  /** Age in ms that this share stays below; 0: there was nothing. */
  percentile(share) {
    let left = this.count * share
    if (left === 0) return 0
    for (let bin = 0; bin < this._bins.length; bin++) {
      left -= this._bins[bin]
      if (left <= 0) return (bin + 1) / BINS_PER_MS
    }
    return LONGEST_MS
  }
}
