import random
from collections.abc import Callable
from dataclasses import dataclass

import pycrdt
import pytest

from sync.clocks import read_state_vector
from sync.document import (
    EMPTY_STATE_VECTOR,
    EMPTY_UPDATE,
    Document,
    Overlap,
    View,
    compact,
    merge,
)
from sync.errors import DocumentError
from sync.guard import Limits, inspect
from tests.sync import yjs
from tests.sync.yjs import block, deletes, gc, item, string, text, update


@dataclass(frozen=True)
class Pycrdt:
    """The part of it that is used, any of it replaced."""

    get_state: Callable[[bytes], bytes] = pycrdt.get_state
    get_update: Callable[[bytes, bytes], bytes] = pycrdt.get_update
    merge_updates: Callable[..., bytes] = pycrdt.merge_updates


def letter(clock: int, client: int = 7, value: str = "a") -> bytes:
    origin = (client, clock - 1) if clock else None
    return update(block(client, clock, text(value, origin=origin, root="r")))


def typed(count: int, client: int = 7) -> list[bytes]:
    return [letter(clock, client) for clock in range(count)]


def vector(**clocks: int) -> bytes:
    out = yjs.uint(len(clocks))
    for client, clock in clocks.items():
        out += yjs.uint(int(client[1:])) + yjs.uint(clock)
    return out


def test_d10_a_new_document_is_empty() -> None:
    document = Document()
    assert document.state() == EMPTY_UPDATE == b"\x00\x00"
    assert document.state_vector() == EMPTY_STATE_VECTOR == b"\x00"
    assert document.diff(EMPTY_STATE_VECTOR) == EMPTY_UPDATE
    assert (document.size_bytes, document.tail_count) == (2, 0)


def test_d1_the_state_says_what_base_and_tail_say() -> None:
    updates = [*typed(5), update(deleted=deletes((7, [(1, 2)])))]
    document = Document(merge(updates[:3]), updates[3:])
    assert yjs.read(document.state()).units.keys() == {(7, clock) for clock in range(5)}
    assert yjs.read(document.state()).deleted == {(7, 1), (7, 2)}
    assert compact(merge(updates[:3]), updates[3:]) == document.state()


def test_the_tail_is_counted_from_the_base() -> None:
    document = Document(merge(typed(3)), [letter(3)])
    document.append(letter(4))
    assert document.tail_count == 2
    assert document.size_bytes >= len(document.state())


def test_d3_what_is_beyond_a_gap_is_kept_and_asked_for() -> None:
    document = Document(EMPTY_UPDATE, [letter(0), letter(2)])
    assert yjs.read(document.state()).units.keys() == {(7, 0), (7, 2)}
    assert read_state_vector(document.state_vector()) == {7: 1}
    document.append(letter(1))
    assert read_state_vector(document.state_vector()) == {7: 3}


def test_d3_a_stored_base_with_a_gap_is_asked_for_too() -> None:
    document = Document(merge([letter(0), letter(2), letter(0, client=9)]))
    assert read_state_vector(document.state_vector()) == {7: 1, 9: 1}
    document.append(update(block(7, 0, text("aaa", root="r"))))
    assert read_state_vector(document.state_vector()) == {7: 3, 9: 1}
    assert yjs.read(document.state()).units.keys() == {(7, 0), (7, 1), (7, 2), (9, 0)}


@pytest.mark.parametrize("clock", [0, 3, 10])
def test_d6_a_diff_completes_who_asks(clock: int) -> None:
    updates = [*typed(10), update(deleted=deletes((7, [(0, 1)])))]
    document = Document(EMPTY_UPDATE, updates)
    diff = yjs.read(document.diff(vector(c7=clock)))
    assert diff.units.keys() == {(7, at) for at in range(clock, 10)}
    assert diff.deleted == {(7, 0)}


def test_d6_a_diff_for_somebody_from_elsewhere_is_everything() -> None:
    document = Document(EMPTY_UPDATE, typed(3))
    assert yjs.read(document.diff(vector(c8=5))) == yjs.read(document.state())


