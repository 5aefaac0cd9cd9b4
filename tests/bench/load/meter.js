// Counts what arrives and how old it is. Who sent what, and when, is known here, so a receiver
// needs only a sender and a number.

const BINS_PER_MS = 10
const LONGEST_MS = 20_000
// More than anybody sends within LONGEST_MS, a power of two.
const REMEMBERED = 8192

export class Meter {
  /**
   * @param {number} people in all rooms
   * @param {number} perRoom people of one room, numbered without gap
   */
  constructor(people, perRoom) {
    this.perRoom = perRoom
    this.received = 0
    this.sent = 0
    this._nextSent = new Int32Array(people)
    this._sentAt = new Float64Array(people * REMEMBERED)
    this._nextSeen = new Int32Array(people * perRoom)
    this._bins = new Uint32Array(BINS_PER_MS * LONGEST_MS)
    this._isMeasuring = false
    this.deliveries = 0
  }

  /** The number of what is sent now. */
  send(person, nowMs) {
    const number = this._nextSent[person]++
    this._sentAt[person * REMEMBERED + (number & (REMEMBERED - 1))] = nowMs
    this.sent++
    return number
  }

  /** What `sender` sent from number `first` to `last` reached `receiver`. */
  receive(receiver, sender, first, last, nowMs) {
    if (receiver === sender) return
    const pair = receiver * this.perRoom + (sender % this.perRoom)
    for (let number = Math.max(first, this._nextSeen[pair]); number <= last; number++) {
      this.received++
      if (!this._isMeasuring) continue
      this.deliveries++
      const ageMs = nowMs - this._sentAt[sender * REMEMBERED + (number & (REMEMBERED - 1))]
      this._bins[Math.min((ageMs * BINS_PER_MS) | 0, this._bins.length - 1)]++
    }
    if (last >= this._nextSeen[pair]) this._nextSeen[pair] = last + 1
  }

  begin() {
    this._bins.fill(0)
    this.deliveries = 0
    this._isMeasuring = true
  }

  end() {
    this._isMeasuring = false
  }

  /** Age in ms that this share of the deliveries stays below. */
  percentile(share) {
    let left = this.deliveries * share
    for (let bin = 0; bin < this._bins.length; bin++) {
      left -= this._bins[bin]
      if (left <= 0) return (bin + 1) / BINS_PER_MS
    }
    return LONGEST_MS
  }

  /** Deliveries that are still to come if every single message has to arrive. */
  get missing() {
    return this.sent * (this.perRoom - 1) - this.received
  }

  /** Pairs of which the receiver lacks the sender's latest message. */
  get outdated() {
    let count = 0
    const people = this._nextSent.length
    for (let receiver = 0; receiver < people; receiver++) {
      const first = receiver - (receiver % this.perRoom)
      for (let place = 0; place < this.perRoom; place++) {
        const sender = first + place
        if (sender === receiver) continue
        if (this._nextSeen[receiver * this.perRoom + place] < this._nextSent[sender]) count++
      }
    }
    return count
  }

  /** Begin the next step: what has not arrived by now is lost, and counts no more. */
  settle() {
    this.sent = 0
    this.received = 0
    const people = this._nextSent.length
    for (let receiver = 0; receiver < people; receiver++) {
      const first = receiver - (receiver % this.perRoom)
      for (let place = 0; place < this.perRoom; place++) {
        this._nextSeen[receiver * this.perRoom + place] = this._nextSent[first + place]
      }
    }
  }
}
