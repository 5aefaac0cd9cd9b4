import pytest

from sync.clocks import Clocks, Overlap, read_state_vector
from sync.errors import WireError


def clocks(*ranges: tuple[int, int, int]) -> Clocks:
    held = Clocks()
    held.add(ranges)
    return held


def test_a_run_grows_by_what_follows_it() -> None:
    assert read_state_vector(clocks((7, 0, 3), (7, 3, 5), (9, 0, 1)).vector()) == {7: 5, 9: 1}


def test_d3_what_lies_beyond_a_gap_counts_as_lacking() -> None:
    held = clocks((7, 0, 3), (7, 5, 8), (9, 4, 6))
    assert read_state_vector(held.vector()) == {7: 3}


def test_d3_a_filled_gap_joins_the_islands_behind_it() -> None:
    held = clocks((7, 12, 14), (7, 0, 3), (7, 5, 8), (7, 8, 9))
    held.add([(7, 3, 5)])
    assert read_state_vector(held.vector()) == {7: 9}
    held.add([(7, 8, 12)])
    assert read_state_vector(held.vector()) == {7: 14}


@pytest.mark.parametrize(
    ("ranges", "overlap"),
    [
        ([(7, 3, 5)], Overlap.NONE),
        ([(8, 0, 9)], Overlap.NONE),
        ([], Overlap.NONE),
        ([(7, 0, 3)], Overlap.ALL),
        ([(7, 1, 2), (9, 0, 1)], Overlap.ALL),
        ([(7, 2, 4)], Overlap.RUNS),
        ([(7, 0, 3), (8, 0, 1)], Overlap.RUNS),
        ([(7, 11, 12)], Overlap.BEYOND),
        ([(7, 0, 1), (7, 2, 11)], Overlap.BEYOND),
        ([(7, 4, 5), (8, 0, 9)], Overlap.BEYOND),
        ([(7, 0, 3), (7, 13, 14)], Overlap.BEYOND),
        ([(8, 1, 2)], Overlap.BEYOND),
    ],
)
def test_overlap_tells_what_is_held_already(
    ranges: list[tuple[int, int, int]], overlap: Overlap
) -> None:
    assert clocks((7, 0, 3), (9, 0, 1), (7, 10, 13)).overlap(ranges) is overlap


def test_a_vector_can_be_of_some_clients() -> None:
    held = clocks((7, 0, 3), (8, 0, 2), (9, 0, 1))
    assert read_state_vector(held.vector([9, 7, 5])) == {7: 3, 9: 1}


@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x01\x07", b"\x00\x00", b"\x01\x07\xff\xff\xff\xff\x0f"]
)
def test_w5_a_broken_state_vector_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        read_state_vector(data)
