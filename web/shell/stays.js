// How long something stays: each its own time, and no time passes while somebody is at it. Whoever
// reads, hovers or tabs there gets the whole time again afterwards (WCAG 2.2.1). Knows no element.
//
//   stays.begin(id, span_ms, end)   stays.drop(id)   stays.hold()   stays.release()

/** @typedef {{span_ms: number, end: () => void, timer: any}} Stay */

export class Stays {
  /** @type {Map<number, Stay>} */
  #stays = new Map();
  #isHeld = false;

  /**
   * @param {number} id
   * @param {number} span_ms
   * @param {() => void} end
   */
  begin(id, span_ms, end) {
    const stay = { span_ms, end, timer: null };
    this.#stays.set(id, stay);
    if (!this.#isHeld) this.#run(id, stay);
  }

  /** @param {number} id */
  drop(id) {
    clearTimeout(this.#stays.get(id)?.timer);
    this.#stays.delete(id);
  }

  hold() {
    this.#isHeld = true;
    for (const { timer } of this.#stays.values()) clearTimeout(timer);
  }

  release() {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    for (const [id, stay] of this.#stays) this.#run(id, stay);
  }

  /** @param {number} id @param {Stay} stay */
  #run(id, stay) {
    stay.timer = setTimeout(() => {
      this.#stays.delete(id);
      stay.end();
    }, stay.span_ms);
  }
}
