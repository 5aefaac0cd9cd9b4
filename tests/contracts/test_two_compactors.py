"""Two nodes fold one room's log at once and one of them dies: on every driver, at every step.

A compaction asks for the log, has it, has merged it, asks to replace the snapshot and has done so.
Between any two of these steps its process may end, whatever the other one is doing.
"""

import asyncio
import itertools
from collections.abc import Iterable
from enum import IntEnum

import pytest

from persistence.contract import Position, RoomId, Store, StoredRoom
from rooms.compaction import compact, merge_in_slices
from rooms.entry import update_entry
from tests.contracts.conftest import Node
from tests.fakes import Page, content_in


class Step(IntEnum):
    BEGUN = 0
    LOADED = 1
    MERGED = 2
    REPLACED = 3  # and nobody was told
    ENDED = 4


class SteppedCompaction:
    """A compaction that goes on only as far as it is told."""

    def __init__(self, store: Store, room: RoomId) -> None:
        self._store = store
        self._reached = Step.BEGUN
        self._allowed = Step.BEGUN
        self._news = asyncio.Condition()
        # What `compact` needs of a store is what steps here.
        self._task = asyncio.create_task(self._run(room), name="compaction")

    async def go_on_to(self, step: Step) -> None:
        async with self._news:
            self._allowed = max(step, self._allowed)
            self._news.notify_all()
            await self._news.wait_for(lambda: self._reached >= step or self._task.done())

    async def end(self) -> bool:
        """Whether its snapshot is the room's."""
        await self.go_on_to(Step.ENDED)
        return await self._task

    async def crash(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])
        assert self._task.cancelled()

    async def _run(self, room: RoomId) -> bool:
        await self._arrive(Step.BEGUN)
        done = await compact(self, room, self._merge)  # type: ignore[arg-type]
        await self._arrive(Step.ENDED)
        return done

    async def _arrive(self, step: Step) -> None:
        async with self._news:
            self._reached = step
            self._news.notify_all()
            await self._news.wait_for(lambda: self._allowed > step or step is Step.ENDED)

    async def load(self, room: RoomId) -> StoredRoom:
        stored = await self._store.load(room)
        await self._arrive(Step.LOADED)
        return stored

    async def _merge(self, updates: Iterable[bytes]) -> bytes:
        merged = await merge_in_slices(updates)
        await self._arrive(Step.MERGED)
        return merged

    async def compact(
        self, room: RoomId, snapshot: bytes, *, covers: Position, replaces: Position
    ) -> bool:
        done = await self._store.compact(room, snapshot, covers=covers, replaces=replaces)
        await self._arrive(Step.REPLACED)
        return done


CRASHES = [Step.BEGUN, Step.LOADED, Step.MERGED, Step.REPLACED]


@pytest.mark.parametrize("is_first", [True, False], ids=["nothing folded yet", "folded before"])
async def test_whatever_dies_between_any_two_steps_the_room_says_the_same(
    is_first: bool, node: Node, other: Node
) -> None:
    here, there = node.store, other.store
    for case, (crash_at, other_at, writes) in enumerate(
        itertools.product(CRASHES, CRASHES, [False, True])
    ):
        room = RoomId(f"room-{case}")
        page = Page()

        async def write(*words: str, room: RoomId = room, page: Page = page) -> None:
            await there.append({room: [update_entry(page.write(word)) for word in words]})

        await there.load(room)
        await write("one", "two")
        if not is_first:
            await compact(here, room, merge_in_slices)
            await write("three")

        dying, living = SteppedCompaction(here, room), SteppedCompaction(there, room)
        await dying.go_on_to(crash_at)
        assert await content_in(there, room) == page.content
        if writes:
            await write("meanwhile")
        await living.go_on_to(other_at)
        await dying.crash()
        assert await content_in(there, room) == page.content

        replaced_before = crash_at is Step.REPLACED
        # Who loaded after that found nothing, or what came meanwhile.
        assert await living.end() is (not replaced_before or writes)
        assert await content_in(here, room) == page.content
        await write("afterwards")
        assert await compact(here, room, merge_in_slices)
        assert await content_in(there, room) == page.content
        assert not (await there.load(room)).entries


async def test_whichever_of_two_replaces_first_the_other_changes_nothing(
    node: Node, other: Node
) -> None:
    for case, (first_at, second_at) in enumerate(
        itertools.product([Step.LOADED, Step.MERGED], repeat=2)
    ):
        room = RoomId(f"room-{case}")
        page = Page()
        await other.store.load(room)
        await other.store.append({room: [update_entry(page.write("one"))]})
        first = SteppedCompaction(node.store, room)
        second = SteppedCompaction(other.store, room)
        await first.go_on_to(first_at)
        await second.go_on_to(second_at)
        before = await other.store.load(room)

        assert await second.end()
        replaced = await other.store.load(room)
        assert not await first.end()

        assert await other.store.load(room) == replaced
        assert (replaced.epoch, replaced.last) == (before.epoch, before.last)
        assert await content_in(node.store, room) == page.content
