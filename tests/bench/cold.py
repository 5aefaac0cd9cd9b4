"""Cold load: the first person of the day opens a room that nobody has in memory."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from persistence.contract import NodeId, RoomId, StoredRoom
from persistence.open import open_store
from rooms.entry import update_of
from sync.document import EMPTY_UPDATE, Document
from sync.guard import Budget
from tests.bench.boards import Board, board, store_logs, store_snapshots
from tests.bench.rivals import fresh_folder, ours, running, store_in
from tests.bench.storm import Seat, people
from tests.bench.table import Table, milliseconds
from tests.processes import free_port

NOTES = 2000
ENTRIES_PER_NOTE = 5
ROOM = RoomId("cold-1")
TIMES = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opening:
    synced_ms: float  # from the first byte to the whole board
    stall_ms: float  # the longest that somebody in another room waited for an answer meanwhile


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the time goes, in ms, with nothing else running."""

    reading: float
    merging: float
    writing_out: float
    counting: float


def measure() -> list[Table]:
    made = board(NOTES, ENTRIES_PER_NOTE)
    entries = len(made.log)
    rows = [
        row(f"a log of {entries:,} entries", made, folded=False),
        row("a snapshot of the same", made, folded=True),
    ]
    headings = (
        *("the store holds", "synced after", "others wait at most"),
        *("reading", "merging", "writing out", "counting for the guard"),
    )
    size = f"{NOTES:,} notes, {len(made.state) / 1000:,.0f} kB"
    return [Table(f"The first person opens a room of {size}", headings, rows)]


def row(name: str, made: Board, *, folded: bool) -> list[str]:
    openings = [opened(made, folded=folded) for _ in range(TIMES)]
    steps = taken_apart(made, folded=folded)
    return [
        name,
        milliseconds(statistics.median(opening.synced_ms for opening in openings)),
        milliseconds(statistics.median(opening.stall_ms for opening in openings)),
        *map(milliseconds, (steps.reading, steps.merging, steps.writing_out, steps.counting)),
    ]


def opened(made: Board, *, folded: bool) -> Opening:
    """Over the wire, from a process that just started."""
    contestant = ours("--open-rooms")
    port = free_port()
    with fresh_folder() as data:
        fill(store_in(data), made, folded=folded)
        with (
            running(contestant, port, data),
            people(contestant, port, [Seat(ROOM)], made, data) as crowd,
        ):
            result = crowd.do("stall", neighbour="cold-2")
    assert result["notes"] == NOTES, f"expected {NOTES} notes, got {result['notes']}"
    return Opening(result["p50_ms"], result["stall_ms"])


def fill(store: str, made: Board, *, folded: bool) -> None:
    if folded:
        store_snapshots(store, {ROOM: made.state})
    else:
        store_logs(store, {ROOM: made.log})


def taken_apart(made: Board, *, folded: bool) -> Steps:
    """The same steps as in `rooms.hub`, one after the other."""
    with fresh_folder() as data:
        fill(store_in(data), made, folded=folded)
        stored, reading_ms = asyncio.run(read(store_in(data)))
    base = EMPTY_UPDATE if stored.snapshot is None else stored.snapshot
    updates = [update_of(entry.data) for entry in stored.entries]
    document, merging_ms = timed(lambda: Document(base, updates))
    state, writing_ms = timed(document.state)
    _, counting_ms = timed(lambda: Budget(state))
    return Steps(reading_ms, merging_ms, writing_ms, counting_ms)


async def read(store: str) -> tuple[StoredRoom, float]:
    opened_store, _ = open_store(store, NodeId("bench"))
    async with opened_store:
        began_s = time.perf_counter()
        return await opened_store.load(ROOM), 1000 * (time.perf_counter() - began_s)


def timed(step: Callable[[], T]) -> tuple[T, float]:
    """What it returns, and the ms it took."""
    began_s = time.perf_counter()
    return step(), 1000 * (time.perf_counter() - began_s)
