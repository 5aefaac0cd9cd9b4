"""Bombs of depth, count and length go off in a process of their own: a crash fails the test."""

import json
import subprocess
import sys

import pytest

from tests.sync.bombs import BOMBS

# Stays far below: it is the whole way of the largest messages a peer may send.
TIMEOUT_S = 60


def survive(bomb: str) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.sync.bombs", bomb]
    run = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    assert run.returncode == 0, run.stderr[-2_000:]
    assert "panicked" not in run.stderr
    came: dict[str, int] = json.loads(run.stdout)
    return came


REFUSED_WHOLE = ["any_arrays", "any_maps", "any_lengths", "counts", "lengths", "json_brackets"]
HARMLESS = ["emoji_in_an_array", "children_of_text", "one_place"]
IN_STEPS = ["nested_types_in_steps", "nested_types_told_apart", "nested_types_backwards"]


@pytest.mark.parametrize("bomb", REFUSED_WHOLE)
def test_g11_bombs_of_depth_count_and_length_are_refused(bomb: str) -> None:
    came = survive(bomb)
    assert came["taken"] == 0
    assert came["refused"] > 0


def test_g15_types_inside_one_another_are_refused() -> None:
    came = survive("nested_types")
    # Their delete is harmless and comes twice.
    assert came == {"taken": 2, "refused": 6}


@pytest.mark.parametrize("bomb", IN_STEPS)
def test_g16_depth_cannot_be_built_up_in_steps(bomb: str) -> None:
    came = survive(bomb)
    assert came["taken"] > 100
    assert came["refused"] > 100


@pytest.mark.parametrize("bomb", HARMLESS)
def test_v5_what_breaks_pycrdt_does_not_break_the_view(bomb: str) -> None:
    assert survive(bomb)["refused"] == 0


def test_s6_state_vectors_that_promise_too_much_are_refused() -> None:
    assert survive("state_vectors")["taken"] == 0


def test_every_bomb_goes_off() -> None:
    assert {*REFUSED_WHOLE, *HARMLESS, *IN_STEPS, "nested_types"} == set(BOMBS)
