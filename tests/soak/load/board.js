// tests/soak/load/board.js
// What is known of one board: how much each person wrote on it, and how much of that was called
// saved.

export class Board {
  /** @param {string} room */
  constructor(room) {
    this.room = room
    this.authors = new Map()
  }

  /** What a person wrote here: words, and how many of them are saved. */
  author(person) {
    let author = this.authors.get(person)
    if (!author) this.authors.set(person, author = { hasNote: false, words: 0, saved: 0, sentAt: [] })
    return author
  }

  /** Person → number of words, of all that is saved now. */
  saved() {
    return new Map([...this.authors].map(([person, author]) => [person, author.saved]))
  }
}
