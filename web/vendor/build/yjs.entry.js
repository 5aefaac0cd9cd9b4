// The one Yjs of every page and all that must share it. Named one by one: what is not here is not
// shipped.
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
} from "yjs";
export { IndexeddbPersistence, clearDocument } from "y-indexeddb";
export {
  createDecoder,
  readVarString,
  readVarUint,
  readVarUint8Array,
} from "lib0/decoding";
export {
  encode as encodeBytes,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from "lib0/encoding";
export { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";
export { decode as decodeMsgpack, encode as encodeMsgpack } from "@msgpack/msgpack";
