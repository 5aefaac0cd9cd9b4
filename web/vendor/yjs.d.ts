// Types for yjs.js: the same names as build/yjs.entry.js, taken from the npm packages.
export {
  AbstractType,
  Array,
  Doc,
  Map,
  Text,
  UndoManager,
  YEvent,
  YMapEvent,
  YTextEvent,
  applyUpdate,
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  decodeStateVector,
  decodeUpdate,
  encodeStateAsUpdate,
  encodeStateVector,
  mergeUpdates,
} from "./build/node_modules/yjs/dist/src/index.js";
export type { Item, RelativePosition, Transaction } from "./build/node_modules/yjs/dist/src/index.js";
export {
  IndexeddbPersistence,
  clearDocument,
} from "./build/node_modules/y-indexeddb/dist/src/y-indexeddb.js";
export {
  createDecoder,
  readVarString,
  readVarUint,
  readVarUint8Array,
} from "./build/node_modules/lib0/decoding.js";
export type { Decoder } from "./build/node_modules/lib0/decoding.js";
export {
  encode as encodeBytes,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from "./build/node_modules/lib0/encoding.js";
export {
  generateKeyBetween,
  generateNKeysBetween,
} from "./build/node_modules/fractional-indexing/src/index.js";
export {
  decode as decodeMsgpack,
  encode as encodeMsgpack,
} from "./build/node_modules/@msgpack/msgpack/dist.esm/index.js";
