"""Many people come back at the same moment: what they need is made once, and stops nobody else."""

import asyncio
from types import SimpleNamespace

import pycrdt
import pytest

from persistence.contract import NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.compaction import ENTRIES_AT_ONCE
from rooms.entry import update_entry
from tests.fakes import Node, Page, Peer, person

ROOM = RoomId("team")
PEOPLE = 20


async def written(memory: Memory, words: int) -> list[bytes]:
    """The updates of a page that wrote so many words, each of them an entry of the room's log."""
    page = Page()
    store = MemoryStore(NodeId("before"), memory)
    await store.load(ROOM)
    updates = [page.write(f"word {number}") for number in range(words)]
    await store.append({ROOM: [update_entry(update) for update in updates]})
    return updates


async def test_a_room_is_read_once_however_many_come_at_the_same_moment() -> None:
    memory = Memory()
    updates = await written(memory, 3 * ENTRIES_AT_ONCE)
    node = Node(memory)
    async with node.running() as hub:
        rooms = await asyncio.gather(*(hub.room(ROOM) for _ in range(PEOPLE)))
        assert node.store.calls["load"] == 1
        assert all(live is rooms[0] for live in rooms)
        ada = Peer(rooms[0])
        ada.page.apply(rooms[0].room.document.state())
        assert len(ada.page.words) == len(updates)


@pytest.mark.parametrize("kept", [0, 150], ids=["nothing", "a copy"])
async def test_people_who_lack_the_same_are_answered_with_one_merge(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they bring along: nothing, or the same older copy of the board."""
    memory = Memory()
    updates = await written(memory, 300)
    work: list[str] = []

    def merge_updates(*updates: bytes) -> bytes:
        work.append("merge")
        return pycrdt.merge_updates(*updates)

    def get_update(update: bytes, state: bytes) -> bytes:
        work.append("cut")
        return pycrdt.get_update(update, state)

    async with Node(memory).running() as hub:
        live = await hub.room(ROOM)
        copies = [Page() for _ in range(PEOPLE)]
        for copy in copies:
            for update in updates[:kept]:
                copy.apply(update)
        peers = [Peer(live, person(f"P{n}"), page=page) for n, page in enumerate(copies)]
        watched = SimpleNamespace(
            get_state=pycrdt.get_state, get_update=get_update, merge_updates=merge_updates
        )
        monkeypatch.setattr("sync.document.pycrdt", watched)
        peers[0].ask()
        for_one = len(work)
        for peer in peers[1:]:
            peer.ask()
        assert len(work) == for_one


async def test_everybody_else_has_turns_while_a_long_log_is_read() -> None:
    memory = Memory()
    await written(memory, 12 * ENTRIES_AT_ONCE)
    turns = 0

    async def somebody_else() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with Node(memory).running() as hub:
        other = asyncio.create_task(somebody_else())
        await hub.room(ROOM)
        other.cancel()
    assert turns > 12
