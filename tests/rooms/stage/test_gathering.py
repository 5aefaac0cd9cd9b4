import pytest

from persistence.contract import NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.control import Gather, RequestError
from rooms.roles import Role
from rooms.stage.commands import perform
from rooms.stage.gathering import CURRENT_MS, call_in
from rooms.stage.records import RecordBook
from tests.fakes import FaultyStore, person

ROOM = RoomId("heat-one")
NOON_MS = 1_700_000_000_000
CALL = Gather(t="gather", id=1, x=-10, y=20, width=800, height=600, object="note-1")


class Stage:
    """One room on two nodes."""

    def __init__(self) -> None:
        memory = Memory()
        self.store = FaultyStore(MemoryStore(NodeId("here"), memory))
        self.book = RecordBook("heat", self.store)
        self.there = RecordBook("heat", MemoryStore(NodeId("there"), memory))

    async def calls(self, role: Role = Role.FACILITATOR, book: RecordBook | None = None) -> None:
        await perform(CALL, person("Lea", role), ROOM, book or self.book, NOON_MS)

    async def refused(self, role: Role = Role.FACILITATOR) -> RequestError:
        with pytest.raises(RequestError) as caught:
            await self.calls(role)
        return caught.value


async def test_a_facilitator_calls_to_a_place() -> None:
    stage = Stage()

    await stage.calls()

    assert stage.book.value("gather/heat-one") == {
        "by": "person-Lea",
        "place": [-10, 20, 800, 600],
        "object": "note-1",
        "at_ms": NOON_MS,
    }


async def test_the_next_call_takes_the_place_of_the_last() -> None:
    stage = Stage()

    await stage.calls()
    await stage.calls()

    assert stage.book.version("gather/heat-one") == 2


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.GUEST])
async def test_t1_nobody_else_calls(role: Role) -> None:
    stage = Stage()

    refusal = await stage.refused(role)

    assert (refusal.code, refusal.expected, refusal.got) == ("forbidden", "a facilitator", role)
    assert stage.book.count("gather/") == 0


async def test_of_two_who_call_at_the_same_moment_one_does() -> None:
    stage = Stage()
    await stage.calls(book=stage.there)

    assert (await stage.refused()).code == "conflict"

    await stage.calls()
    assert stage.book.version("gather/heat-one") == 2


async def test_without_a_store_nobody_is_called() -> None:
    stage = Stage()
    stage.store.fail("write")

    assert (await stage.refused()).code == "unavailable"
    assert stage.book.count("gather/") == 0


@pytest.mark.parametrize("ago_ms", [0, CURRENT_MS, -CURRENT_MS])
async def test_what_is_told_says_who_and_where(ago_ms: int) -> None:
    stage = Stage()
    await stage.calls()

    told = call_in(stage.book.value("gather/heat-one"), NOON_MS + ago_ms)

    assert told == {
        "t": "gather",
        "by": "person-Lea",
        "place": [-10, 20, 800, 600],
        "object": "note-1",
    }