def test_d6_a_broken_state_vector_is_a_failure_of_the_document() -> None:
    with pytest.raises(DocumentError):
        Document(EMPTY_UPDATE, typed(3)).diff(b"\xff\xff")


def test_d7_state_and_diffs_are_kept_until_the_next_append() -> None:
    document = Document(EMPTY_UPDATE, typed(9))
    state, diff = document.state(), document.diff(vector(c7=4))
    assert document.state() is state
    assert document.diff(vector(c7=4)) is diff
    document.append(letter(9))
    assert len(yjs.read(document.state()).units) == 10
    assert len(yjs.read(document.diff(vector(c7=4))).units) == 6


def test_d7_diffs_kept_are_bounded() -> None:
    document = Document(EMPTY_UPDATE, typed(300))
    diffs = [document.diff(vector(c7=clock)) for clock in range(300)]
    assert [len(yjs.read(diff).units) for diff in diffs] == list(range(300, 0, -1))


@pytest.fixture
def merged_bytes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each merge was given."""
    sizes: list[int] = []

    def merge_updates(*updates: bytes) -> bytes:
        sizes.append(sum(map(len, updates)))
        return pycrdt.merge_updates(*updates)

    monkeypatch.setattr("sync.document.pycrdt", Pycrdt(merge_updates=merge_updates))
    return sizes


def test_d7_a_burst_of_keystrokes_is_copied_a_logarithmic_number_of_times(
    merged_bytes: list[int],
) -> None:
    updates = typed(4_096)
    document = Document()
    for data in updates:
        document.append(data)
    assert 0 < sum(merged_bytes) < 12 * sum(map(len, updates))


def test_d7_a_keystroke_does_not_touch_a_large_base(merged_bytes: list[int]) -> None:
    document = Document(merge(typed(4_096)))
    merged_bytes.clear()
    for clock in range(4_096, 4_196):
        document.append(letter(clock))
        document.diff(vector(c7=4_096))
    assert max(merged_bytes) < document.size_bytes / 4


def test_d5_what_is_sent_again_adds_its_deletes_only() -> None:
    document = Document(merge(typed(200)))
    size = document.size_bytes
    for clock in range(200):
        document.append(letter(clock))
    assert document.size_bytes == size
    document.append(update(block(7, 3, text("a", origin=(7, 2))), deleted=deletes((7, [(0, 3)]))))
    said = yjs.read(document.state())
    assert len(said.units) == 200
    assert said.deleted == {(7, 0), (7, 1), (7, 2)}


@pytest.mark.parametrize("again", ["b", "bcd"])
def test_d2_of_two_for_one_clock_the_first_counts(again: str) -> None:
    document = Document(EMPTY_UPDATE, typed(3))
    document.append(update(block(7, 1, text(again, origin=(7, 0)))))
    units = yjs.read(document.state()).units
    assert [units[7, clock][0] for clock in (0, 1, 2)] == [("string", b"a\x00")] * 3
    assert len(units) == max(3, 1 + len(again))


def test_d2_garbage_does_not_replace_what_is_known() -> None:
    document = Document(EMPTY_UPDATE, typed(3))
    document.append(update(block(7, 0, gc(5)), deleted=deletes((7, [(0, 5)]))))
    units = yjs.read(document.state()).units
    assert [units[7, clock][0] for clock in range(5)] == [("string", b"a\x00")] * 3 + ["gc"] * 2


@pytest.mark.parametrize("first", [0, 1])
def test_d4_a_cut_character_moves_nothing_else(first: int) -> None:
    """Found by shuffling what careless clients sent: pycrdt dropped a clock."""
    half = update(block(3, 0, text("\ufffd", root="text")))
    whole = update(block(3, 0, text("😀", root="text"), text("bc", origin=(3, 1))))
    document = Document(EMPTY_UPDATE, [half, whole] if first == 0 else [whole, half])
    assert yjs.read(document.state()).units.keys() == {(3, clock) for clock in range(4)}
    expected = "\ufffd\ufffdbc" if first == 0 else "😀bc"
    assert View(document.state()).json({"text": "text"}) == {"text": expected}


def test_d8_what_pycrdt_cannot_read_changes_nothing() -> None:
    """JSON that Yjs and Python read and pycrdt does not."""
    hostile = update(block(9, 0, item(yjs.EMBED, string('"\\ud800"'), root="r")))
    inspect(hostile, Limits())
    document = Document(EMPTY_UPDATE, typed(3))
    state = document.state()
    with pytest.raises(DocumentError):
        document.append(hostile)
    assert document.state() == state
    assert document.tail_count == 3


class PanicException(BaseException):
    """As pyo3 calls it."""


@pytest.mark.parametrize("failure", [ValueError("no"), PanicException("at the disco")])
def test_d9_failures_and_panics_are_document_errors(
    monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(*_: bytes) -> bytes:
        raise failure

    document = Document(EMPTY_UPDATE, typed(2))
    monkeypatch.setattr("sync.document.pycrdt", Pycrdt(merge_updates=fail))
    with pytest.raises(DocumentError, match=str(failure)):
        document.state()
    monkeypatch.undo()
    assert yjs.read(document.state()).units.keys() == {(7, 0), (7, 1)}


@pytest.mark.parametrize("signal", [KeyboardInterrupt, SystemExit])
def test_d9_an_interrupt_passes(
    monkeypatch: pytest.MonkeyPatch, signal: type[BaseException]
) -> None:
    def interrupt(*_: bytes) -> bytes:
        raise signal

    monkeypatch.setattr("sync.document.pycrdt", Pycrdt(get_state=interrupt))
    with pytest.raises(signal):
        Document().append(letter(0))


def test_d9_a_base_that_is_no_update_is_a_failure_of_the_document() -> None:
    for base in (b"", b"\x01\x02", b"\xff" * 20):
        with pytest.raises(DocumentError):
            Document(base)


def test_d11_what_lands_beyond_a_gap_costs_nothing_of_the_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def counted(*updates: bytes) -> bytes:
        asked.append(sum(map(len, updates)))
        return pycrdt.merge_updates(*updates)

    whole_board = [letter(clock, client=8, value="x" * 1000) for clock in range(0, 200_000, 1000)]
    document = Document(merge(whole_board), [letter(5)])
    monkeypatch.setattr("sync.document.pycrdt", Pycrdt(merge_updates=counted))
    for _ in range(100):
        document.append(letter(5))
    assert sum(asked) == 0
    document.append(update(block(7, 0, text("abcde", root="r"))))
    assert sum(asked) < 5_000
    assert read_state_vector(document.state_vector()) == {7: 6, 8: 200_000}


def test_d11_a_filled_gap_leaves_nothing_waiting() -> None:
    document = Document(EMPTY_UPDATE, [letter(3), letter(3), letter(1)])
    assert document.beyond_bytes == 3 * len(letter(3))
    document.append(letter(0))
    document.append(letter(2))
    assert document.beyond_bytes == 0
    assert yjs.read(document.state()).units.keys() == {(7, clock) for clock in range(4)}


def test_a_document_knows_what_it_holds_of_some_clocks() -> None:
    document = Document(merge(typed(3)), [letter(0, client=8), letter(4)])
    assert document.overlap([(7, 3, 4), (9, 0, 1)]) is Overlap.NONE
    assert document.overlap([(7, 0, 3), (8, 0, 1)]) is Overlap.ALL
    assert document.overlap([(7, 0, 4)]) is Overlap.RUNS
    assert document.overlap([(7, 4, 5)]) is Overlap.BEYOND


def test_d1_merging_a_long_shuffled_log_is_merging_it_in_order() -> None:
    updates = [*typed(300), *typed(300, client=9), update(deleted=deletes((9, [(0, 9)])))]
    shuffled = random.Random(4).sample(updates, len(updates))
    assert yjs.read(merge(shuffled)) == yjs.read(merge(updates))
