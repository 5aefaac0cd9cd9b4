"""The messages of y-protocols and ours beside them, as values. Rules M1 to M5 of SPEC.md.

0 sync (0 step 1, 1 step 2, 2 update) · 1 awareness · 3 query awareness · 100 control · 101 saved
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

from sync.errors import WireError
from sync.wire import MAX_SAFE_INTEGER, Reader, write_var_bytes, write_var_uint

SYNC: Final = 0
AWARENESS: Final = 1
QUERY_AWARENESS: Final = 3
CONTROL: Final = 100
SAVED: Final = 101

STEP_1: Final = 0
STEP_2: Final = 1
UPDATE: Final = 2

_UPDATE_HEAD: Final = bytes((SYNC, UPDATE))

KIB: Final = 1024
MIB: Final = 1024 * KIB


@dataclass(frozen=True, slots=True)
class WireLimits:
    """Bounds in bytes of what one message may carry."""

    # 12 bytes for each client id that ever wrote in the room: 20,000 of them.
    state_vector_bytes: int = 256 * KIB
    # A day's offline work, or a whole board brought back after a restored backup.
    step_2_bytes: int = 8 * MIB
    # A pasted picture of text; anything larger belongs in a blob.
    update_bytes: int = 1 * MIB
    # 2 KiB are our peer's own; stock clients echo the states of everybody else.
    awareness_bytes: int = 256 * KIB
    # Requests are a few fields.
    control_bytes: int = 16 * KIB


@dataclass(frozen=True, slots=True)
class SyncStep1:
    """What the sender has; answered by a step 2."""

    state_vector: bytes


@dataclass(frozen=True, slots=True)
class SyncStep2:
    """What the receiver of a step 1 has and its sender has not."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """One edit."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Awareness:
    """Presence, opaque: see presence.py."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class QueryAwareness:
    """Asks for everybody's presence."""


@dataclass(frozen=True, slots=True)
class Control:
    """One msgpack map, opaque here."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Saved:
    """How many of the connection's messages are durable, counted from its start."""

    count: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A type of a protocol newer than ours: to be ignored."""

    kind: int


Message: TypeAlias = (
    SyncStep1 | SyncStep2 | Update | Awareness | QueryAwareness | Control | Saved | Unknown
)


def decode(data: bytes, limits: WireLimits) -> Message:
    """Raises `WireError` for everything that is not exactly one message."""
    reader = Reader(data)
    message = _read(reader, limits)
    if not isinstance(message, Unknown):
        reader.end()
    return message


def update_in(data: bytes, limits: WireLimits) -> bytes | None:
    """What `decode` finds in an `Update`, at a quarter of the time; None for other messages.

    Raises `WireError`.
    """
    if data[:2] != _UPDATE_HEAD:
        return None
    # A length of one byte that is right, as with nearly every keystroke.
    if len(data) > 2 and data[2] == len(data) - 3 <= min(0x7F, limits.update_bytes):
        return data[3:]
    reader = Reader(data)
    reader.position = 2
    update = reader.var_bytes(limits.update_bytes)
    reader.end()
    return update


def encode(message: Message) -> bytes:
    buffer = bytearray()
    match message:
        case SyncStep1(state_vector):
            buffer += bytes((SYNC, STEP_1))
            write_var_bytes(buffer, state_vector)
        case SyncStep2(update):
            buffer += bytes((SYNC, STEP_2))
            write_var_bytes(buffer, update)
        case Update(update):
            buffer += bytes((SYNC, UPDATE))
            write_var_bytes(buffer, update)
        case Awareness(payload):
            buffer.append(AWARENESS)
            write_var_bytes(buffer, payload)
        case QueryAwareness():
            buffer.append(QUERY_AWARENESS)
        case Control(payload):
            buffer.append(CONTROL)
            write_var_bytes(buffer, payload)
        case Saved(count):
            buffer.append(SAVED)
            write_var_uint(buffer, count)
        case Unknown(kind):
            write_var_uint(buffer, kind)
        case _:
            assert_never(message)
    return bytes(buffer)


def _read(reader: Reader, limits: WireLimits) -> Message:
    kind = reader.var_uint()
    if kind == SYNC:
        return _read_sync(reader, limits)
    if kind == AWARENESS:
        return Awareness(reader.var_bytes(limits.awareness_bytes))
    if kind == QUERY_AWARENESS:
        return QueryAwareness()
    if kind == CONTROL:
        return Control(reader.var_bytes(limits.control_bytes))
    if kind == SAVED:
        return Saved(reader.var_uint(MAX_SAFE_INTEGER))
    return Unknown(kind)


def _read_sync(reader: Reader, limits: WireLimits) -> Message:
    step = reader.var_uint()
    if step == UPDATE:
        return Update(reader.var_bytes(limits.update_bytes))
    if step == STEP_1:
        return SyncStep1(reader.var_bytes(limits.state_vector_bytes))
    if step == STEP_2:
        return SyncStep2(reader.var_bytes(limits.step_2_bytes))
    raise WireError(f"expected sync message 0, 1 or 2, got {step}")
