// Counts what arrives and how old it is. Who sent what, and when, is known here, so a receiver
// needs only a sender and a number.
import { Ages } from './ages.js'

// More than anybody sends within 20 s, a power of two.
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
    this._nextSaved = new Int32Array(people)
    this._isMeasuring = false
    this.delivered = new Ages()
    this.saved = new Ages()
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
      this.delivered.add(nowMs - this._sentAt[sender * REMEMBERED + (number & (REMEMBERED - 1))])
    }
    if (last >= this._nextSeen[pair]) this._nextSeen[pair] = last + 1
  }

  /** What `person` sent up to number `last` is durable. */
  save(person, last, nowMs) {
    for (let number = this._nextSaved[person]; number <= last; number++) {
      if (!this._isMeasuring) continue
      this.saved.add(nowMs - this._sentAt[person * REMEMBERED + (number & (REMEMBERED - 1))])
    }
    if (last >= this._nextSaved[person]) this._nextSaved[person] = last + 1
  }

  begin() {
    this.delivered.clear()
    this.saved.clear()
    this._isMeasuring = true
  }

  end() {
    this._isMeasuring = false
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
