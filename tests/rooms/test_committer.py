import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from persistence.contract import NodeId, RoomId, StoreFull
from persistence.memory import Memory, MemoryStore
from persistence.task import stop
from rooms.backlog import Backlog
from rooms.committer import FIRST_RETRY_S, LONGEST_RETRY_S, REFUSED_RETRY_S, Committer
from rooms.member import Member
from sync.document import merge
from sync.session import Session
from tests.fakes import FakeConnection, FaultyStore, passes, person, until

ROOM = RoomId("helpathon-one")
OTHER = RoomId("helpathon-other")


class Committing:
    """A committer at work for two rooms, and what it said was durable."""

    def __init__(self) -> None:
        self.store = FaultyStore(MemoryStore(NodeId("here"), Memory()))
        self.committer = Committer(self.store, self._committed)
        self.backlogs = {ROOM: Backlog(merge), OTHER: Backlog(merge)}
        self.committed: list[RoomId] = []
        self.saved: Counter[Member] = Counter()

    def _committed(self, room: RoomId) -> None:
        self.committed.append(room)
        self.saved += self.backlogs[room].stored()

    def add(self, *entries: bytes, room: RoomId = ROOM, author: Member | None = None) -> None:
        for entry in entries:
            self.backlogs[room].add(entry, author)
        self.committer.wants(room, self.backlogs[room])

    async def stored(self, room: RoomId = ROOM) -> list[bytes]:
        return [entry.data for entry in (await self.store.inner.load(room)).entries]


@pytest.fixture
async def committing() -> AsyncIterator[Committing]:
    committing = Committing()
    task = asyncio.create_task(committing.committer.run())
    yield committing
    await stop(task)


def member(name: str) -> Member:
    session = Session(may_write=True, speaks_control=True)
    return Member(FakeConnection(name), person(name), session, speaks_control=True)


async def test_what_was_added_becomes_durable(committing: Committing) -> None:
    committing.add(b"one", b"two")

    await committing.committer.idle()

    assert await committing.stored() == [b"one", b"two"]
    assert committing.committed == [ROOM]


async def test_nothing_is_called_durable_before_the_store_said_so(committing: Committing) -> None:
    committing.store.hold_replies("append")
    committing.add(b"one")
    await until(lambda: committing.store.waiting["append"] == 1)
    await passes(60)
    assert committing.committed == []

    committing.store.release("append")
    await committing.committer.idle()

    assert committing.committed == [ROOM]


async def test_several_rooms_share_a_commit(committing: Committing) -> None:
    committing.add(b"one")
    committing.add(b"two", room=OTHER)

    await committing.committer.idle()

    assert committing.store.appended == [{ROOM: [b"one"], OTHER: [b"two"]}]
    assert committing.committed == [ROOM, OTHER]


async def test_what_comes_during_a_commit_gathers_into_the_next_one(
    committing: Committing,
) -> None:
    committing.store.hold("append")
    committing.add(b"one")
    await until(lambda: committing.store.waiting["append"] == 1)
    committing.add(b"two")
    committing.add(b"three")
    committing.add(b"four", room=OTHER)

    committing.store.release("append")
    await committing.committer.idle()

    assert committing.store.appended == [
        {ROOM: [b"one"]},
        {ROOM: [b"two", b"three"], OTHER: [b"four"]},
    ]


async def test_it_is_not_idle_while_something_is_under_way(committing: Committing) -> None:
    committing.store.hold("append")
    committing.add(b"one")
    await until(lambda: committing.store.waiting["append"] == 1)
    committing.add(b"two")
    idle = asyncio.create_task(committing.committer.idle())

    await passes(1)
    assert not idle.done()
    committing.store.release("append")
    await idle

    assert await committing.stored() == [b"one", b"two"]


async def test_one_rooms_end_does_not_wait_for_the_other_rooms(committing: Committing) -> None:
    committing.store.appends_take_s = 0.005
    committing.add(b"one")
    emptied = asyncio.create_task(committing.committer.emptied(committing.backlogs[ROOM]))

    for _ in range(100):
        committing.add(b"two", room=OTHER)
        await passes(0.001)

    assert emptied.done()
    assert not committing.backlogs[ROOM]
    assert committing.backlogs[OTHER]


async def test_a_rooms_end_waits_for_what_is_under_way(committing: Committing) -> None:
    committing.store.hold_replies("append")
    committing.add(b"one")
    emptied = asyncio.create_task(committing.committer.emptied(committing.backlogs[ROOM]))
    await passes(10)
    assert not emptied.done()

    committing.store.release("append")
    await emptied

    assert committing.committed == [ROOM]


