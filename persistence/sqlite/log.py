"""Rooms and their log in SQL. Each function is one job of the writer."""

import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from persistence.contract import START, Entry, NodeId, Position, RoomId, StoredRoom
from persistence.sqlite.schema import one_moment, transaction

# Each statement gives up the interpreter and waits, behind a busy event loop, to get it back: rows
# one by one are thousands of such waits. Few lengths, because each is a statement that is kept.
_LENGTHS = (128, 32, 8, 4, 2, 1)
_INSERT = {
    rows: "INSERT INTO log (room, node, data) VALUES " + ", ".join(["(?, ?, ?)"] * rows)  # noqa: S608
    for rows in _LENGTHS
}
_IDS = {
    names: f"SELECT name, id FROM rooms WHERE name IN ({', '.join('?' * names)})"  # noqa: S608
    for names in _LENGTHS
}
# A statement keeps a copy of all its values until it gets others.
LARGE_BYTES = 64 * 1024

_T = TypeVar("_T")


def load(connection: sqlite3.Connection, room: RoomId, epoch: str | None = None) -> StoredRoom:
    """`epoch` is that of a room that has to be made, if it is known."""
    stored = _stored(connection, room)
    if stored is None:
        with transaction(connection):
            _ensure(connection, room, epoch)
        stored = _stored(connection, room)
    assert stored is not None, "a room that was ensured is there"
    return stored


def append(
    connection: sqlite3.Connection, node: NodeId, batch: Mapping[RoomId, Sequence[bytes]]
) -> dict[RoomId, list[Entry]]:
    with transaction(connection):
        ids = _ids(connection, [room for room, entries in batch.items() if entries])
        rows = [(ids[room], data) for room in ids for data in batch[room]]
        next_position = _insert(connection, node, rows) - len(rows) + 1
    added: dict[RoomId, list[Entry]] = {}
    for room in ids:
        added[room] = [
            Entry(Position(str(position)), node, data)
            for position, data in enumerate(batch[room], next_position)
        ]
        next_position += len(batch[room])
    return added


def compact(
    connection: sqlite3.Connection,
    room: RoomId,
    snapshot: bytes,
    covers: Position,
    replaces: Position,
) -> bool:
    with transaction(connection):
        found = connection.execute(
            "SELECT id, covered FROM rooms WHERE name = ?", (room,)
        ).fetchone()
        if found is None or found[1] != int(replaces):
            return False
        room_id, covered = found
        if not _reaches(connection, room_id, covered, int(covers)):
            return False
        connection.execute(
            "UPDATE rooms SET snapshot = ?, covered = ? WHERE id = ?",
            (snapshot, int(covers), room_id),
        )
        connection.execute(
            "DELETE FROM log WHERE room = ? AND position <= ?", (room_id, int(covers))
        )
        return True


def rooms(connection: sqlite3.Connection) -> list[RoomId]:
    return [RoomId(name) for (name,) in connection.execute("SELECT name FROM rooms")]


def entries_after(
    connection: sqlite3.Connection, room: RoomId, after: Position
) -> list[Entry] | None:
    """None when the log no longer has everything after that position, or never reached it."""
    with one_moment(connection):
        found = connection.execute(
            "SELECT id, covered FROM rooms WHERE name = ?", (room,)
        ).fetchone()
        if found is None:
            return [] if after == START else None
        room_id, covered = found
        if not _reaches(connection, room_id, covered, int(after)):
            return None
        return _entries(connection, room_id, int(after))


def _stored(connection: sqlite3.Connection, room: RoomId) -> StoredRoom | None:
    with one_moment(connection):
        found = connection.execute(
            "SELECT id, epoch, snapshot, covered FROM rooms WHERE name = ?", (room,)
        ).fetchone()
        if found is None:
            return None
        room_id, epoch, snapshot, covered = found
        entries = tuple(_entries(connection, room_id, covered))
    covered = Position(str(covered))
    last = entries[-1].position if entries else covered
    return StoredRoom(epoch, snapshot, covered, entries, last)


def _entries(connection: sqlite3.Connection, room_id: int, after: int) -> list[Entry]:
    found = connection.execute(
        "SELECT position, node, data FROM log WHERE room = ? AND position > ? ORDER BY position",
        (room_id, after),
    )
    return [Entry(Position(str(position)), NodeId(node), data) for position, node, data in found]


def _reaches(connection: sqlite3.Connection, room_id: int, covered: int, position: int) -> bool:
    """Whether it is a position of this log, and the log has everything after it."""
    if position <= covered:
        return position == covered
    found = connection.execute(
        "SELECT 1 FROM log WHERE position = ? AND room = ?", (position, room_id)
    ).fetchone()
    return found is not None


def _ensure(connection: sqlite3.Connection, room: RoomId, epoch: str | None = None) -> int:
    """The room's id, made with its epoch if it is new. Inside a transaction only."""
    found = connection.execute("SELECT id FROM rooms WHERE name = ?", (room,)).fetchone()
    if found is None:
        made = connection.execute(
            "INSERT INTO rooms (name, epoch) VALUES (?, ?)", (room, epoch or secrets.token_hex(8))
        )
        found = (made.lastrowid,)
    room_id = found[0]
    assert isinstance(room_id, int), "the id of a row is a number"
    return room_id


def _ids(connection: sqlite3.Connection, rooms: Sequence[RoomId]) -> dict[RoomId, int]:
    """In the order of the rooms, each made if it is new. Inside a transaction only."""
    found: dict[RoomId, int] = {}
    for names in _chunks(rooms):
        found.update(connection.execute(_IDS[len(names)], names))
    return {room: found.get(room) or _ensure(connection, room) for room in rooms}


def _insert(connection: sqlite3.Connection, node: NodeId, rows: Sequence[tuple[int, bytes]]) -> int:
    """The position of the last row, 0 for none: numbered without a gap, we alone write."""
    last = 0
    for chunk in _portions(rows):
        values = [value for room, data in chunk for value in (room, node, data)]
        last = connection.execute(_INSERT[len(chunk)], values).lastrowid or 0
    return last


def _portions(rows: Sequence[tuple[int, bytes]]) -> Iterator[Sequence[tuple[int, bytes]]]:
    """As many at once as may be; what is large, one by one."""
    if all(len(data) <= LARGE_BYTES for _, data in rows):
        yield from _chunks(rows)
        return
    for is_large, group in groupby(rows, lambda row: len(row[1]) > LARGE_BYTES):
        alike = list(group)
        yield from ([row] for row in alike) if is_large else _chunks(alike)


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """All of them in pieces that are as long as one of `_LENGTHS`."""
    start = 0
    for length in _LENGTHS:
        while len(items) - start >= length:
            yield items[start : start + length]
            start += length
