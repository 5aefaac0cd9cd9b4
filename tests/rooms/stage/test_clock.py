from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.stage.clock import CLOCK, LONGEST_MS, Clock, ClockError, Status

MINUTE_MS = 60_000
NOON_MS = 1_700_000_000_000


def ten_minutes() -> Clock:
    return Clock.started("helpathon", "Verstehen", 10 * MINUTE_MS, NOON_MS)


def left_ms(clock: Clock, now_ms: int) -> int:
    """What a client would show."""
    now = clock.at(now_ms)
    return now.ends_at - now_ms if now.ends_at is not None else now.remaining_ms or 0


def test_a_clock_that_was_started_runs_towards_its_end() -> None:
    assert ten_minutes() == Clock(
        scope="helpathon",
        label="Verstehen",
        status=Status.RUNNING,
        duration_ms=10 * MINUTE_MS,
        ends_at=NOON_MS + 10 * MINUTE_MS,
        remaining_ms=None,
    )


@pytest.mark.parametrize("duration_ms", [0, -1, LONGEST_MS + 1])
def test_a_clock_runs_for_some_time_and_at_most_for_a_day(duration_ms: int) -> None:
    with pytest.raises(ClockError, match="expected a duration"):
        Clock.started("room", "", duration_ms, NOON_MS)


def test_pausing_keeps_what_is_left() -> None:
    paused = ten_minutes().paused(NOON_MS + 4 * MINUTE_MS)

    assert paused.status is Status.PAUSED
    assert (paused.ends_at, paused.remaining_ms) == (None, 6 * MINUTE_MS)
    assert paused.duration_ms == 10 * MINUTE_MS


def test_a_pause_takes_no_time_off_the_clock() -> None:
    paused = ten_minutes().paused(NOON_MS + 4 * MINUTE_MS)

    resumed = paused.resumed(NOON_MS + 60 * MINUTE_MS)

    assert resumed.status is Status.RUNNING
    assert (resumed.ends_at, resumed.remaining_ms) == (NOON_MS + 66 * MINUTE_MS, None)


def test_a_running_clock_is_done_at_its_end_and_not_before() -> None:
    clock = ten_minutes()

    assert clock.at(clock.ends_at - 1 if clock.ends_at else 0) == clock
    done = clock.at(NOON_MS + 10 * MINUTE_MS)
    assert done.status is Status.DONE
    assert (done.ends_at, done.remaining_ms) == (None, 0)


@pytest.mark.parametrize("minutes", [0, 5, 60])
def test_a_paused_clock_stays_paused_however_late_it_gets(minutes: int) -> None:
    paused = ten_minutes().paused(NOON_MS)

    assert paused.at(NOON_MS + minutes * MINUTE_MS) == paused


def test_more_time_while_it_runs_moves_the_end() -> None:
    longer = ten_minutes().adjusted(5 * MINUTE_MS, NOON_MS + MINUTE_MS)

    assert longer.status is Status.RUNNING
    assert longer.ends_at == NOON_MS + 15 * MINUTE_MS
    assert longer.duration_ms == 15 * MINUTE_MS


def test_less_time_while_it_runs_moves_the_end() -> None:
    shorter = ten_minutes().adjusted(-5 * MINUTE_MS, NOON_MS + MINUTE_MS)

    assert shorter.status is Status.RUNNING
    assert shorter.ends_at == NOON_MS + 5 * MINUTE_MS


def test_taking_off_more_than_is_left_ends_it() -> None:
    ended = ten_minutes().adjusted(-5 * MINUTE_MS, NOON_MS + 6 * MINUTE_MS)

    assert ended.status is Status.DONE
    assert (ended.ends_at, ended.remaining_ms) == (None, 0)


def test_more_time_while_it_is_paused_leaves_it_paused() -> None:
    paused = ten_minutes().paused(NOON_MS + 4 * MINUTE_MS)

    longer = paused.adjusted(MINUTE_MS, NOON_MS + 60 * MINUTE_MS)

    assert longer.status is Status.PAUSED
    assert (longer.ends_at, longer.remaining_ms) == (None, 7 * MINUTE_MS)


def test_a_paused_clock_without_time_is_still_paused() -> None:
    paused = ten_minutes().paused(NOON_MS + 4 * MINUTE_MS)

    assert paused.adjusted(-60 * MINUTE_MS, NOON_MS).remaining_ms == 0
    assert paused.adjusted(-60 * MINUTE_MS, NOON_MS).status is Status.PAUSED


def test_three_more_minutes_after_zero_run_again() -> None:
    long_over_ms = NOON_MS + 25 * MINUTE_MS
    done = ten_minutes().at(long_over_ms)

    again = done.adjusted(3 * MINUTE_MS, long_over_ms)

    assert again.status is Status.RUNNING
    assert again.ends_at == long_over_ms + 3 * MINUTE_MS