async def test_a_failed_commit_is_tried_again_in_order(committing: Committing) -> None:
    ada = member("Ada")
    committing.store.fail("append")
    committing.add(b"one", b"two", author=ada)
    await until(lambda: committing.store.calls["append"] == 2)
    committing.add(b"three", author=ada)
    await until(lambda: committing.store.calls["append"] == 3)
    assert committing.committed == []
    assert not committing.saved

    committing.store.heal()
    await committing.committer.idle()

    assert await committing.stored() == [b"one", b"two", b"three"]
    assert committing.saved == Counter({ada: 3})


async def test_a_commit_whose_reply_was_lost_is_made_again(committing: Committing) -> None:
    ada = member("Ada")
    committing.store.loses_replies = True
    committing.add(b"one", author=ada)
    await until(lambda: committing.store.calls["append"] == 1)
    assert committing.committed == []

    committing.store.heal()
    await committing.committer.idle()

    assert set(await committing.stored()) == {b"one"}
    assert committing.saved == Counter({ada: 1})


async def test_it_knows_whether_the_store_is_away(committing: Committing) -> None:
    assert not committing.committer.store_away

    committing.store.fail("append")
    committing.add(b"one")
    await until(lambda: committing.committer.store_away)

    committing.store.heal()
    await committing.committer.idle()
    assert not committing.committer.store_away


async def test_a_store_that_is_away_is_asked_less_and_less_often(committing: Committing) -> None:
    committing.store.fail("append")
    committing.add(b"one")

    await passes(20)
    asked_at_s = committing.store.appended_at_s
    pauses_s = [later - earlier for earlier, later in itertools.pairwise(asked_at_s)]

    assert pauses_s[:3] == pytest.approx([FIRST_RETRY_S, 2 * FIRST_RETRY_S, 4 * FIRST_RETRY_S])
    assert pauses_s[-3:] == pytest.approx([LONGEST_RETRY_S] * 3)


async def test_after_an_outage_the_first_failure_is_retried_quickly_again(
    committing: Committing,
) -> None:
    committing.store.fail("append")
    committing.add(b"one")
    await passes(20)
    committing.store.heal()
    await committing.committer.idle()
    committing.store.fail("append")
    committing.store.appended_at_s.clear()

    committing.add(b"two")
    await until(lambda: len(committing.store.appended_at_s) == 2)
    first, second = committing.store.appended_at_s

    assert second - first == pytest.approx(FIRST_RETRY_S)


async def test_a_room_that_is_refused_is_tried_again_and_others_are_durable(
    committing: Committing,
) -> None:
    committing.store.refused[ROOM] = StoreFull("expected room for an entry")
    committing.add(b"one")
    committing.add(b"two", room=OTHER)
    await until(lambda: committing.store.calls["append"] == 3)
    assert committing.committed == [OTHER]
    assert committing.committer.store_away

    committing.store.heal()
    await committing.committer.idle()

    assert committing.committed == [OTHER, ROOM]
    assert await committing.stored() == [b"one"]
    assert await committing.stored(OTHER) == [b"two"]


async def test_a_room_that_is_refused_makes_nobody_else_wait(committing: Committing) -> None:
    committing.store.refused[ROOM] = StoreFull("expected room for an entry")
    committing.add(b"one")
    await passes(20)

    committing.add(b"two", room=OTHER)
    await passes(0.05)

    assert committing.committed == [OTHER]


async def test_a_room_that_is_refused_is_asked_for_now_and_then(committing: Committing) -> None:
    committing.store.refused[ROOM] = StoreFull("expected room for an entry")
    for _ in range(1000):
        committing.add(b"one")
        committing.add(b"two", room=OTHER)
        await passes(0.01)

    asked = [batch for batch in committing.store.appended if ROOM in batch]
    assert len(asked) == pytest.approx(10 / REFUSED_RETRY_S, abs=2)


async def test_while_a_room_is_refused_the_store_never_seems_to_be_back(
    committing: Committing,
) -> None:
    committing.store.refused[ROOM] = StoreFull("expected room for an entry")
    committing.add(b"one")
    await until(lambda: committing.committer.store_away)

    committing.store.hold("append")
    committing.add(b"two", room=OTHER)
    await until(lambda: committing.store.waiting["append"] == 1)
    await passes(REFUSED_RETRY_S)  # the refused one waits for the next commit
    committing.store.release("append")
    await until(lambda: committing.committed == [OTHER])
    assert committing.committer.store_away

    committing.store.heal()
    await committing.committer.idle()
    assert not committing.committer.store_away


async def test_nothing_is_asked_of_the_store_when_all_there_is_was_refused(
    committing: Committing,
) -> None:
    committing.store.refused[ROOM] = StoreFull("expected room for an entry")
    committing.store.hold("append")
    committing.add(b"one")
    await until(lambda: committing.store.waiting["append"] == 1)
    committing.add(b"two")
    committing.store.release("append")
    await passes(20)
    committing.store.heal()
    await committing.committer.idle()

    assert all(committing.store.appended)
    assert await committing.stored() == [b"one", b"two"]
