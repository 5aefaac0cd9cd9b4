"""How long saving takes, sampled: what counts as saved, and what a commit leaves waiting."""

from persistence.contract import RoomId
from rooms.durability import Durability, Histogram

ROOM = RoomId("hall-1")


class Time:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_histogram_counts_up_to_each_bound_and_above() -> None:
    histogram = Histogram((1.0, 2.0))
    for value in (0.5, 1.0, 1.5, 3.0):
        histogram.observe(value)

    assert histogram.counts == [2, 1, 1]
    assert histogram.sum == 6.0


def test_an_edit_is_followed_to_the_commit_it_is_in() -> None:
    time = Time()
    durability = Durability(time)
    durability.wrote(ROOM, 3)  # two are on their way already
    time.now_s = 1.0
    durability.stored(ROOM, 3, 1)
    assert durability.saved.sum == 0
    assert durability.oldest_s() == 1.0
    time.now_s = 2.0
    durability.stored(ROOM, 1, 0)

    assert durability.saved.sum == 2.0
    assert durability.oldest_s() == 0.0
    assert durability.log_entries == {ROOM: 3}


def test_what_comes_later_is_not_followed_until_the_first_is_saved() -> None:
    time = Time()
    durability = Durability(time)
    durability.wrote(ROOM, 1)
    time.now_s = 5.0
    durability.wrote(ROOM, 2)
    durability.stored(ROOM, 2, 1)
    durability.wrote(ROOM, 2)
    time.now_s = 7.0
    durability.stored(ROOM, 2, 0)

    assert sum(durability.saved.counts) == 2
    assert durability.saved.sum == 5.0 + 2.0


def test_an_edit_in_a_backlog_that_was_folded_is_saved_with_it() -> None:
    durability = Durability(Time())
    durability.wrote(ROOM, 500)
    durability.stored(ROOM, 1, 0)

    assert sum(durability.saved.counts) == 1


def test_a_room_that_is_left_is_forgotten() -> None:
    durability = Durability(Time())
    durability.loaded(ROOM, 7)
    durability.followed(ROOM, 2)
    assert durability.log_entries == {ROOM: 9}
    durability.compacting(ROOM)
    assert durability.log_entries == {ROOM: 0}
    durability.unloaded(ROOM)

    assert durability.log_entries == {}
