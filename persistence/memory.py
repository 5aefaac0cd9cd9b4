"""The store for trying things and for tests: everything is gone when the process ends."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from persistence.contract import (
    START,
    Change,
    Entry,
    Finding,
    NodeId,
    Position,
    Record,
    Records,
    RoomId,
    StoredRoom,
    StoreError,
    WrongStore,
)
from persistence.local import Feed
from persistence.records import Versioned, lost_of, written


@dataclass(slots=True)
class _Room:
    epoch: str
    snapshot: bytes | None = None
    covered: int = 0
    last: int = 0
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class _Scope:
    records: dict[str, Versioned] = field(default_factory=dict)
    # Name → number of the scope's change that touched it last.
    changed: dict[str, int] = field(default_factory=dict)
    last: int = 0


class Memory:
    """What the nodes of one process share."""

    def __init__(self) -> None:
        self.rooms: dict[RoomId, _Room] = {}
        self.scopes: dict[str, _Scope] = {}
        self.blobs: dict[str, bytes] = {}
        self.feed = Feed()

    def room(self, room: RoomId, epoch: str | None = None) -> _Room:
        """`epoch` is that of a room that has to be made, if it is known."""
        if room not in self.rooms:
            self.rooms[room] = _Room(epoch=epoch or secrets.token_hex(8))
        return self.rooms[room]

    def scope(self, scope: str) -> _Scope:
        return self.scopes.setdefault(scope, _Scope())


class MemoryStore:
    def __init__(self, node: NodeId, memory: Memory) -> None:
        self._node = node
        self._memory = memory
        self._epochs: dict[RoomId, str] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None

    async def load(self, room: RoomId) -> StoredRoom:
        stored = self._memory.room(room, self._epochs.get(room))
        self._epochs[room] = stored.epoch
        return StoredRoom(
            epoch=stored.epoch,
            snapshot=stored.snapshot,
            covered=_position(stored.covered),
            entries=tuple(stored.entries),
            last=_position(stored.last),
        )

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        return {room: self._append(room, entries) for room, entries in batch.items() if entries}

    def _append(self, room: RoomId, entries: Sequence[bytes]) -> Position:
        stored = self._memory.room(room)
        added = [
            Entry(_position(number), self._node, data)
            for number, data in enumerate(entries, stored.last + 1)
        ]
        stored.entries += added
        stored.last += len(added)
        self._memory.feed.appended(room, added)
        return _position(stored.last)

    async def compact(
        self, room: RoomId, snapshot: bytes, *, covers: Position, replaces: Position
    ) -> bool:
        stored = self._memory.rooms.get(room)
        if stored is None or stored.covered != int(replaces):
            return False
        if not stored.covered <= int(covers) <= stored.last:
            return False
        stored.snapshot = snapshot
        stored.covered = int(covers)
        stored.entries = [e for e in stored.entries if int(e.position) > stored.covered]
        return True

    async def rooms(self) -> AsyncIterator[RoomId]:
        for room in list(self._memory.rooms):
            yield room

    async def read(self, scope: str, prefix: str = "") -> Records:
        stored = self._memory.scope(scope)
        records = {
            name: Record(versioned.value, versioned.version)
            for name, versioned in stored.records.items()
            if versioned.value is not None and name.startswith(prefix)
        }
        return Records(records, _position(stored.last))

    async def write(self, scope: str, changes: Sequence[Change]) -> dict[str, Record]:
        stored = self._memory.scope(scope)
        after = written(changes, stored.records)
        if not after:
            return {}
        stored.records |= after
        stored.last += 1
        stored.changed |= dict.fromkeys(after, stored.last)
        self._memory.feed.changed(scope, list(after))
        return {
            name: Record(versioned.value, versioned.version)
            for name, versioned in after.items()
            if versioned.value is not None
        }

    async def bring_back(self, scope: str, records: Mapping[str, Record]) -> None:
        stored = self._memory.scope(scope)
        lost = lost_of(records, stored.records)
        if not lost:
            return
        stored.records |= lost
        stored.last += 1
        stored.changed |= dict.fromkeys(lost, stored.last)
        self._memory.feed.changed(scope, list(lost))

    async def put_blob(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self._memory.blobs[sha256] = data
        return sha256

    async def get_blob(self, sha256: str) -> bytes | None:
        return self._memory.blobs.get(sha256)

    async def blobs(self) -> AsyncIterator[str]:
        for sha256 in list(self._memory.blobs):
            yield sha256

    async def restore_room(self, room: RoomId, epoch: str, snapshot: bytes | None) -> None:
        if room in self._memory.rooms:
            raise WrongStore(f"expected no room {room} yet")
        self._memory.rooms[room] = _Room(epoch, snapshot)

    async def clear(self) -> None:
        for kept in (self._memory.rooms, self._memory.scopes, self._memory.blobs):
            kept.clear()

    async def findings(self) -> list[Finding]:
        return [
            Finding("warning", "durability", "kept in memory only: a restart loses every board")
        ]

    async def ping(self) -> None:
        return None

    async def entries_after(self, room: RoomId, after: Position) -> list[Entry] | None:
        stored = self._memory.rooms.get(room)
        if stored is None:
            return [] if after == START else None
        if not stored.covered <= int(after) <= stored.last:
            return None
        return [entry for entry in stored.entries if int(entry.position) > int(after)]

    async def names_after(self, scope: str, after: Position) -> list[str]:
        changed = self._memory.scope(scope).changed
        return [name for name, number in changed.items() if number > int(after)]


def _position(number: int) -> Position:
    return Position(str(number))
