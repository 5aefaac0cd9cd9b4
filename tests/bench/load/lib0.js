// The variable-length integers of lib0, on plain arrays and buffers.

/** Reads forward through a buffer. */
export class Reader {
  constructor() {
    this.buffer = Buffer.alloc(0)
    this.at = 0
  }

  /** Begin anew; one reader serves all frames. */
  over(buffer, at) {
    this.buffer = buffer
    this.at = at
    return this
  }

  uint() {
    const buffer = this.buffer
    let byte = buffer[this.at++]
    if (byte < 128) return byte
    let value = byte & 127
    let factor = 128
    do {
      byte = buffer[this.at++]
      value += (byte & 127) * factor
      factor *= 128
    } while (byte > 127)
    return value
  }

  skip() {
    const length = this.uint()
    this.at += length
    return length
  }
}

export function writeUint(out, value) {
  while (value > 127) {
    out.push((value % 128) | 128)
    value = Math.floor(value / 128)
  }
  out.push(value)
}

export function writeString(out, text) {
  const bytes = Buffer.from(text)
  writeUint(out, bytes.length)
  for (const byte of bytes) out.push(byte)
}

export function writeBytes(out, bytes) {
  writeUint(out, bytes.length)
  for (const byte of bytes) out.push(byte)
}
