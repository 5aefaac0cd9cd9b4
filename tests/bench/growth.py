"""How the cost of a delivery grows with the people of a room, the rooms, and the board.

Everybody writes at a fixed rate, far below what the server sustains, so that the cost shows and
not a queue.
"""

from collections.abc import Mapping, Sequence

from persistence.contract import RoomId
from tests.bench.boards import board
from tests.bench.rivals import ours
from tests.bench.scenario import Figures, Scenario, at_rate
from tests.bench.table import Table, milliseconds

SECONDS = 2.0
EVERYBODY = 300
PEOPLE = (5, 10, 20, 50, 100, 300)
ROOMS = (1, 5, 20, 50, 100, 200)
NOTES = (100, 300, 1000, 2000, 5000)
EDITS_PER_NOTE = 5
HEADINGS = ("µs per edit", "µs per delivery", "ratio", "CPU", "p50", "p99", "memory")


def measure() -> list[Table]:
    return [by_people(), by_rooms(), by_notes()]


def by_people() -> Table:
    """The same 300 people and edits, in fewer and larger rooms."""
    figures = [run(EVERYBODY // people, people, 2) for people in PEOPLE]
    title = f"People per room: {EVERYBODY} people, 2 updates a second each"
    return table(title, "people in each room", PEOPLE, figures)


def by_rooms() -> Table:
    figures = [run(rooms, 5, 4) for rooms in ROOMS]
    return table("Rooms: 5 people in each, 4 updates a second each", "rooms", ROOMS, figures)


def by_notes() -> Table:
    figures = []
    for notes in NOTES:
        state = board(notes, EDITS_PER_NOTE).state
        figures.append(run(5, 8, 5, {RoomId(f"bench-{number}"): state for number in range(5)}))
    title = "Board size: 5 rooms of 8, 5 updates a second each"
    return table(title, "notes on each board", NOTES, figures)


def run(
    rooms: int, people: int, rate: float, boards: Mapping[RoomId, bytes] | None = None
) -> Figures:
    scenario = Scenario("growth", "", rooms, people, rate=rate)
    figures = at_rate(scenario, ours("--open-rooms"), SECONDS, boards or {})
    assert not figures.lost, f"{rooms} rooms of {people}: {figures.lost} deliveries were lost"
    assert not figures.closed, f"{rooms} rooms of {people}: {figures.closed}"
    return figures


def table(title: str, what: str, sizes: Sequence[int], all_figures: Sequence[Figures]) -> Table:
    first_us = all_figures[0].us_per_delivery
    rows = [
        [f"{size:,}", *cells(figures, first_us)]
        for size, figures in zip(sizes, all_figures, strict=True)
    ]
    return Table(title, [what, *HEADINGS], rows)


def cells(figures: Figures, first_us: float) -> list[str]:
    return [
        f"{figures.us_per_edit:.0f}",
        f"{figures.us_per_delivery:.2f}",
        f"{figures.us_per_delivery / first_us:.2f}",
        f"{figures.cpu:.1%}",
        milliseconds(figures.p50_ms),
        milliseconds(figures.p99_ms),
        f"{figures.memory_mb:.0f} MB",
    ]
