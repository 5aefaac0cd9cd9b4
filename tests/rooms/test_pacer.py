import pytest

from rooms.pacer import BUSY_FROM, FULL_AT, LONGEST_TICK_S, WINDOW_S, Pacer
from tests.fakes import ManualClock


class Machine:
    """A core that is as busy as the test says."""

    def __init__(self) -> None:
        self.wall = ManualClock()
        self.cpu = ManualClock(0.0)
        self.pacer = Pacer(self.wall, self.cpu)

    def works(self, share: float, seconds: float) -> float:
        """So much of the core for so long, asked as often as a busy room asks."""
        tick_s = self.pacer.tick_s()
        for _ in range(round(seconds / 0.01)):
            self.wall.advance(0.01)
            self.cpu.advance(0.01 * share)
            tick_s = self.pacer.tick_s()
        return tick_s


def test_an_idle_process_sends_in_the_same_turn() -> None:
    assert Machine().works(0.0, 5) == 0


def test_below_the_busy_share_there_is_nothing_to_save() -> None:
    assert Machine().works(BUSY_FROM - 0.01, 5) == 0


def test_a_full_core_takes_the_longest_tick_and_no_longer_one() -> None:
    assert Machine().works(1.0, 5) == LONGEST_TICK_S


def test_in_between_a_tick_grows_with_the_load() -> None:
    middle = (BUSY_FROM + FULL_AT) / 2

    assert Machine().works(middle, 5) == pytest.approx(LONGEST_TICK_S / 2, rel=0.01)


def test_a_single_big_merge_hardly_slows_anybody() -> None:
    machine = Machine()
    machine.works(0.1, 5)

    assert machine.works(1.0, WINDOW_S) < LONGEST_TICK_S / 4


def test_a_class_that_starts_typing_is_noticed_within_a_second() -> None:
    machine = Machine()
    machine.works(0.0, 5)

    assert machine.works(1.0, 1) > 0.9 * LONGEST_TICK_S


def test_when_they_stop_it_is_quick_again_within_a_second() -> None:
    machine = Machine()
    machine.works(1.0, 5)

    assert machine.works(0.0, 1) == 0


def test_after_a_long_silence_the_load_of_before_counts_no_more() -> None:
    machine = Machine()
    machine.works(1.0, 5)

    machine.wall.advance(60)

    assert machine.pacer.tick_s() == 0


def test_however_often_it_is_asked_it_looks_once_per_window() -> None:
    machine = Machine()
    shares = {machine.pacer.share}
    for _ in range(11):
        machine.works(1.0, WINDOW_S / 10)
        shares.add(machine.pacer.share)

    assert len(shares) == 2
