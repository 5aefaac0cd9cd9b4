// One connection: opens a websocket over a raw socket, synchronises as a stock client does, and
// from then on only counts what arrives. Knows the two dialects: y-protocols, and Hocuspocus with
// its document name before every message and its authentication.
import net from 'node:net'
import { BINARY, CLOSE, PING, PONG, maskedFrame, readFrames } from './frames.js'
import { Reader, writeBytes, writeString } from './lib0.js'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const SAVED = 101
const SYNC_REPLY = 4 // Hocuspocus: a step 1 that asks for no step 1
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2
const EMPTY_UPDATE = [0, 0]
const EMPTY_STATE_VECTOR = [0]

const reader = new Reader()

// One for all: a read is handled to its end before the next one.
const READ_BUFFER = Buffer.allocUnsafe(1 << 18)

export class Peer {
  /**
   * @param {{port: number, path: string, room: string, dialect: 'yjs'|'hocuspocus',
   *   subprotocol?: string, cookie?: string, stateVector?: Uint8Array}} address a person's cookie,
   *   and the state vector of the copy they kept
   * @param {{update: Function, awareness: Function, state?: Function, saved?: Function,
   *   pong?: Function}} listener
   *   gets (buffer, start) of each payload, `state` its end too; `saved` gets how many messages are durable
   */
  constructor(address, listener) {
    this.closed = null
    this.isSynced = false
    this._listener = listener
    this._rest = null
    this._isOpen = false
    this._prefix = []
    if (address.dialect === 'hocuspocus') writeString(this._prefix, address.room)
    this._hocuspocus = address.dialect === 'hocuspocus'
    this._stateVector = address.stateVector ?? EMPTY_STATE_VECTOR
    this._onFrame = this._receiveFrame.bind(this)
    this._synced = new Promise((resolve, reject) => {
      this._resolve = resolve
      this._reject = reject
    })
    this._connect(address)
  }

  synced() {
    return this._synced
  }

  sendUpdate(update) {
    const message = [SYNC, UPDATE]
    writeBytes(message, update)
    this._send(message)
  }

  sendAwareness(payload) {
    this._send([AWARENESS, ...payload])
  }

  ping() {
    this._socket.write(maskedFrame(PING, []))
  }

  end() {
    this._socket.destroy()
  }

  _connect({ port, path, room, dialect, subprotocol, cookie }) {
    this._socket = net.connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: READ_BUFFER, callback: (length, buffer) => this._read(length, buffer) }
    })
    this._socket.on('connect', () => this._socket.write(
      `GET ${path}${dialect === 'hocuspocus' ? '' : room} HTTP/1.1\r\n` +
      `Host: 127.0.0.1:${port}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      (subprotocol ? `Sec-WebSocket-Protocol: ${subprotocol}\r\n` : '') +
      (cookie ? `Cookie: ${cookie}\r\n` : '') +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'))
    this._socket.on('error', (error) => this._end(error.message))
    this._socket.on('close', () => this._end('the connection ended'))
  }

  _end(reason) {
    if (this.closed === null) this.closed = reason
    this._reject(new Error(reason))
  }

  _read(length, buffer) {
    let bytes = buffer.subarray(0, length)
    if (this._rest !== null) {
      bytes = Buffer.concat([this._rest, bytes])
      this._rest = null
    }
    let at = 0
    if (!this._isOpen) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end >= 0) {
        this._open(bytes.toString('latin1', 0, end))
        at = end + 4
      }
    }
    if (this._isOpen) at = readFrames(bytes, at, this._onFrame)
    if (at < bytes.length) this._rest = Buffer.from(bytes.subarray(at))
    return true
  }

  _open(response) {
    if (!response.startsWith('HTTP/1.1 101')) {
      this._end(`expected 101, got: ${response.split('\r\n')[0]}`)
      return
    }
    this._isOpen = true
    if (this._hocuspocus) {
      const token = []
      writeString(token, 'token')
      this._send([AUTH, 0, ...token])
    }
    const stepOne = [SYNC, STEP_1]
    writeBytes(stepOne, this._stateVector)
    this._send(stepOne)
  }

  _send(message) {
    this._socket.write(maskedFrame(BINARY, this._prefix.concat(message)))
  }

  _receiveFrame(opcode, buffer, start, end) {
    if (opcode === BINARY) {
      this._receive(buffer, start + this._prefix.length, end)
    } else if (opcode === PONG) {
      this._listener.pong?.()
    } else if (opcode === PING) {
      this._socket.write(maskedFrame(PONG, buffer.subarray(start, end)))
    } else if (opcode === CLOSE) {
      this._end(`closed with ${buffer.readUInt16BE(start)} ${buffer.toString('utf8', start + 2, end)}`)
    }
  }

  _receive(buffer, at, end) {
    const kind = buffer[at]
    if (kind === SYNC || kind === SYNC_REPLY) {
      const step = buffer[at + 1]
      if (step === UPDATE) {
        this._listener.update(buffer, payloadAt(buffer, at + 2))
      } else if (step === STEP_1) {
        const stepTwo = [SYNC, STEP_2]
        writeBytes(stepTwo, EMPTY_UPDATE)
        this._send(stepTwo)
      } else if (step === STEP_2) {
        this.isSynced = true
        this._listener.state?.(buffer, payloadAt(buffer, at + 2), end)
        this._resolve()
      }
    } else if (kind === AWARENESS) {
      this._listener.awareness(buffer, payloadAt(buffer, at + 1))
    } else if (kind === SAVED) {
      this._listener.saved?.(reader.over(buffer, at + 1).uint())
    }
  }
}

/** Skips the length before a payload. */
function payloadAt(buffer, at) {
  while (buffer[at] > 127) at++
  return at + 1
}
