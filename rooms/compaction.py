"""Folding a room's log into a snapshot.

The compactor works from what the store holds, never from this node's memory: whatever another
node appended is in it, and compare-and-set on the covered position refuses a snapshot that
somebody else outran. So it needs no leader and may be tried at any time.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable

from persistence.contract import RoomId, Store, StoreError
from rooms.entry import UnknownEntry, update_of
from sync.document import EMPTY_UPDATE, Document
from sync.errors import DocumentError

log = logging.getLogger(__name__)

# A tail this short is loaded as fast as a snapshot.
SMALL_TAIL_BYTES = 64 * 1024
# Merging an entry takes 10 µs: so many at a time stop nobody's cursor.
ENTRIES_AT_ONCE = 100
# Under load everybody's edits come first; a long tail only makes the next load slower.
LOOK_AGAIN_S = 0.5
LONGEST_WAIT_S = 30.0

Merge = Callable[[Iterable[bytes]], Awaitable[bytes]]


def is_due(snapshot_bytes: int, tail_bytes: int) -> bool:
    """Compact when the tail outweighs the base: the work stays proportional to what was written."""
    return tail_bytes > max(SMALL_TAIL_BYTES, snapshot_bytes)


class Compactor:
    """One room at a time, in the order they became due."""

    def __init__(
        self,
        store: Store,
        merge: Merge,
        failed: Callable[[RoomId], None],
        is_busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._merge = merge
        self._failed = failed
        self._is_busy = is_busy
        # Since when, so that the first is the one that waits longest.
        self._due: dict[RoomId, float] = {}
        self._work = asyncio.Event()

    def wants(self, room: RoomId) -> None:
        self._due.setdefault(room, time.monotonic())
        self._work.set()

    @property
    def waiting(self) -> int:
        """Rooms whose log is to be folded."""
        return len(self._due)

    @property
    def lag_s(self) -> float:
        """How long the first of them has waited; 0 where none waits."""
        return time.monotonic() - next(iter(self._due.values())) if self._due else 0.0

    async def run(self) -> None:
        while True:
            await self._work.wait()
            await self._calm()
            room = next(iter(self._due))
            del self._due[room]
            if not self._due:
                self._work.clear()
            try:
                await compact(self._store, room, self._merge)
            except (StoreError, DocumentError, UnknownEntry) as error:
                # The log is still whole; the room becomes due again with its next entries.
                log.warning("a room's log was not compacted: %s", error)
                self._failed(room)

    async def _calm(self) -> None:
        waited_s = 0.0
        while self._is_busy() and waited_s < LONGEST_WAIT_S:
            await asyncio.sleep(LOOK_AGAIN_S)
            waited_s += LOOK_AGAIN_S


async def compact(store: Store, room: RoomId, merge: Merge) -> bool:
    """Fold the room's log into its snapshot; False if there was nothing or another was first."""
    stored = await store.load(room)
    if not stored.entries:
        return False
    base = [] if stored.snapshot is None else [stored.snapshot]
    snapshot = await merge([*base, *(update_of(entry.data) for entry in stored.entries)])
    return await store.compact(room, snapshot, covers=stored.last, replaces=stored.covered)


async def merge_in_slices(updates: Iterable[bytes]) -> bytes:
    """What `sync.document.merge` returns, with turns for everybody else in between."""
    return (await document_in_slices(EMPTY_UPDATE, updates)).state()


async def document_in_slices(base: bytes, updates: Iterable[bytes]) -> Document:
    """`Document(base, updates)`, with turns for everybody else in between."""
    document = Document(base)
    for number, update in enumerate(updates, 1):
        document.append(update)
        if number % ENTRIES_AT_ONCE == 0:
            await asyncio.sleep(0)
    return document
