// Websocket frames as a client needs them, over a raw socket: writing masked ones, finding the
// messages in what a server sends. Far cheaper than a websocket library, so that the load
// generator never is what a benchmark measures.

export const BINARY = 2
export const CLOSE = 8
export const PING = 9
export const PONG = 10

// A real mask costs the server its unmasking; one key for all costs us no random numbers.
const MASK = Buffer.from([0x5a, 0x31, 0xc7, 0x8e])

/** One masked frame with a whole message, as a browser sends it. */
export function maskedFrame(opcode, payload) {
  const length = payload.length
  const headerBytes = length < 126 ? 6 : length <= 0xffff ? 8 : 14
  const frame = Buffer.allocUnsafe(headerBytes + length)
  frame[0] = 0x80 | opcode
  if (length < 126) {
    frame[1] = 0x80 | length
  } else if (length <= 0xffff) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 0x80 | 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  MASK.copy(frame, headerBytes - 4)
  for (let i = 0; i < length; i++) frame[headerBytes + i] = payload[i] ^ MASK[i & 3]
  return frame
}

/**
 * Hands every whole frame to `onFrame(opcode, buffer, start, end)` without copying it.
 * @returns {number} where the first incomplete frame begins
 */
export function readFrames(buffer, from, onFrame) {
  const available = buffer.length
  let at = from
  while (available - at >= 2) {
    let start = at + 2
    let length = buffer[at + 1]
    if (length === 126) {
      if (available - at < 4) return at
      length = (buffer[at + 2] << 8) | buffer[at + 3]
      start = at + 4
    } else if (length === 127) {
      if (available - at < 10) return at
      length = Number(buffer.readBigUInt64BE(at + 2))
      start = at + 10
    } else if (length > 127) {
      throw new Error('expected unmasked frames from a server')
    }
    if (start + length > available) return at
    if ((buffer[at] & 0xf0) !== 0x80) throw new Error('expected whole, uncompressed frames')
    onFrame(buffer[at] & 0x0f, buffer, start, start + length)
    at = start + length
  }
  return at
}
