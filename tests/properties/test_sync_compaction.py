"""Compaction is the identity: for every split of every log, with gaps, deletes and cut characters.

The oracle reads updates plainly, unit by unit. Where histories differ about a clock (garbage
collected here and not there, a character that somebody cut), any of what was said may stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.document import Document, compact, merge
from sync.guard import STATE_LIMITS, Budget, inspect
from tests.properties.replicas import Board
from tests.properties.updates import any_update
from tests.sync import yjs
from tests.sync.histories import HISTORIES, History

CUT = b"\xfd\xff"


@dataclass
class Expected:
    units: dict[yjs.Id, list[yjs.Unit]] = field(default_factory=dict)
    deleted: set[yjs.Id] = field(default_factory=set)

    @classmethod
    def of(cls, log: tuple[bytes, ...]) -> Expected:
        expected = cls()
        for data in log:
            said = yjs.read(data)
            expected.deleted |= said.deleted
            for at, unit in said.units.items():
                expected.units.setdefault(at, []).append(unit)
        return expected

    def agrees(self, state: bytes) -> None:
        said = yjs.read(state)
        assert said.units.keys() == self.units.keys()
        assert said.deleted == self.deleted
        for at, unit in said.units.items():
            assert any(same(unit, it) for it in self.units[at]), (at, unit, self.units[at])


def same(unit: yjs.Unit, said: yjs.Unit) -> bool:
    """Equal, or the half of a character that was cut: U+FFFD in the same place."""
    if unit == said:
        return True
    (content, *place), (other, *other_place) = unit, said
    return content == ("string", CUT) and place == other_place and is_half(other)


def is_half(content: object) -> bool:
    return isinstance(content, tuple) and content[0] == "string" and content[1][1] >> 3 == 0xD8 >> 3


@pytest.mark.parametrize("history", HISTORIES, ids=repr)
def test_d1_compaction_changes_nothing_at_any_split(history: History) -> None:
    log = history.updates
    expected = Expected.of(log)
    document = Document()
    for split in range(len(log) + 1):
        expected.agrees(compact(document.state(), log[split:]))
        if split < len(log):
            document.append(log[split])
    # Compacted again and again on the way, it is still the same.
    expected.agrees(document.state())


def test_d1_compaction_changes_nothing_in_any_order() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=250, deadline=None)
    @given(st.sampled_from(HISTORIES), st.integers(0, 2**32))
    def check(history: History, seed: int) -> None:
        random = Random(seed)
        log = random.sample(history.updates, len(history.updates))
        expected = Expected.of(tuple(log))
        split = random.randint(0, len(log))
        base = merge(log[:split])
        came["base with gaps"] += inspect(base, STATE_LIMITS).clients != ranges_from_0(base)
        document = Document(base, log[split:])
        expected.agrees(document.state())
        at = random.randint(0, len(log))
        had = Document(tail=log[:at])
        expected.agrees(merge([had.state(), document.diff(had.state_vector())]))
        came["cut"] += history.careless

    check()
    assert min(came["base with gaps"], came["cut"]) > 20, came


def ranges_from_0(base: bytes) -> tuple[tuple[int, int, int], ...]:
    return tuple(it for it in inspect(base, STATE_LIMITS).clients if it.start == 0)


@settings(max_examples=250, deadline=None)
@given(st.randoms(), st.integers(1, 6))
def test_d1_compaction_changes_nothing_of_what_hostile_clients_send(
    random: Random, count: int
) -> None:
    log = tuple(any_update(random) for _ in range(count))
    expected = Expected.of(log)
    for split in range(count + 1):
        expected.agrees(compact(merge(log[:split]), log[split:]))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_d1_compaction_changes_nothing_of_a_boards_log(seed: int) -> None:
    board = Board(Random(seed), 3)
    for _ in range(40):
        board.step()
    board.settle()
    log = tuple(board.server.log)
    expected = Expected.of(log)
    for split in range(0, len(log) + 1, 5):
        state = compact(merge(log[:split]), log[split:])
        expected.agrees(state)
        assert Budget(state).unproven == 0