def test_less_time_after_zero_changes_nothing_that_one_sees() -> None:
    done = ten_minutes().ended()

    assert done.adjusted(-MINUTE_MS, NOON_MS).status is Status.DONE


def test_no_clock_runs_for_more_than_a_day() -> None:
    longest = ten_minutes().adjusted(LONGEST_MS, NOON_MS)

    assert longest.ends_at == NOON_MS + LONGEST_MS
    assert longest.duration_ms == LONGEST_MS


def test_ending_works_in_any_state() -> None:
    running = ten_minutes()
    for clock in (running, running.paused(NOON_MS), running.ended()):
        ended = clock.ended()
        assert ended.status is Status.DONE
        assert (ended.ends_at, ended.remaining_ms) == (None, 0)


def test_only_a_running_clock_is_paused() -> None:
    for clock in (ten_minutes().paused(NOON_MS), ten_minutes().ended()):
        with pytest.raises(ClockError, match="expected a running clock, got one that is"):
            clock.paused(NOON_MS)


def test_only_a_paused_clock_is_resumed() -> None:
    for clock in (ten_minutes(), ten_minutes().ended()):
        with pytest.raises(ClockError, match="expected a paused clock, got one that is"):
            clock.resumed(NOON_MS)


def test_a_change_makes_a_new_clock_and_leaves_the_old_one() -> None:
    clock = ten_minutes()

    clock.paused(NOON_MS)
    clock.adjusted(MINUTE_MS, NOON_MS)

    assert clock == ten_minutes()


def test_a_clock_survives_its_record() -> None:
    clock = ten_minutes()
    record = CLOCK.dump_python(clock, mode="json")

    assert record == {
        "scope": "helpathon",
        "label": "Verstehen",
        "status": "running",
        "duration_ms": 10 * MINUTE_MS,
        "ends_at": NOON_MS + 10 * MINUTE_MS,
        "remaining_ms": None,
    }
    assert CLOCK.validate_python(record) == clock


class Facilitator:
    """Presses whatever the clock allows."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.now_ms = NOON_MS

    def press(self, button: str, amount_ms: int) -> None:
        clock = self.clock.at(self.now_ms)
        try:
            match button:
                case "wait":
                    self.now_ms += abs(amount_ms)
                case "pause":
                    self.clock = clock.paused(self.now_ms)
                case "resume":
                    self.clock = clock.resumed(self.now_ms)
                case "adjust":
                    self.clock = clock.adjusted(amount_ms, self.now_ms)
                case "end":
                    self.clock = clock.ended()
        except ClockError:
            assert self.clock.at(self.now_ms) == clock, "a refused change changes nothing"


buttons = st.tuples(
    st.sampled_from(["wait", "pause", "resume", "adjust", "end"]),
    st.integers(-2 * LONGEST_MS, 2 * LONGEST_MS) | st.integers(-MINUTE_MS, MINUTE_MS),
)


@given(st.lists(buttons, max_size=20))
def test_whatever_is_pressed_a_clock_either_counts_or_shows_what_is_left(
    presses: list[tuple[str, int]],
) -> None:
    facilitator = Facilitator(ten_minutes())

    for button, amount_ms in presses:
        facilitator.press(button, amount_ms)
        clock = facilitator.clock
        assert (clock.ends_at is None) == (clock.status is not Status.RUNNING)
        assert (clock.remaining_ms is None) == (clock.status is Status.RUNNING)
        assert 0 <= left_ms(clock, facilitator.now_ms) <= LONGEST_MS
        assert 0 <= clock.duration_ms <= LONGEST_MS
        assert CLOCK.validate_python(CLOCK.dump_python(clock, mode="json")) == clock


@given(st.lists(st.integers(-MINUTE_MS, MINUTE_MS), max_size=10), st.integers(0, MINUTE_MS))
def test_pausing_between_two_changes_makes_no_difference(
    deltas_ms: list[int], pause_ms: int
) -> None:
    clock = Clock.started("room", "", 20 * MINUTE_MS, NOON_MS)
    straight = clock
    with_pauses = clock
    now_ms = NOON_MS
    for delta_ms in deltas_ms:
        straight = straight.adjusted(delta_ms, NOON_MS)
        with_pauses = with_pauses.paused(now_ms)
        now_ms += pause_ms
        with_pauses = with_pauses.adjusted(delta_ms, now_ms).resumed(now_ms)

    assert left_ms(with_pauses, now_ms) == left_ms(straight, NOON_MS)
    assert replace(with_pauses, ends_at=None) == replace(straight, ends_at=None)
