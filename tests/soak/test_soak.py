"""That the soak tool works: its sums, its verdict, and a few seconds of the real thing."""

from collections.abc import Mapping
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.soak.__main__ import main
from tests.soak.slope import slope
from tests.soak.soak import Crowd, Outcome, Sample, soak
from tests.soak.verdict import judge

MB = 2**20
GOOD: Mapping[str, Any] = {"deliveries": 9, "lost": 0, "problems": {}}


def outcome(mb_per_s: float = 0, **tally: Any) -> Outcome:
    samples = [sample(at_s, int((60 + at_s * mb_per_s) * MB)) for at_s in range(10)]
    return Outcome(samples, {**GOOD, **tally})


def sample(at_s: float, own_bytes: int, document_bytes: int = 0) -> Sample:
    return Sample(at_s, own_bytes + 20 * MB, own_bytes, document_bytes, 3)


def test_the_slope_is_that_of_the_line() -> None:
    assert slope([(0, 5), (1, 7), (2, 9), (4, 13)]) == 2


def test_a_wild_sample_does_not_bend_the_slope() -> None:
    assert slope([(x, 3 * x + (1000 if x == 7 else 0)) for x in range(20)]) == 3


def test_one_sample_has_no_slope() -> None:
    assert slope([(1, 1)]) == 0


def test_what_boards_take_is_not_counted_as_swelling() -> None:
    samples = [sample(s, 60 * MB + s * MB, s * MB) for s in range(10)]
    assert Outcome(samples, dict(GOOD)).mb_per_hour(0) == 0


def test_what_the_kernel_keeps_of_files_is_not_counted_as_swelling() -> None:
    samples = [Sample(s, 60 * MB + s * MB, 60 * MB, 0, 3) for s in range(10)]
    assert Outcome(samples, dict(GOOD)).mb_per_hour(0) == 0


def test_the_warm_up_does_not_count() -> None:
    samples = [sample(s, min(s, 5) * MB) for s in range(10)]
    assert Outcome(samples, dict(GOOD)).mb_per_hour(5) == 0


def test_flat_and_complete_is_good() -> None:
    assert judge(outcome(), 0, 1).is_good


@pytest.mark.parametrize(
    "bad",
    [
        outcome(lost=1),
        outcome(problems={"did not get in": 2}),
        outcome(deliveries=0),
        outcome(mb_per_s=0.01),
    ],
    ids=["a lost word", "somebody kept out", "nothing delivered", "memory that grows"],
)
def test_not_good_is(bad: Outcome) -> None:
    assert not judge(bad, 0, 20).is_good


@pytest.mark.node
def test_a_few_seconds_of_it_lose_nothing() -> None:
    crowd = Crowd(teams=4, people=4, types_per_s=5, visit_s=1.5, board_s=2)
    seen = soak(crowd, seconds=8, every_s=1)
    assert seen.tally["lost"] == 0, seen.tally
    assert not seen.problems
    # Each board has four people: a word reaches at most three, most of the time all of them.
    assert seen.tally["deliveries"] > 2 * seen.tally["words"] > 0
    assert seen.tally["visits"] > 4 * 4 * 2, "they reloaded and changed boards"
    assert seen.most_rooms > 4, "they opened new boards"


@pytest.mark.node
def test_it_ends_with_1_when_memory_grows_more_than_allowed() -> None:
    """No memory shrinks so fast."""
    app = typer.Typer()
    app.command()(main)
    told = CliRunner().invoke(app, ["--minutes", "0.05", "--most-mb-per-hour", "-100000"])
    assert told.exit_code == 1, told.output
    assert "words lost             0" in told.output
    assert "NOT good" in told.output
