// Messages as bytes: the y-protocols types 0 (sync), 1 (awareness), 3 (query awareness) and ours,
// 100 (control, a msgpack map) and 101 (saved). Rules: sync/SPEC.md. Knows no socket.

import {
  createDecoder,
  decodeMsgpack,
  encodeBytes,
  encodeMsgpack,
  readVarString,
  readVarUint,
  readVarUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from "../vendor/yjs.js";

/** @typedef {import("../vendor/yjs.js").Decoder} Decoder */

export const SUBPROTOCOL = "helpathon.1";

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const CONTROL = 100;
const SAVED = 101;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/**
 * @typedef {{kind: "step1", stateVector: Uint8Array}
 *   | {kind: "step2", update: Uint8Array}
 *   | {kind: "update", update: Uint8Array}
 *   | {kind: "awareness", payload: Uint8Array}
 *   | {kind: "query-awareness"}
 *   | {kind: "control", content: Record<string, any>}
 *   | {kind: "saved", count: number}
 *   | {kind: "unknown", type: number}} Message
 *
 * @typedef {{client: number, clock: number, state: Record<string, any> | null}} PresenceEntry
 */

/** @param {Uint8Array} stateVector */
export const encodeStep1 = (stateVector) => encodeSync(STEP_1, stateVector);

/** @param {Uint8Array} update */
export const encodeStep2 = (update) => encodeSync(STEP_2, update);

/** @param {Uint8Array} update */
export const encodeUpdate = (update) => encodeSync(UPDATE, update);

/** @param {Uint8Array} payload */
export const encodeAwareness = (payload) => encodeTyped(AWARENESS, payload);

/** @param {Record<string, unknown>} content */
export const encodeControl = (content) =>
  encodeTyped(CONTROL, encodeMsgpack(content, { ignoreUndefined: true }));

/**
 * An update that changes nothing: no structs, no deletes. The server does not count it.
 * @param {Uint8Array} update
 */
export const isEmptyUpdate = (update) =>
  update.length === 2 && update[0] === 0 && update[1] === 0;

/**
 * @param {Uint8Array} data
 * @returns {Message}
 * @throws {Error} where the bytes are no message
 */
export function decode(data) {
  const reader = createDecoder(data);
  const type = readVarUint(reader);
  switch (type) {
    case SYNC:
      return decodeSync(reader);
    case AWARENESS:
      return { kind: "awareness", payload: readVarUint8Array(reader) };
    case QUERY_AWARENESS:
      return { kind: "query-awareness" };
    case CONTROL:
      return { kind: "control", content: decodeContent(readVarUint8Array(reader)) };
    case SAVED:
      return { kind: "saved", count: readVarUint(reader) };
    default:
      return { kind: "unknown", type };
  }
}

/** @param {PresenceEntry[]} entries */
export function encodePresence(entries) {
  return encodeBytes((writer) => {
    writeVarUint(writer, entries.length);
    for (const { client, clock, state } of entries) {
      writeVarUint(writer, client);
      writeVarUint(writer, clock);
      writeVarString(writer, JSON.stringify(state));
    }
  });
}

/**
 * What other programs put into their state is theirs: all but objects counts as nothing.
 * @param {Uint8Array} payload
 * @returns {PresenceEntry[]}
 */
export function decodePresence(payload) {
  const reader = createDecoder(payload);
  return Array.from({ length: readVarUint(reader) }, () => {
    const client = readVarUint(reader);
    const clock = readVarUint(reader);
    return { client, clock, state: parseState(readVarString(reader)) };
  });
}

/**
 * @param {number} step
 * @param {Uint8Array} content
 */
function encodeSync(step, content) {
  return encodeBytes((writer) => {
    writeVarUint(writer, SYNC);
    writeVarUint(writer, step);
    writeVarUint8Array(writer, content);
  });
}

/**
 * @param {number} type
 * @param {Uint8Array} content
 */
function encodeTyped(type, content) {
  return encodeBytes((writer) => {
    writeVarUint(writer, type);
    writeVarUint8Array(writer, content);
  });
}

/**
 * @param {Decoder} reader
 * @returns {Message}
 */
function decodeSync(reader) {
  const step = readVarUint(reader);
  const content = readVarUint8Array(reader);
  switch (step) {
    case STEP_1:
      return { kind: "step1", stateVector: content };
    case STEP_2:
      return { kind: "step2", update: content };
    case UPDATE:
      return { kind: "update", update: content };
    default:
      throw new Error(`expected a sync step 0, 1 or 2, got ${step}`);
  }
}

/** @param {Uint8Array} payload */
function decodeContent(payload) {
  const content = decodeMsgpack(payload);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new Error("expected a map in a control message");
  }
  return /** @type {Record<string, any>} */ (content);
}

/** @param {string} text */
function parseState(text) {
  const state = JSON.parse(text);
  return typeof state === "object" && !Array.isArray(state) ? state : null;
}
