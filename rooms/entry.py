"""The room's log entries: one byte that says what it is, then its content.

Persistence stores them as bytes and knows none of this.
"""

from enum import IntEnum


class EntryKind(IntEnum):
    UPDATE = 0


class UnknownEntry(Exception):
    """The log was written by a newer version: opening the room here could lose work."""


def update_entry(update: bytes) -> bytes:
    return b"\x00" + update


def is_known(entry: bytes) -> bool:
    return entry[:1] == b"\x00"


def update_of(entry: bytes) -> bytes:
    """The Yjs update in a log entry.

    Raises UnknownEntry for a kind this version does not know.
    """
    if not is_known(entry):
        kind = entry[0] if entry else "nothing"
        raise UnknownEntry(f"expected a log entry of kind {EntryKind.UPDATE:d}, got {kind}")
    return entry[1:]
