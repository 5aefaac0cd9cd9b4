"""What the guard lets through is what a plain reader reads, and nothing breaks behind it."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.document import Document, View, merge
from sync.errors import DocumentError, SyncError
from sync.guard import STATE_LIMITS, Budget, Limits, Report, inspect
from tests.properties.updates import any_update
from tests.sync import yjs
from tests.sync.histories import HISTORIES

LIMITS = Limits()
SENT = [data for history in HISTORIES for data in history.updates]
# A plain reader writes down every clock: not those of garbage a million clocks long.
MAX_CLOCKS = 10_000


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """What stock clients sent, with some bytes changed, left out or put in."""
    data = bytearray(draw(st.sampled_from(SENT)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        action = draw(st.integers(0, 2))
        put = draw(st.binary(min_size=1, max_size=3)) if action else b""
        data[at : at + (0 if action == 2 else 1)] = put
    return bytes(data)


def clocks(report: Report) -> set[tuple[int, int]]:
    return {(client, at) for client, start, end in report.clients for at in range(start, end)}


def test_g12_what_is_let_through_is_what_a_plain_reader_reads() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=1_500, deadline=None)
    @given(st.one_of(damaged(), st.binary(max_size=40), st.randoms().map(any_update)))
    def check(data: bytes) -> None:
        try:
            report = inspect(data, LIMITS)
        except SyncError:
            came["refused"] += 1
            return
        if sum(end - start for _, start, end in report.clients) > MAX_CLOCKS:
            return
        came["let through"] += 1
        said = yjs.read(data)
        assert clocks(report) == said.units.keys()
        assert (report.types > 0) == any(unit[0][0] == "type" for unit in contents(said))
        take(data, came)

    check()
    assert min(came["refused"], came["let through"], came["taken"]) > 50, came


def contents(said: yjs.Said) -> list[tuple[tuple[object, ...], ...]]:
    return [unit for unit in said.units.values() if isinstance(unit[0], tuple)]  # type: ignore[misc]


def take(data: bytes, came: Counter[str]) -> None:
    """Behind the guard: refused as a whole, or merged and read."""
    document = Document()
    try:
        document.append(data)
    except DocumentError:
        came["unread by pycrdt"] += 1
        return
    came["taken"] += 1
    View(document.state()).json({"objects": "map", "text": "text", "list": "array"})


def test_d1_what_hostile_clients_send_is_merged_without_loss() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=600, deadline=None)
    @given(st.randoms(), st.integers(1, 5))
    def check(random: Random, count: int) -> None:
        updates = [any_update(random) for _ in range(count)]
        document = Document(tail=updates)
        state = document.state()
        report = inspect(state, STATE_LIMITS)
        said = [yjs.read(data) for data in updates]
        assert clocks(report) == set().union(*(it.units for it in said))
        assert yjs.read(state).deleted == set().union(*(it.deleted for it in said))
        assert yjs.read(merge([state])) == yjs.read(state)
        assert Budget(state).types == report.types
        view = View(state)
        view.json({"objects": "map", "text": "text", "list": "array"})
        came["complete" if view.complete else "waiting"] += 1

    check()
    assert min(came["complete"], came["waiting"]) > 20, came


def test_g12_the_guard_lets_everything_through_that_stock_clients_send() -> None:
    assert sum(inspect(data, LIMITS).structs for data in SENT) > 1_000


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SENT))
def test_w5_an_update_that_ends_early_is_refused_at_every_offset(data: bytes) -> None:
    for end in range(len(data)):
        try:
            inspect(data[:end], LIMITS)
        except SyncError:
            continue
        raise AssertionError(f"let through {end} of {len(data)} bytes")
