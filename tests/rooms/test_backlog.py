from collections import Counter
from collections.abc import Iterable

import pytest

from rooms.backlog import FOLD_ABOVE_BYTES, FULL_BYTES, MOST_FULL, Backlog
from rooms.entry import update_entry, update_of
from rooms.member import Member
from sync.document import merge
from sync.session import Session
from tests.fakes import FakeConnection, Page, person

MIB = 2**20


def member(name: str) -> Member:
    session = Session(may_write=True, speaks_control=True)
    return Member(FakeConnection(name), person(name), session, speaks_control=True)


ADA, BO = member("Ada"), member("Bo")


def content_of(entries: Iterable[bytes]) -> list[str]:
    page = Page()
    for entry in entries:
        page.apply(update_of(entry))
    return page.words


def test_a_new_backlog_has_nothing() -> None:
    backlog = Backlog(merge)

    assert not backlog
    assert len(backlog) == 0


def test_entries_are_taken_in_the_order_in_which_they_came() -> None:
    backlog = Backlog(merge)
    backlog.add(b"\x00one", ADA)
    backlog.add(b"\x00two", BO)

    assert backlog.take() == [b"\x00one", b"\x00two"]


def test_what_was_taken_is_unsaved_until_it_is_stored() -> None:
    backlog = Backlog(merge)
    backlog.add(b"\x00one", ADA)

    backlog.take()
    assert backlog
    assert len(backlog) == 1

    backlog.stored()
    assert not backlog
    assert len(backlog) == 0


def test_each_author_is_counted_once_per_entry() -> None:
    backlog = Backlog(merge)
    for author in (ADA, BO, ADA, None):
        backlog.add(b"\x00an edit", author)
    backlog.take()

    assert backlog.stored() == Counter({ADA: 2, BO: 1})


def test_what_came_during_a_commit_waits_for_the_next_one() -> None:
    backlog = Backlog(merge)
    backlog.add(b"\x00one", ADA)
    backlog.take()
    backlog.add(b"\x00two", BO)

    assert backlog.stored() == Counter({ADA: 1})
    assert backlog
    assert backlog.take() == [b"\x00two"]
    assert backlog.stored() == Counter({BO: 1})


def test_what_failed_waits_again_before_what_came_since() -> None:
    backlog = Backlog(merge)
    backlog.add(b"\x00one", ADA)
    backlog.add(b"\x00two", BO)
    backlog.take()
    backlog.add(b"\x00three", ADA)

    backlog.failed()

    assert backlog.take() == [b"\x00one", b"\x00two", b"\x00three"]
    assert backlog.stored() == Counter({ADA: 2, BO: 1})


def test_its_size_is_that_of_what_waits() -> None:
    backlog = Backlog(merge)
    backlog.add(b"\x00" * 10, ADA)
    assert backlog.waiting_bytes == 10

    backlog.take()
    assert backlog.waiting_bytes == 0

    backlog.add(b"\x00" * 5, ADA)
    backlog.failed()
    assert backlog.waiting_bytes == 15


def test_two_commits_of_a_room_never_overlap() -> None:
    backlog = Backlog(merge)
    backlog.add(b"\x00one", ADA)
    backlog.take()

    with pytest.raises(AssertionError, match="one commit of a room at a time"):
        backlog.take()


class LargeEdits:
    """A backlog that large edits are added to, how often it folded, and how much at once."""

    def __init__(self) -> None:
        self.folds = 0
        self.most_at_once_bytes = 0
        self.page = Page()
        self.backlog = Backlog(self._merge)

    def _merge(self, updates: Iterable[bytes]) -> bytes:
        folded = list(updates)
        self.folds += 1
        self.most_at_once_bytes = max(self.most_at_once_bytes, sum(map(len, folded)))
        return merge(folded)

    def add(self, count: int, bytes_each: int, author: Member) -> None:
        for number in range(count):
            word = f"{author.person.name}{number}-".ljust(bytes_each, "x")
            self.backlog.add(update_entry(self.page.write(word)), author)


def test_beyond_its_bound_it_becomes_one_entry_that_holds_everything() -> None:
    large = LargeEdits()
    large.add(12, MIB, ADA)

    entries = large.backlog.take()

    assert len(entries) < 12
    assert large.folds > 0
    assert content_of(entries) == large.page.words


def test_folding_keeps_the_authors_counts() -> None:
    large = LargeEdits()
    large.add(6, MIB, ADA)
    large.add(6, MIB, BO)
    large.backlog.take()

    assert large.folds > 0
    assert large.backlog.stored() == Counter({ADA: 6, BO: 6})


def test_after_a_commit_the_bound_is_what_it_was() -> None:
    large = LargeEdits()
    large.add(12, MIB, ADA)
    large.backlog.take()
    large.backlog.stored()
    folds = large.folds

    large.add(12, MIB, ADA)

    assert large.folds == folds + 1


def test_folding_leaves_what_is_being_committed_alone() -> None:
    large = LargeEdits()
    large.add(3, MIB, ADA)
    in_flight = list(large.backlog.take())
    large.add(12, MIB, BO)
    large.backlog.failed()

    entries = large.backlog.take()

    assert entries[:3] == in_flight
    assert content_of(entries) == large.page.words
    assert large.backlog.stored() == Counter({ADA: 3, BO: 12})


def test_a_single_entry_above_the_bound_is_left_as_it_is() -> None:
    large = LargeEdits()
    large.add(1, FOLD_ABOVE_BYTES + 1, ADA)

    assert large.folds == 0
    assert len(large.backlog) == 1


def test_what_cannot_shrink_is_not_folded_with_every_edit() -> None:
    large = LargeEdits()
    large.add(1, FOLD_ABOVE_BYTES, ADA)

    large.add(100, 100, BO)

    assert large.folds <= 1
    assert large.backlog.waiting_bytes < 1.1 * FOLD_ABOVE_BYTES


def test_what_was_folded_and_stayed_large_is_not_folded_again() -> None:
    large = LargeEdits()

    large.add(40, MIB, ADA)

    assert large.folds >= 4
    assert large.most_at_once_bytes < FOLD_ABOVE_BYTES + 2 * MIB
    assert content_of(large.backlog.take()) == large.page.words


def test_it_is_not_folded_again_after_a_commit_that_failed_either() -> None:
    large = LargeEdits()
    large.add(20, MIB, ADA)
    large.backlog.take()
    large.add(5, MIB, BO)
    large.backlog.failed()

    large.add(5, MIB, BO)

    assert large.most_at_once_bytes < 2 * FOLD_ABOVE_BYTES
    assert content_of(large.backlog.take()) == large.page.words
    assert large.backlog.stored() == Counter({ADA: 20, BO: 10})


def test_what_is_small_when_it_was_folded_is_folded_with_what_comes_next() -> None:
    backlog = Backlog(merge)
    edit = update_entry(Page().write("x" * MIB))

    for _ in range(100):
        backlog.add(edit, ADA)

    assert len(backlog) < FOLD_ABOVE_BYTES // MIB + 2


def test_what_is_said_again_and_again_does_not_pile_up() -> None:
    backlog = Backlog(merge)
    edit = update_entry(Page().write("x" * (FULL_BYTES + MIB)))

    for _ in range(10 * MOST_FULL):
        backlog.add(edit, ADA)

    assert len(backlog) <= MOST_FULL + 2
    assert backlog.waiting_bytes < (MOST_FULL + 2) * len(edit)
