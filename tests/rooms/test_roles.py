import itertools

import pytest

from rooms.roles import PERMITTED, STRENGTH, Action, Role, may


@pytest.mark.parametrize("action", Action)
def test_a_facilitator_may_do_everything(action: Action) -> None:
    assert may(Role.FACILITATOR, action)


@pytest.mark.parametrize("action", Action)
def test_a_guest_may_do_nothing(action: Action) -> None:
    assert not may(Role.GUEST, action)


def test_a_participant_edits_and_decides_nothing_for_others() -> None:
    assert [action for action in Action if may(Role.PARTICIPANT, action)] == [Action.EDIT]


def test_no_role_is_forgotten_in_the_tables() -> None:
    assert set(PERMITTED) == set(STRENGTH) == set(Role)


def test_a_stronger_role_may_all_that_a_weaker_one_may() -> None:
    by_strength = sorted(Role, key=STRENGTH.__getitem__)

    for weaker, stronger in itertools.pairwise(by_strength):
        assert PERMITTED[weaker] < PERMITTED[stronger]
