"""The short form of `make fuzz`: some thousand hostile inputs, nobody honest notices."""

import secrets
from pathlib import Path

import pytest

from tests.hostile.fuzz import BRIEF, Outcome, fuzz_briefly, kept, replay
from tests.hostile.inputs import Input, crafted, in_steps


def require_peace(outcome: Outcome, folder: Path) -> None:
    print(outcome)
    if outcome.fault:
        pytest.fail(f"{outcome.fault}; {outcome}; inputs in {outcome.keep(folder)}")


async def test_hostile_inputs_harm_nobody(tmp_path: Path) -> None:
    outcome = await fuzz_briefly(secrets.randbelow(2**32), tmp_path)

    require_peace(outcome, tmp_path)
    assert outcome.inputs == BRIEF + len(crafted())
    assert outcome.words > 0
    assert {4400, 4413} <= outcome.codes.keys()


async def test_what_was_kept_can_be_said_again(tmp_path: Path) -> None:
    outcome = Outcome(seed=7, fault="x")
    outcome.recent.extend([Input("noise", b"\x82\x80\0\0\0\0"), *crafted()[:5]])

    again = kept(outcome.keep(tmp_path))

    assert again == list(outcome.recent)
    require_peace(await replay(again, 7, tmp_path), tmp_path)


def test_the_crafted_inputs_are_many_kinds_and_as_large_as_a_message_may_be() -> None:
    inputs = [*crafted(), *in_steps()]

    assert len({each.kind for each in inputs}) > 25
    assert max(len(each.wire) for each in inputs) > 390_000
