"""What memory a connection, a room and a board take, and what is left of a day.

Resident memory of the whole process before and after, divided by how many came: it holds what
Python, the websocket parser and the allocator keep, and not the kernel's socket buffers.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from persistence.contract import RoomId
from tests.bench.boards import Board, board, store_snapshots
from tests.bench.rivals import Contestant, contestants, fresh_folder, ours, running, store_in
from tests.bench.storm import Seat, people
from tests.bench.table import Table, kilobytes, megabytes
from tests.processes import free_port
from tests.soak.soak import Crowd, Outcome, read_metrics, soak

CONNECTIONS = 2000
CONNECTIONS_PER_ROOM = 200
ROOMS_OF_IDLE = CONNECTIONS // CONNECTIONS_PER_ROOM
COME_WITHIN_S = 2.0
COHORT = 200
IDLE_ROOMS = 1000
FULL_ROOMS = 20
NOTES = 2000
EDITS_PER_NOTE = 5
# The hub's minute, its sweep and a margin.
UNLOADED_WITHIN_S = 90.0
SETTLES_S = 1.0

HOURS = 8
HOUR_S = 5.0
HOUR_REAL_S = 3600.0
# In an hour each person writes a word every ten seconds, moves for a minute and reloads once.
DAY = Crowd(
    teams=8,
    people=8,
    types_per_s=360 / HOUR_S,
    moves_per_s=25 * 60 / 8 / HOUR_S,
    visit_s=HOUR_S,
    board_s=2 * HOURS * HOUR_S,
)


def measure() -> list[Table]:
    nothing = board(1, 1)
    idle = [
        [contestant.name, kilobytes(idle_connection(contestant, nothing))]
        for contestant in contestants()
    ]
    heading = f"An idle connection: {CONNECTIONS:,} of them in {ROOMS_OF_IDLE} rooms"
    return [Table(heading, ("server", "memory each"), idle), *rooms_and_day()]


def idle_connection(contestant: Contestant, nothing: Board) -> float:
    """Bytes. Somebody is in each room before, so that only connections are counted."""
    rooms = [Seat(f"idle-{number}") for number in range(ROOMS_OF_IDLE)]
    port = free_port()
    with (
        fresh_folder() as data,
        running(contestant, port, data) as server,
        present(contestant, port, rooms, nothing, data),
    ):
        before = settled_rss(server)
        with present(contestant, port, rooms * CONNECTIONS_PER_ROOM, nothing, data):
            return (settled_rss(server) - before) / CONNECTIONS


def rooms_and_day() -> list[Table]:
    contestant = ours("--open-rooms")
    full = board(NOTES, EDITS_PER_NOTE)
    names = [f"full-{number}" for number in range(FULL_ROOMS)]
    port = free_port()
    with fresh_folder() as data:
        store_snapshots(store_in(data), {RoomId(name): full.state for name in names})
        with running(contestant, port, data) as server:
            visit(contestant, port, [Seat("first")] * COHORT, full, data)
            start = settled_rss(server)
            for first in range(0, IDLE_ROOMS, COHORT):
                seats = [Seat(f"empty-{first + number}") for number in range(COHORT)]
                visit(contestant, port, seats, full, data)
            empty = settled_rss(server)
            documents = read_metrics(port)["helpathon_document_bytes"]
            visit(contestant, port, [Seat(name) for name in names], full, data)
            loaded = settled_rss(server)
            held = read_metrics(port)
            left_s = time.monotonic()
            day = soak(DAY, HOURS * HOUR_S, HOUR_S)
            wait_until_unloaded(port)
            unloaded_s = time.monotonic() - left_s
            after = settled_rss(server)
    each_holds = (held["helpathon_document_bytes"] - documents) / FULL_ROOMS
    rows = [
        ["an empty room", kilobytes((empty - start) / IDLE_ROOMS), "–"],
        [
            f"a room with {NOTES:,} notes",
            kilobytes((loaded - empty) / FULL_ROOMS),
            kilobytes(each_holds),
        ],
    ]
    remarks = [
        f"{held['helpathon_rooms']:,.0f} rooms were in memory with nobody in them"
        f" ({megabytes(loaded)}); {unloaded_s:.0f} s after the last one left there were none"
        f" ({megabytes(after)}; {megabytes(start)} before them).",
    ]
    return [
        Table("Rooms that nobody is in", ("", "memory each", "of it document"), rows, remarks),
        day_table(day),
    ]


def day_table(day: Outcome) -> Table:
    rows = [
        [
            str(hour),
            megabytes(sample.rss_bytes),
            kilobytes(sample.document_bytes),
            megabytes(sample.own_bytes - sample.document_bytes),
            f"{sample.rss_bytes / day.samples[1].rss_bytes:.2f}",
        ]
        for hour, sample in enumerate(day.samples)
    ]
    tally = day.tally
    assert not tally["lost"], f"expected to lose nothing: {tally}"
    second_half = day.mb_per_hour(HOURS * HOUR_S / 2) * HOUR_S / HOUR_REAL_S
    remarks = [
        f"In the second half {second_half:+.1f} MB an hour of the day beside the boards: merging a"
        f" board takes working memory in proportion to it, and these boards grow all day.",
        f"{tally['words']:,} edits, {tally['moves']:,} cursor moves, {tally['visits']:,} visits,"
        f" {tally['deliveries']:,} deliveries, {tally['lost']} lost.",
    ]
    title = f"A day of {HOURS} hours: {DAY.teams} teams of {DAY.people}, an hour in {HOUR_S:g} s"
    headings = (
        "after hours",
        "memory",
        "of it boards",
        "beside boards and files",
        "memory, as a ratio to hour 1",
    )
    return Table(title, headings, rows, remarks)


@contextmanager
def present(
    contestant: Contestant, port: int, seats: Sequence[Seat], made: Board, data: Path
) -> Iterator[None]:
    """These people are in their rooms, silent."""
    with people(contestant, port, list(seats), made, data) as crowd:
        result = crowd.do("storm", within_s=COME_WITHIN_S, copy=False)
        assert not result["missed"], f"{result['missed']} of {len(seats)} did not get in"
        yield


def visit(
    contestant: Contestant, port: int, seats: Sequence[Seat], made: Board, data: Path
) -> None:
    """They come and go."""
    with present(contestant, port, seats, made, data):
        pass


def settled_rss(server: psutil.Process) -> int:
    time.sleep(SETTLES_S)
    rss: int = server.memory_info().rss
    return rss


def wait_until_unloaded(port: int) -> None:
    deadline_s = time.monotonic() + UNLOADED_WITHIN_S
    while read_metrics(port)["helpathon_rooms"]:
        assert time.monotonic() < deadline_s, "expected the hub to let all rooms go"
        time.sleep(1)
