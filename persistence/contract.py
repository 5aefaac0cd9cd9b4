"""What the rooms ask of a store and of a bus, in bytes: no driver, no CRDT, no clock.

A Store keeps one append-only log with a snapshot per room, versioned records per scope, and
blobs by hash. A Bus tells one process what the other processes did. Drivers: `open.py`.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, NamedTuple, NewType, Protocol, Self

RoomId = NewType("RoomId", str)
Position = NewType("Position", str)
NodeId = NewType("NodeId", str)

# Before the first entry of a log and the first change of a scope, in every driver.
START = Position("0")


class Entry(NamedTuple):
    position: Position
    node: NodeId
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredRoom:
    """`snapshot` holds everything up to `covered`; `entries` is everything after it, in order."""

    epoch: str
    snapshot: bytes | None
    covered: Position
    entries: tuple[Entry, ...]
    last: Position


@dataclass(frozen=True, slots=True)
class Record:
    value: bytes
    version: int


@dataclass(frozen=True, slots=True)
class Records:
    """`position` is where to follow the scope's changes from, so that none is missed."""

    records: dict[str, Record]
    position: Position


@dataclass(frozen=True, slots=True)
class Change:
    """`expected` is the version the writer saw, 0 = no such record; `value` None deletes."""

    name: str
    value: bytes | None
    expected: int


@dataclass(frozen=True, slots=True)
class Finding:
    level: Literal["ok", "warning", "error"]
    subject: str
    text: str


class StoreError(Exception):
    """The store did not do it, or can't say that it did. The text is fit for an operator."""


class StoreUnavailable(StoreError):
    """Not now: unreachable, hanging, locked or overloaded. The same call may work later."""


class StoreFull(StoreError):
    """No room left on the disk or in the memory of the store. Reading goes on."""


class WrongStore(StoreError):
    """Trying again won't help: bad address, newer schema, another writer, eviction, read-only."""


class Conflict(StoreError):
    """The record is not as the writer expected; `current` is what is there (None: nothing)."""

    def __init__(self, name: str, current: Record | None) -> None:
        version = 0 if current is None else current.version
        super().__init__(f"record {name!r} is at version {version}, another one was expected")
        self.name = name
        self.current = current


class Store(Protocol):
    """Async context manager; every method raises StoreError, and only that, when it fails."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    async def load(self, room: RoomId) -> StoredRoom:
        """The room as it is at one moment. A new room gets its epoch here, once for all nodes.

        One that the store lost since this node loaded it comes back empty, under the epoch it had:
        what nodes and pages still hold of it is of the same history and goes on.
        """
        ...

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        """One group commit; returns when durable, per room the position of its last entry.

        A room is loaded before anything is appended to it: that makes it. One without entries
        in the batch is not in the result.
        One room's failure is that room's result. When the store as a whole fails this raises,
        and some entries may or may not be kept: append them again, they are idempotent.
        """
        ...

    async def compact(
        self, room: RoomId, snapshot: bytes, *, covers: Position, replaces: Position
    ) -> bool:
        """Put `snapshot` in the place of the one covering `replaces`, and drop what it covers.

        `covers` and `replaces` are `last` and `covered` of the `load` the snapshot was made
        from: a position seen elsewhere may have entries of other nodes before it that the
        snapshot lacks. False: somebody else was first, or the log is not the one loaded.
        """
        ...

    def rooms(self) -> AsyncIterator[RoomId]:
        """Every room that was ever loaded, in no order; none twice."""
        ...

    async def read(self, scope: str, prefix: str = "") -> Records: ...

    async def write(self, scope: str, changes: Sequence[Change]) -> dict[str, Record]:
        """All changes or none; returns the written records, without the deleted.

        Raises Conflict for the first change whose `expected` is not what is there. Versions grow
        by 1 with every change, deletion included, and go on where they were when a deleted name
        comes back.
        """
        ...

    async def bring_back(self, scope: str, records: Mapping[str, Record]) -> None:
        """Records as this node knows them, for a scope of which the store lost something.

        Those of which the store has no version, or an older one, are put back with the version
        they had. What is as new or newer stays, so that any number of nodes may do it at once.
        """
        ...

    async def put_blob(self, data: bytes) -> str:
        """Keeps `data` and returns its SHA-256 in hex, which is its name."""
        ...

    async def get_blob(self, sha256: str) -> bytes | None: ...

    def blobs(self) -> AsyncIterator[str]:
        """The name of every blob, in no order; none twice."""
        ...

    # For restoring, on a store that no server uses

    async def restore_room(self, room: RoomId, epoch: str, snapshot: bytes | None) -> None:
        """Make a room that is not there, as a backup has it; its entries are appended to it."""
        ...

    async def clear(self) -> None:
        """Everything goes: rooms, records and blobs."""
        ...

    # For operators

    async def findings(self) -> list[Finding]:
        """What an operator should know about durability, eviction and space."""
        ...

    async def ping(self) -> None: ...


class Bus(Protocol):
    """What other processes did. One per process; follow what was loaded, from its position.

    No method waits: it changes what is wanted, and the sink hears of it.
    """

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def follow(self, room: RoomId, after: Position) -> None:
        """Entries of other nodes after a position, in order, none missing, none twice.

        Following again moves to the new position.
        """
        ...

    def unfollow(self, room: RoomId) -> None: ...

    def follow_records(self, scope: str, after: Position) -> None:
        """Names changed after a position, by any node: a write of our own whose reply was lost
        is told too. A name may come twice or more often than it changed.

        Where the store lost changes, names may be empty: read the scope again."""
        ...

    def unfollow_records(self, scope: str) -> None: ...

    def publish(self, topic: str, data: bytes) -> None:
        """To the other nodes, at most once. Waiting messages are bounded, the oldest go first."""
        ...

    def subscribe(self, topic: str) -> None: ...

    def unsubscribe(self, topic: str) -> None: ...


class Sink(Protocol):
    """Called on the event loop, one call at a time; must not block and must not raise."""

    def on_entries(self, room: RoomId, entries: list[Entry]) -> None: ...

    def on_records(self, scope: str, names: list[str]) -> None:
        """These may have changed; without names, the store lost changes and anything may have."""
        ...

    def on_signal(self, topic: str, node: NodeId, data: bytes) -> None: ...

    def on_gap(self, room: RoomId) -> None:
        """Entries after our position were trimmed, or the log lost entries we know.

        The room is no longer followed: load it, append what it lacks, follow again.
        """
        ...

    def on_bus_state(self, up: bool) -> None:
        """True once when the bus first works, then at every change."""
        ...
