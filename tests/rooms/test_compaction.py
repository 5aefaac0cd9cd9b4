import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest

from persistence.contract import NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from persistence.task import stop
from rooms.compaction import SMALL_TAIL_BYTES, Compactor, compact, is_due, merge_in_slices
from rooms.entry import UnknownEntry, update_entry
from sync.errors import DocumentError
from tests.fakes import FaultyStore, Page, content_in, passes, until

ROOM = RoomId("helpathon-one")
OTHER = RoomId("helpathon-other")


class Log:
    """Two nodes that write into one store."""

    def __init__(self) -> None:
        memory = Memory()
        self.here = FaultyStore(MemoryStore(NodeId("here"), memory))
        self.there = FaultyStore(MemoryStore(NodeId("there"), memory))
        self.page = Page()

    async def write(self, *words: str, room: RoomId = ROOM) -> None:
        entries = [update_entry(self.page.write(word)) for word in words]
        await self.there.append({room: entries})

    async def append_bytes(self, entry: bytes) -> None:
        await self.there.append({ROOM: [entry]})

    async def words(self, room: RoomId = ROOM) -> list[str]:
        return (await content_in(self.here.inner, room))[0]

    async def tail_length(self, room: RoomId = ROOM) -> int:
        return len((await self.here.inner.load(room)).entries)


@pytest.mark.parametrize(
    ("snapshot_bytes", "tail_bytes", "due"),
    [
        (0, SMALL_TAIL_BYTES, False),
        (0, SMALL_TAIL_BYTES + 1, True),
        (10 * SMALL_TAIL_BYTES, 10 * SMALL_TAIL_BYTES, False),
        (10 * SMALL_TAIL_BYTES, 10 * SMALL_TAIL_BYTES + 1, True),
    ],
)
def test_a_log_is_due_when_its_tail_outweighs_its_base(
    snapshot_bytes: int, tail_bytes: int, due: bool
) -> None:
    assert is_due(snapshot_bytes, tail_bytes) is due


async def test_the_log_becomes_a_snapshot_that_says_the_same() -> None:
    log = Log()
    await log.write("one", "two")

    assert await compact(log.here, ROOM, merge_in_slices)

    assert await log.tail_length() == 0
    assert await log.words() == ["one", "two"]


async def test_the_next_snapshot_stands_on_the_last_one() -> None:
    log = Log()
    await log.write("one")
    await compact(log.here, ROOM, merge_in_slices)
    await log.write("two")

    assert await compact(log.here, ROOM, merge_in_slices)

    assert await log.tail_length() == 0
    assert await log.words() == ["one", "two"]


async def test_a_room_without_entries_is_left_alone() -> None:
    log = Log()
    await log.write("one")
    await compact(log.here, ROOM, merge_in_slices)

    assert not await compact(log.here, ROOM, merge_in_slices)
    assert not await compact(log.here, OTHER, merge_in_slices)
    assert log.here.calls["compact"] == 1


async def test_what_another_node_appended_in_between_is_kept() -> None:
    log = Log()
    await log.write("one", "two")
    log.here.hold("compact")
    compacting = asyncio.create_task(compact(log.here, ROOM, merge_in_slices))
    await until(lambda: log.here.waiting["compact"] == 1)

    await log.write("three")
    log.here.release("compact")

    assert await compacting
    assert await log.tail_length() == 1
    assert await log.words() == ["one", "two", "three"]


async def test_of_two_compactors_one_is_first_and_nothing_is_lost() -> None:
    log = Log()
    await log.write("one")
    log.here.hold("compact")
    late = asyncio.create_task(compact(log.here, ROOM, merge_in_slices))
    await until(lambda: log.here.waiting["compact"] == 1)
    await log.write("two")

    first_done = await compact(log.there, ROOM, merge_in_slices)
    log.here.release("compact")

    assert first_done
    assert not await late
    assert await log.tail_length() == 0
    assert await log.words() == ["one", "two"]


async def test_edits_that_wait_for_what_they_stand_on_survive_it() -> None:
    log = Log()
    missing = log.page.write("one")
    await log.write("two")

    await compact(log.here, ROOM, merge_in_slices)
    assert await log.words() == []
    await log.append_bytes(update_entry(missing))

    assert await log.words() == ["one", "two"]


async def test_a_log_with_an_entry_of_a_newer_version_stays_whole() -> None:
    log = Log()
    await log.write("one")
    await log.append_bytes(b"\x07from tomorrow")

    with pytest.raises(UnknownEntry):
        await compact(log.here, ROOM, merge_in_slices)

    assert await log.tail_length() == 2


class Compacting:
    """A compactor at work, and what it merged."""

    def __init__(self) -> None:
        self.log = Log()
        self.merges = 0
        self.failed: list[RoomId] = []
        self.merging: Exception | None = None
        self.compactor = Compactor(self.log.here, self._merge, self.failed.append)

    async def _merge(self, updates: Iterable[bytes]) -> bytes:
        self.merges += 1
        if self.merging is not None:
            raise self.merging
        return await merge_in_slices(updates)


@pytest.fixture
async def compacting() -> AsyncIterator[Compacting]:
    compacting = Compacting()
    task = asyncio.create_task(compacting.compactor.run())
    yield compacting
    await stop(task)


async def test_rooms_are_compacted_in_the_order_in_which_they_became_due(
    compacting: Compacting,
) -> None:
    await compacting.log.write("one")
    await compacting.log.write("two", room=OTHER)
    compacting.log.here.hold("compact")

    compacting.compactor.wants(ROOM)
    compacting.compactor.wants(OTHER)
    await until(lambda: compacting.log.here.waiting["compact"] == 1)
    await passes(60)
    assert compacting.log.here.calls["compact"] == 1
    compacting.log.here.release("compact")
    await until(lambda: compacting.log.here.calls["compact"] == 2)

    assert await compacting.log.tail_length(ROOM) == 0
    assert await compacting.log.tail_length(OTHER) == 0


async def test_a_room_that_became_due_twice_is_compacted_once(compacting: Compacting) -> None:
    await compacting.log.write("one")

    compacting.compactor.wants(ROOM)
    compacting.compactor.wants(ROOM)
    await passes(60)

    assert compacting.log.here.calls["load"] == 1


async def test_a_room_that_becomes_due_while_it_is_compacted_is_done_again(
    compacting: Compacting,
) -> None:
    await compacting.log.write("one")
    compacting.log.here.hold("compact")
    compacting.compactor.wants(ROOM)
    await until(lambda: compacting.log.here.waiting["compact"] == 1)

    await compacting.log.write("two")
    compacting.compactor.wants(ROOM)
    compacting.log.here.release("compact")
    await until(lambda: compacting.log.here.calls["compact"] == 2)

    assert await compacting.log.tail_length() == 0
    assert await compacting.log.words() == ["one", "two"]


async def test_a_store_that_is_away_does_not_stop_it(compacting: Compacting) -> None:
    await compacting.log.write("one")
    compacting.log.here.fail("load")
    compacting.compactor.wants(ROOM)
    await until(lambda: compacting.log.here.calls["load"] == 1)

    compacting.log.here.heal()
    compacting.compactor.wants(ROOM)
    await until(lambda: compacting.log.here.calls["compact"] == 1)

    assert await compacting.log.tail_length() == 0


async def test_a_room_that_cannot_be_merged_stays_whole_and_others_go_on(
    compacting: Compacting,
) -> None:
    await compacting.log.write("one")
    await compacting.log.write("two", room=OTHER)
    compacting.merging = DocumentError("expected updates that merge")
    compacting.compactor.wants(ROOM)
    await until(lambda: compacting.merges == 1)

    compacting.merging = None
    compacting.compactor.wants(OTHER)
    await until(lambda: compacting.log.here.calls["compact"] == 1)

    assert compacting.failed == [ROOM]
    assert await compacting.log.tail_length(ROOM) == 1
    assert await compacting.log.tail_length(OTHER) == 0


async def test_a_room_with_an_entry_of_a_newer_version_does_not_stop_it(
    compacting: Compacting,
) -> None:
    await compacting.log.append_bytes(b"\x07from tomorrow")
    await compacting.log.write("two", room=OTHER)

    compacting.compactor.wants(ROOM)
    compacting.compactor.wants(OTHER)
    await until(lambda: compacting.log.here.calls["compact"] == 1)

    assert compacting.failed == [ROOM]
    assert await compacting.log.tail_length(ROOM) == 1
    assert await compacting.log.tail_length(OTHER) == 0
