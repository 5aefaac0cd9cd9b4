import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from persistence.contract import Change, NodeId, Record, RoomId, StoreUnavailable, WrongStore
from persistence.memory import Memory, MemoryStore
from rooms.books import LET_GO_AFTER_S, UnknownHelpathon
from rooms.compaction import ENTRIES_AT_ONCE, SMALL_TAIL_BYTES
from rooms.entry import update_entry
from rooms.hub import (
    MOST_TIME_GIVING_BACK,
    RESTART,
    SWEEP_S,
    UNLOAD_AFTER_S,
    Hub,
    UnknownRoom,
)
from rooms.live import CURSOR_TICK_S
from rooms.neighbours import FORGET_S, REPEAT_S
from rooms.roles import Role
from rooms.room import LONGEST_BEHIND_S, MOST_COMMANDS
from rooms.stage.helpathon import create, links_of, rooms_of
from rooms.stage.records import RecordBook
from sync.messages import Awareness, encode
from tests.fakes import (
    Node,
    Page,
    Peer,
    awareness,
    content_in,
    loop_time,
    passes,
    person,
    request,
    until,
)

ROOM = RoomId("team")
OTHER = RoomId("other")
MINUTE_MS = 60_000
NEXT_YEAR_MS = 1_900_000_000_000


class City:
    """Nodes that share a store, and people in rooms on them."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.setup = MemoryStore(NodeId("setup"), self.memory)
        self._stack = AsyncExitStack()

    async def node(self, name: str = "here", *, open_rooms: bool = True) -> "RunningNode":
        node = Node(self.memory, name, open_rooms=open_rooms)
        ending = AsyncExitStack()
        hub = await ending.enter_async_context(node.running())
        running = RunningNode(node, hub, ending)
        self._stack.push_async_callback(running.end)
        return running

    async def helpathon(self, name: str = "heat") -> RecordBook:
        """With two rooms and a link for each role."""
        book = RecordBook(name, self.setup)
        await create(
            book, title="Hitze", rooms=["One", "Two"], language="de", expires_at_ms=NEXT_YEAR_MS
        )
        return book

    async def stored(self, room: RoomId = ROOM) -> list[str]:
        return (await content_in(self.setup, room))[0]

    async def end(self) -> None:
        await self._stack.aclose()


class RunningNode:
    def __init__(self, node: Node, hub: Hub, ending: AsyncExitStack) -> None:
        self.store = node.store
        self.hub = hub
        self._ending = ending

    async def end(self) -> None:
        """The process is gone. Nobody said good-bye."""
        await self._ending.aclose()

    async def joins(
        self,
        name: str,
        room: RoomId = ROOM,
        role: Role = Role.PARTICIPANT,
        *,
        link: str = "link",
        page: Page | None = None,
    ) -> Peer:
        """Somebody who has the room's content and answered what they were asked."""
        peer = Peer(await self.hub.room(room), person(name, role, link), page=page)
        peer.ask()
        await passes(CURSOR_TICK_S)
        peer.read()
        await passes(CURSOR_TICK_S)
        return peer


@pytest.fixture
async def city() -> AsyncIterator[City]:
    city = City()
    yield city
    await city.end()


def words(peer: Peer) -> list[str]:
    peer.read()
    return peer.page.words


def moves(peer: Peer, clock: int, state: bytes) -> None:
    peer.say(awareness(peer.page.doc.client_id, clock, state))


def last_move(peer: Peer) -> bytes:
    moves = [message for message in peer.connection.messages if isinstance(message, Awareness)]
    return encode(moves[-1]) if moves else b""


def names(peer: Peer) -> list[str]:
    """Who is here, as the page would show it."""
    (welcome,) = peer.connection.told("welcome")
    present = {member["connection"]: member["name"] for member in welcome["members"]}
    for content in peer.connection.told("member"):
        present[content["member"]["connection"]] = content["member"]["name"]
    for content in peer.connection.told("member.left"):
        present.pop(content["connection"], None)
    return sorted(present.values())


# Loading


async def test_all_who_come_while_a_room_is_loaded_meet_in_it(city: City) -> None:
    node = await city.node()
    node.store.hold_replies("load")
    arrivals = [asyncio.create_task(node.hub.room(ROOM)) for _ in range(3)]
    await until(lambda: node.store.waiting["load"] == 1)

    node.store.release("load")
    first, *others = await asyncio.gather(*arrivals)

    assert all(live is first for live in others)
    assert await node.hub.room(ROOM) is first
    assert node.store.calls["load"] == 1


async def test_a_room_that_could_not_be_loaded_is_tried_again_by_the_next_one(city: City) -> None:
    node = await city.node()
    node.store.fail("load")
    with pytest.raises(StoreUnavailable):
        await node.hub.room(ROOM)

    node.store.heal()

    assert (await node.hub.room(ROOM)).room.card.id == ROOM


async def test_a_room_comes_back_with_its_content_and_its_epoch(city: City) -> None:
    before = await city.node("before")
    ada = await before.joins("Ada")
    ada.write("one")
    await before.hub.committer.idle()
    await before.end()
    after = await city.node("after")

    bo = await after.joins("Bo")

    assert words(bo) == ["one"]
    assert bo.connection.told("welcome")[0]["epoch"] == ada.connection.told("welcome")[0]["epoch"]


async def test_different_rooms_have_different_epochs_and_content(city: City) -> None:
    node = await city.node()
    ada, bo = await node.joins("Ada", ROOM), await node.joins("Bo", OTHER)

    ada.write("one")
    await passes(1)

    assert words(bo) == []
    assert ada.live.room.epoch != bo.live.room.epoch


async def test_a_helpathon_that_nobody_made_has_no_rooms(city: City) -> None:
    node = await city.node(open_rooms=False)

    with pytest.raises(UnknownHelpathon):
        await node.hub.room(RoomId("heat-guessed"))


async def test_a_helpathon_has_the_rooms_it_was_made_with_and_no_others(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    node = await city.node(open_rooms=False)

    card = (await node.hub.room(one.id)).room.card

    assert (card.title, card.helpathon, card.helpathon_title) == ("One", "heat", "Hitze")
    with pytest.raises(UnknownRoom):
        await node.hub.room(RoomId("heat-guessed"))


async def test_a_helpathon_made_later_is_found(city: City) -> None:
    node = await city.node(open_rooms=False)
    with pytest.raises(UnknownHelpathon):
        await node.hub.books.of("heat")

    await city.helpathon()

    assert (await node.hub.books.of("heat")).value("helpathon")["title"] == "Hitze"


async def test_a_room_with_entries_of_a_newer_version_is_not_opened(city: City) -> None:
    await city.setup.append({ROOM: [b"\x07from tomorrow"]})
    node = await city.node()

    with pytest.raises(WrongStore, match="expected a log entry of kind 0"):
        await node.hub.room(ROOM)


async def test_a_log_that_cannot_be_read_opens_no_room_and_harms_no_other(city: City) -> None:
    await city.setup.append({ROOM: [b"\x00no update"]})
    node = await city.node()

    with pytest.raises(WrongStore):
        await node.hub.room(ROOM)

    assert words(await node.joins("Ada", OTHER)) == []


# Durability


async def test_saved_is_said_once_the_store_has_it_and_not_before(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    node.store.hold("append")
    ada.write("one")
    ada.write("two")
    await passes(50)
    assert ada.connection.saved == []

    node.store.release("append")
    await until(lambda: ada.connection.saved == [2])

    assert await city.stored() == ["one", "two"]


async def test_while_the_store_is_away_people_work_on_and_nothing_is_called_saved(
    city: City,
) -> None:
    node = await city.node()
    ada, bo = await node.joins("Ada"), await node.joins("Bo")
    node.store.fail("append")

    for word in ("one", "two", "three"):
        ada.write(word)
        await passes(3)

    assert words(bo) == ["one", "two", "three"]
    assert ada.connection.saved == []
    assert node.hub.committer.store_away

    node.store.heal()
    await until(lambda: ada.connection.saved == [3])
    assert await city.stored() == ["one", "two", "three"]


async def test_a_commit_whose_reply_was_lost_is_counted_once_and_doubles_nothing(
    city: City,
) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    node.store.loses_replies = True
    ada.write("one")
    await until(lambda: node.store.calls["append"] == 3)
    assert ada.connection.saved == []

    node.store.heal()
    await until(lambda: ada.connection.saved == [1])
    await passes(5)

    assert ada.connection.saved == [1]
    assert await city.stored() == ["one"]


async def test_each_hears_of_their_own_messages_only(city: City) -> None:
    node = await city.node()
    ada, bo = await node.joins("Ada"), await node.joins("Bo")
    ada.write("one")
    bo.write("two")
    bo.write("three")

    await node.hub.committer.idle()
    await passes(1)

    assert ada.connection.saved[-1] == 1
    assert bo.connection.saved[-1] == 2


async def test_offline_work_is_durable_and_counted_too(city: City) -> None:
    node = await city.node()
    page = Page()
    page.write("offline")

    ada = await node.joins("Ada", page=page)
    await until(lambda: ada.connection.saved == [1])

    assert await city.stored() == ["offline"]


# Unloading


async def test_a_room_that_nobody_is_in_is_let_go_after_a_while(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    ada.write("one")
    ada.leave()

    await passes(UNLOAD_AFTER_S - 10)
    assert ROOM in node.hub.rooms
    await passes(20)
    assert ROOM not in node.hub.rooms

    assert words(await node.joins("Bo")) == ["one"]


async def test_a_room_that_nobody_ever_joined_is_let_go_too(city: City) -> None:
    node = await city.node()
    await node.hub.room(ROOM)

    await until(lambda: ROOM not in node.hub.rooms, within_s=UNLOAD_AFTER_S + 10)


async def test_who_comes_back_soon_finds_the_room_warm(city: City) -> None:
    node = await city.node()
    before = await node.joins("Ada")
    before.leave()
    await passes(UNLOAD_AFTER_S - 10)
    after = await node.joins("Ada")

    await passes(10 * UNLOAD_AFTER_S)

    assert after.live is before.live
    assert node.hub.rooms[ROOM] is before.live


async def test_a_room_with_unsaved_work_is_kept_until_it_is_durable(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    node.store.fail("append")
    ada.write("one")
    await passes(1)
    ada.leave()

    await passes(10 * UNLOAD_AFTER_S)
    assert ROOM in node.hub.rooms

    node.store.heal()
    await until(lambda: ROOM not in node.hub.rooms)
    assert await city.stored() == ["one"]


async def test_a_room_whose_commit_is_under_way_is_kept(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    node.store.hold("append")
    ada.write("one")
    ada.leave()

    await passes(10 * UNLOAD_AFTER_S)
    assert ROOM in node.hub.rooms

    node.store.release("append")
    await until(lambda: ROOM not in node.hub.rooms)
    assert await city.stored() == ["one"]


async def test_what_other_nodes_do_meanwhile_is_there_when_it_is_loaded_again(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    (await here.joins("Ada")).leave()
    bo = await there.joins("Bo")
    await until(lambda: ROOM not in here.hub.rooms, within_s=UNLOAD_AFTER_S + 10)

    bo.write("one")
    await there.hub.committer.idle()
    ada = await here.joins("Ada")
    bo.write("two")
    await until(lambda: words(ada) == ["one", "two"])


async def test_a_reader_that_takes_nothing_for_long_is_asked_to_come_back(city: City) -> None:
    node = await city.node()
    ada, slow = await node.joins("Ada"), await node.joins("Slow")
    slow.stall()
    ada.write("fills the buffer")

    await until(
        lambda: slow.connection.close_code == 4508, within_s=LONGEST_BEHIND_S + REPEAT_S + 1
    )
    assert ada.connection.closed is None


# Compaction


async def test_a_long_log_becomes_a_snapshot(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")

    for number in range(9):
        ada.write(f"{number}".ljust(SMALL_TAIL_BYTES // 8, "."))
        await node.hub.committer.idle()
    await passes(1)

    stored = await city.setup.load(ROOM)
    assert stored.snapshot is not None
    assert len(stored.entries) < 9
    assert await city.stored() == ada.page.words


async def test_the_larger_a_room_the_rarer_it_is_compacted(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")

    for number in range(64):
        ada.write(f"{number}".ljust(SMALL_TAIL_BYTES // 8, "."))
        await node.hub.committer.idle()
        await passes(0.1)

    assert 2 <= node.store.calls["compact"] <= 4


async def test_a_compaction_that_failed_is_tried_again_with_the_next_edit(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    node.store.fail("compact")
    ada.write("." * (SMALL_TAIL_BYTES + 1))
    await until(lambda: node.store.calls["compact"] == 1)

    node.store.heal()
    ada.write("one more")
    await until(lambda: node.store.calls["compact"] == 2)
    await passes(1)

    assert (await city.setup.load(ROOM)).snapshot is not None


async def test_a_long_log_is_made_short_when_it_is_loaded(city: City) -> None:
    page = Page()
    entry = update_entry(page.write("." * (SMALL_TAIL_BYTES + 1)))
    await city.setup.append({ROOM: [entry]})
    node = await city.node()

    await node.hub.room(ROOM)
    await passes(1)

    assert node.store.calls["load"] == 1  # and so merged once
    assert (await city.setup.load(ROOM)).entries == ()
    assert await city.stored() == page.words


async def test_a_log_that_could_not_be_made_short_when_loaded_is_with_the_next_edit(
    city: City,
) -> None:
    entry = update_entry(Page().write("." * (SMALL_TAIL_BYTES + 1)))
    await city.setup.append({ROOM: [entry]})
    node = await city.node()
    node.store.fail("compact")
    ada = await node.joins("Ada")
    await until(lambda: node.store.calls["compact"] == 1)

    node.store.heal()
    ada.write("one more")
    await until(lambda: node.store.calls["compact"] == 2)
    await passes(1)

    assert (await city.setup.load(ROOM)).snapshot is not None


async def test_two_nodes_that_compact_the_same_room_lose_nothing(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, bo = await here.joins("Ada"), await there.joins("Bo")

    for number in range(40):
        ada.write(f"a{number}".ljust(SMALL_TAIL_BYTES // 8, "."))
        bo.write(f"b{number}".ljust(SMALL_TAIL_BYTES // 8, "."))
        await passes(0.01)
    await here.hub.committer.idle()
    await there.hub.committer.idle()
    await until(lambda: words(ada) == words(bo))

    assert here.store.calls["compact"] + there.store.calls["compact"] >= 2
    assert len(ada.page.words) == 80
    assert await city.stored() == ada.page.words


async def test_of_rooms_let_go_nothing_is_left_to_collect(city: City) -> None:
    node = await city.node()
    gc.collect()
    gc.disable()
    try:
        rooms = []
        for number in range(5):
            ada = await node.joins("Ada", RoomId(f"team-{number}"))
            ada.write("one")
            moves(ada, 1, b"{}")
            await node.hub.committer.idle()
            ada.leave()
            rooms.append(weakref.ref(ada.live.room))
        del ada
        await passes(UNLOAD_AFTER_S + 2 * SWEEP_S)
        assert not node.hub.rooms
        left = [room() for room in rooms if room() is not None]
    finally:
        gc.enable()

    # The sweep may still hold the last one.
    assert len(left) <= 1


async def test_memory_is_given_back_the_more_rarely_the_longer_it_takes(city: City) -> None:
    node = Node(city.memory)
    spent_s: list[float] = []
    options = replace(
        node.options,
        now_s=lambda: loop_time() + sum(spent_s),
        give_back=lambda: spent_s.append(20 * SWEEP_S * MOST_TIME_GIVING_BACK),
    )

    async with Hub.running(node.store, node._make_bus, options):
        await passes(1000 * SWEEP_S)

    assert 48 <= len(spent_s) <= 52


# Records let go


async def test_the_records_of_a_helpathon_that_nobody_uses_are_let_go(city: City) -> None:
    book = await city.helpathon()
    node = await city.node(open_rooms=False)
    one, _ = rooms_of(book)
    (await node.joins("Ada", one.id)).leave()

    await passes(UNLOAD_AFTER_S + LET_GO_AFTER_S + 2 * SWEEP_S)
    await book.put("clock/helpathon", {}, 0)
    await passes(1)

    assert node.store.calls["read"] == 1, "a change of them is none of its business"
    assert "heat" not in node.hub.books
    ada = await node.joins("Ada", one.id)
    (welcome,) = ada.connection.told("welcome")
    assert welcome["records"]["clock/helpathon"]["rev"] == 1
    await book.put("clock/helpathon", {}, 1)
    await until(lambda: ada.connection.told("record") != [])


async def test_the_records_of_a_helpathon_with_somebody_in_it_are_kept(city: City) -> None:
    book = await city.helpathon()
    node = await city.node(open_rooms=False)
    one, _ = rooms_of(book)
    ada = await node.joins("Ada", one.id)

    await passes(3 * LET_GO_AFTER_S)
    await book.put("clock/helpathon", {}, 0)
    await until(lambda: ada.connection.told("record") != [])
    ada.leave()
    await passes(LET_GO_AFTER_S / 2)

    assert "heat" in node.hub.books, "they were in use until a moment ago"


async def test_records_that_somebody_asks_for_are_kept(city: City) -> None:
    await city.helpathon()
    node = await city.node(open_rooms=False)
    for _ in range(6):
        await node.hub.books.of("heat")
        await passes(LET_GO_AFTER_S / 2)

    assert node.store.calls["read"] == 1


async def test_a_change_that_is_about_to_be_read_of_records_let_go_is_left_unread(
    city: City,
) -> None:
    book = await city.helpathon()
    node = await city.node(open_rooms=False)
    await node.hub.books.of("heat")
    node.store.fail("read")
    await book.put("clock/helpathon", {}, 0)
    await passes(LET_GO_AFTER_S + 2 * SWEEP_S)
    node.store.heal()
    await passes(60)

    assert "heat" not in node.hub.books
    assert (await node.hub.books.of("heat")).version("clock/helpathon") == 1


# Requests


async def test_the_time_is_told(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")

    ada.say(request("time", 1))
    await passes(1)

    (welcome,) = ada.connection.told("welcome")
    assert ada.connection.reply(1)["ok"]
    assert 0 <= ada.connection.reply(1)["server_now"] - welcome["server_now"] < 10 * MINUTE_MS


def start(request_id: int, scope: str = "room", rev: int = 0) -> bytes:
    return request(
        "clock", request_id, scope=scope, action="start", rev=rev, duration_ms=MINUTE_MS, label="x"
    )


async def test_a_record_that_changes_while_all_are_read_is_not_missed(city: City) -> None:
    book = await city.helpathon()
    one, _ = rooms_of(book)
    node = await city.node(open_rooms=False)
    node.store.hold_replies("read")
    joining = asyncio.create_task(node.joins("Ada", one.id))
    await until(lambda: node.store.waiting["read"] == 1)

    await book.put("clock/helpathon", {"status": "done"}, 0)
    node.store.release("read")
    ada = await joining
    await passes(1)

    assert ada.live.room.card.title == "One"
    assert (await node.hub.books.of("heat")).value("clock/helpathon") == {"status": "done"}


async def test_a_rooms_clock_is_told_to_the_room(city: City) -> None:
    one, two = rooms_of(await city.helpathon())
    node = await city.node(open_rooms=False)
    lea = await node.joins("Lea", one.id, Role.FACILITATOR)
    ada, bo = await node.joins("Ada", one.id), await node.joins("Bo", two.id)

    lea.say(start(1))
    await passes(1)

    assert lea.connection.reply(1) == {"t": "reply", "id": 1, "ok": True}
    for peer in (lea, ada):
        (told,) = peer.connection.told("record")
        assert (told["name"], told["rev"]) == ("clock/room", 1)
        assert (told["value"]["status"], told["value"]["duration_ms"]) == ("running", MINUTE_MS)
    assert bo.connection.told("record") == []


async def test_the_helpathons_clock_is_told_to_all_its_rooms_on_every_node(city: City) -> None:
    one, two = rooms_of(await city.helpathon())
    (elsewhere, _) = rooms_of(await city.helpathon("cold"))
    here = await city.node("here", open_rooms=False)
    there = await city.node("there", open_rooms=False)
    lea = await here.joins("Lea", one.id, Role.FACILITATOR)
    ada, bo = await here.joins("Ada", two.id), await there.joins("Bo", two.id)
    stranger = await there.joins("Cleo", elsewhere.id)

    lea.say(start(1, "helpathon"))
    await passes(1)

    for peer in (lea, ada, bo):
        (told,) = peer.connection.told("record")
        assert (told["name"], told["rev"]) == ("clock/helpathon", 1)
    assert stranger.connection.told("record") == []
    late = await there.joins("Dan", one.id)
    (welcome,) = late.connection.told("welcome")
    assert welcome["records"]["clock/helpathon"]["value"]["status"] == "running"


def gathers(request_id: int, **fields: object) -> bytes:
    place = {"x": 0, "y": -20.5, "width": 800, "height": 600, "object": "note-1"}
    return request("gather", request_id, **place | fields)


async def test_t2_a_call_reaches_everybody_on_every_node_once(city: City) -> None:
    one, two = rooms_of(await city.helpathon())
    here = await city.node("here", open_rooms=False)
    there = await city.node("there", open_rooms=False)
    lea = await here.joins("Lea", one.id, Role.FACILITATOR)
    ada, bo = await here.joins("Ada", one.id), await there.joins("Bo", one.id)
    next_door = await there.joins("Cleo", two.id)

    lea.say(gathers(1))
    await passes(1)

    assert lea.connection.reply(1) == {"t": "reply", "id": 1, "ok": True}
    call = {"t": "gather", "by": "person-Lea", "object": "note-1", "place": [0, -20.5, 800, 600]}
    for peer in (lea, ada, bo):
        assert peer.connection.told("gather") == [call]
    assert next_door.connection.told("gather") == []

    lea.say(gathers(2, object=None))
    await passes(1)

    assert [told["object"] for told in bo.connection.told("gather")] == ["note-1", None]


async def test_t3_a_call_is_over_for_who_joins_later_and_for_a_node_that_opens_later(
    city: City,
) -> None:
    one, _ = rooms_of(await city.helpathon())
    here = await city.node("here", open_rooms=False)
    lea = await here.joins("Lea", one.id, Role.FACILITATOR)
    lea.say(gathers(1))
    await passes(1)

    there = await city.node("there", open_rooms=False)
    late = [await here.joins("Ada", one.id), await there.joins("Bo", one.id)]

    assert [peer.connection.told("gather") for peer in late] == [[], []]


async def test_t1_a_participant_calls_nobody(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    here = await city.node("here", open_rooms=False)
    there = await city.node("there", open_rooms=False)
    ada, bo = await here.joins("Ada", one.id), await there.joins("Bo", one.id)

    ada.say(gathers(1, role="facilitator", by="person-Lea"))
    await passes(1)

    assert ada.connection.reply(1)["error"]["code"] == "forbidden"
    assert ada.connection.told("gather") == bo.connection.told("gather") == []


async def test_a_participant_cannot_touch_the_clock(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    node = await city.node(open_rooms=False)
    ada = await node.joins("Ada", one.id)

    ada.say(start(1))
    await passes(1)

    assert ada.connection.reply(1)["error"]["code"] == "forbidden"
    assert ada.connection.told("record") == []


async def test_of_two_facilitators_at_the_same_moment_one_wins(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    here = await city.node("here", open_rooms=False)
    there = await city.node("there", open_rooms=False)
    lea = await here.joins("Lea", one.id, Role.FACILITATOR)
    max_ = await there.joins("Max", one.id, Role.FACILITATOR)

    lea.say(start(1))
    max_.say(start(1))
    await passes(1)

    replies = [lea.connection.reply(1), max_.connection.reply(1)]
    assert sorted(reply["ok"] for reply in replies) == [False, True]
    (refused,) = [reply["error"] for reply in replies if not reply["ok"]]
    assert (refused["code"], refused["name"], refused["rev"]) == ("conflict", "clock/room", 1)
    assert (
        lea.connection.told("record")[-1]["rev"] == max_.connection.told("record")[-1]["rev"] == 1
    )


async def test_requests_of_one_connection_do_not_pile_up(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    node = await city.node(open_rooms=False)
    lea = await node.joins("Lea", one.id, Role.FACILITATOR)
    node.store.hold("write")
    for request_id in range(MOST_COMMANDS + 1):
        lea.say(start(request_id))
    await passes(1)
    assert lea.connection.reply(MOST_COMMANDS)["error"]["code"] == "limited"

    node.store.release("write")
    await passes(1)
    lea.say(start(100, rev=1))
    await passes(1)

    assert lea.connection.reply(100)["ok"]


async def test_a_store_that_is_away_is_said_to_who_asked(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    node = await city.node(open_rooms=False)
    lea = await node.joins("Lea", one.id, Role.FACILITATOR)
    node.store.fail("write")

    lea.say(start(1))
    await passes(1)

    assert lea.connection.reply(1)["error"]["code"] == "unavailable"


async def test_a_fault_of_ours_is_said_to_who_asked_and_ends_nothing_else(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    node = await city.node(open_rooms=False)
    lea = await node.joins("Lea", one.id, Role.FACILITATOR)
    node.store.failing["write"] = ZeroDivisionError("a fault of ours")
    lea.say(start(1))
    await passes(1)
    assert lea.connection.reply(1)["error"]["code"] == "internal"

    node.store.heal()
    lea.write("one")
    lea.say(start(2))
    await until(lambda: lea.connection.saved == [1])

    assert lea.connection.reply(2)["ok"]


async def test_who_left_before_the_answer_does_not_disturb_anybody(city: City) -> None:
    one, _ = rooms_of(await city.helpathon())
    node = await city.node(open_rooms=False)
    lea = await node.joins("Lea", one.id, Role.FACILITATOR)
    ada = await node.joins("Ada", one.id)
    node.store.hold("write")
    lea.say(start(1))
    await until(lambda: node.store.waiting["write"] == 1)

    lea.leave()
    node.store.release("write")
    await passes(1)

    assert len(ada.connection.told("record")) == 1
    assert lea.connection.told("reply") == []


async def test_a_revoked_link_ends_its_connections_on_every_node(city: City) -> None:
    book = await city.helpathon()
    one, two = rooms_of(book)
    link = next(link for link in links_of(book) if link.role is Role.PARTICIPANT)
    here = await city.node("here", open_rooms=False)
    there = await city.node("there", open_rooms=False)
    ada = await here.joins("Ada", one.id, link=link.id)
    bo = await there.joins("Bo", two.id, link=link.id)
    cleo = await there.joins("Cleo", two.id, link="another")

    value = book.value(f"link/{link.id}")
    await book.put(f"link/{link.id}", {**value, "revoked": True}, 1)
    await passes(1)

    assert (ada.connection.close_code, bo.connection.close_code) == (4410, 4410)
    assert cleo.connection.closed is None


async def test_a_change_elsewhere_is_read_as_soon_as_the_store_answers(city: City) -> None:
    book = await city.helpathon()
    one, _ = rooms_of(book)
    node = await city.node(open_rooms=False)
    ada = await node.joins("Ada", one.id)
    node.store.fail("read")

    await book.put("clock/helpathon", {"status": "done"}, 0)
    await passes(10)
    assert ada.connection.told("record") == []

    node.store.heal()
    await until(lambda: len(ada.connection.told("record")) == 1)


async def test_changes_while_a_change_is_read_are_read_too(city: City) -> None:
    book = await city.helpathon()
    one, _ = rooms_of(book)
    node = await city.node(open_rooms=False)
    ada = await node.joins("Ada", one.id)
    node.store.hold_replies("read")
    await book.put("clock/helpathon", 1, 0)
    await until(lambda: node.store.waiting["read"] == 1)

    await book.put("clock/helpathon", 2, 1)
    await passes(1)
    node.store.release("read")

    await until(lambda: [told["rev"] for told in ada.connection.told("record")][-1:] == [2])


# Two nodes


async def test_edits_cross_between_nodes_once(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, bo = await here.joins("Ada"), await there.joins("Bo")

    ada.write("one")
    await until(lambda: words(bo) == ["one"])
    bo.write("two")
    await until(lambda: words(ada) == ["one", "two"])

    assert len(ada.connection.updates) == len(bo.connection.updates) == 1
    assert await city.stored() == ["one", "two"]
    assert len((await city.setup.load(ROOM)).entries) == 2


async def test_an_edit_crosses_only_when_it_is_durable(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, bo = await here.joins("Ada"), await there.joins("Bo")
    here.store.hold("append")

    ada.write("one")
    await passes(10)
    assert words(bo) == []

    here.store.release("append")
    await until(lambda: words(bo) == ["one"])


async def test_what_is_appended_while_a_room_is_loaded_is_not_missed(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    bo = await there.joins("Bo")
    here.store.hold_replies("load")
    joining = asyncio.create_task(here.joins("Ada"))
    await until(lambda: here.store.waiting["load"] == 1)

    bo.write("meanwhile")
    await there.hub.committer.idle()
    here.store.release("load")
    ada = await joining

    await until(lambda: words(ada) == ["meanwhile"])


async def test_who_is_in_the_room_is_known_on_every_node(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, bo = await here.joins("Ada"), await there.joins("Bo")
    await until(lambda: names(ada) == names(bo) == ["Ada", "Bo"])

    cleo = await there.joins("Cleo")
    await until(lambda: names(ada) == names(cleo) == ["Ada", "Bo", "Cleo"])

    bo.leave()
    await until(lambda: names(ada) == names(cleo) == ["Ada", "Cleo"])


async def test_cursors_cross_between_nodes(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, bo = await here.joins("Ada"), await there.joins("Bo")

    moves(ada, 1, b'{"x":1}')

    client = ada.page.doc.client_id
    await until(lambda: last_move(bo) == awareness(client, 1, b'{"x":1}'), within_s=1)


async def test_a_node_that_opens_a_room_asks_where_everybody_is(city: City) -> None:
    here = await city.node("here")
    ada = await here.joins("Ada")
    moves(ada, 5, b'{"x":1}')
    await passes(1)

    bo = await (await city.node("there")).joins("Bo")

    client = ada.page.doc.client_id
    await until(lambda: last_move(bo) == awareness(client, 5, b'{"x":1}'), within_s=1)
    await until(lambda: names(bo) == ["Ada", "Bo"], within_s=1)


async def test_a_cursor_leaves_with_its_person_on_every_node(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, bo = await here.joins("Ada"), await there.joins("Bo")
    moves(ada, 1, b"{}")
    await passes(1)

    ada.leave()

    client = ada.page.doc.client_id
    await until(lambda: last_move(bo) == awareness(client, 1, b"null"), within_s=1)


async def test_the_people_of_a_node_that_died_disappear(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, bo = await here.joins("Ada"), await there.joins("Bo")
    moves(bo, 1, b"{}")
    await passes(1)

    await there.end()
    await passes(FORGET_S - REPEAT_S)
    assert names(ada) == ["Ada", "Bo"]

    await until(lambda: names(ada) == ["Ada"], within_s=2 * REPEAT_S + 1)
    client = bo.page.doc.client_id
    await until(lambda: last_move(ada) == awareness(client, 1, b"null"))


async def test_the_people_of_a_node_that_lives_stay(city: City) -> None:
    here, there = await city.node("here"), await city.node("there")
    ada, _ = await here.joins("Ada"), await there.joins("Bo")

    await passes(10 * FORGET_S)

    assert names(ada) == ["Ada", "Bo"]
    assert ada.connection.told("member.left") == []


async def test_a_log_that_was_compacted_away_under_a_loading_room_is_read_again(
    city: City,
) -> None:
    here, there = await city.node("here"), await city.node("there")
    bo = await there.joins("Bo")
    here.store.hold_replies("load")
    joining = asyncio.create_task(here.joins("Ada"))
    await until(lambda: here.store.waiting["load"] == 1)

    bo.write("meanwhile")
    await there.hub.committer.idle()
    stored = await city.setup.load(ROOM)
    snapshot = bo.page.doc.get_update()
    assert await city.setup.compact(ROOM, snapshot, covers=stored.last, replaces=stored.covered)
    here.store.release("load")
    ada = await joining
    await until(lambda: words(ada) == ["meanwhile"])
    bo.write("afterwards")

    await until(lambda: words(ada) == ["meanwhile", "afterwards"])


async def test_a_store_that_lost_a_little_gets_it_back(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    for word in ("one", "two"):
        ada.write(word)
        await node.hub.committer.idle()

    city.memory.rooms[ROOM].entries.pop()
    city.memory.rooms[ROOM].last -= 1
    assert await city.stored() == ["one"]
    node.hub.on_gap(ROOM)
    await passes(1)

    assert await city.stored() == ["one", "two"]
    bo = await (await city.node("there")).joins("Bo")
    bo.write("three")
    await until(lambda: words(ada) == ["one", "two", "three"])


async def test_a_room_that_another_node_made_anew_begins_anew_while_others_are_busy(
    city: City,
) -> None:
    node = await city.node()
    ada, busy = await node.joins("Ada"), await node.joins("Bo", OTHER)
    ada.write("one")
    await node.hub.committer.idle()
    del city.memory.rooms[ROOM]
    city.memory.room(ROOM)
    node.store.appends_take_s = 0.005

    node.hub.on_gap(ROOM)
    for number in range(1000):
        busy.write(f"{number}")
        await passes(0.001)
    again = await node.joins("Ada")

    assert ada.connection.close_code == RESTART
    assert words(again) == ["one"]
    assert again.live.room.epoch == (await city.setup.load(ROOM)).epoch
    assert again.live.room.epoch != ada.live.room.epoch


async def test_a_store_that_forgot_everything_gets_it_back_and_nobody_has_to_come_anew(
    city: City,
) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    ada.write("one")
    await node.hub.committer.idle()

    del city.memory.rooms[ROOM]
    node.hub.on_gap(ROOM)
    await passes(1)

    assert await city.stored() == ["one"]
    bo = await (await city.node("there")).joins("Bo")
    bo.write("two")
    await until(lambda: words(ada) == ["one", "two"])
    assert ada.connection.closed is None
    assert bo.live.room.epoch == ada.live.room.epoch


async def test_records_that_the_store_forgot_are_brought_back(city: City) -> None:
    book = await city.helpathon()
    node = await city.node(open_rooms=False)
    one, _ = rooms_of(book)
    await node.joins("Lea", one.id, Role.FACILITATOR)
    await city.setup.write("installation", [Change("secret", b"s", 0)])
    await node.hub.books.keep("installation")
    before = (await city.setup.read("heat")).records

    city.memory.scopes.clear()
    for scope in ("heat", "installation"):
        node.hub.on_records(scope, [])
    await passes(1)

    assert (await city.setup.read("heat")).records == before
    assert (await city.setup.read("installation")).records == {"secret": Record(b"s", 1)}


async def test_a_gap_is_closed_as_soon_as_the_store_answers(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    node.store.fail("load")
    node.hub.on_gap(ROOM)
    await passes(10)

    await city.setup.append({ROOM: [update_entry(Page().write("missed"))]})
    node.store.heal()

    await until(lambda: words(ada) == ["missed"])


async def test_a_gap_in_a_room_that_was_let_go_is_nobodys_business(city: City) -> None:
    node = await city.node()

    node.hub.on_gap(ROOM)
    await passes(1)

    assert node.store.calls["load"] == 0


async def test_meeting_a_long_log_again_leaves_others_their_turns(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    await as_after_a_gap(city, node, Page(), entries=30 * ENTRIES_AT_ONCE)
    turns = 0
    while len(words(ada)) == 0:
        await asyncio.sleep(0)
        turns += 1

    assert turns > 30
    assert len(words(ada)) == 30 * ENTRIES_AT_ONCE


async def test_what_is_written_while_a_log_is_met_again_is_kept(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    await as_after_a_gap(city, node, Page(), entries=10 * ENTRIES_AT_ONCE)
    for number in range(20):
        ada.write(f"mine {number}")
        await asyncio.sleep(0)
    await until(lambda: len(words(ada)) == 10 * ENTRIES_AT_ONCE + 20)
    await node.hub.committer.idle()

    assert sorted(await city.stored()) == sorted(words(ada))
    bo = await (await city.node("there")).joins("Bo")
    assert sorted(words(bo)) == sorted(words(ada))


async def as_after_a_gap(city: City, node: RunningNode, page: Page, entries: int) -> None:
    """The log grew by so many, and the bus could not tell them."""
    node.hub._bus_now.unfollow(ROOM)
    updates = [page.write(f"{number}") for number in range(entries)]
    await city.setup.append({ROOM: [update_entry(update) for update in updates]})
    node.hub.on_gap(ROOM)


async def test_entries_of_a_newer_version_do_not_stop_the_ones_we_know(city: City) -> None:
    node = await city.node()
    ada = await node.joins("Ada")
    page = Page()

    await city.setup.append(
        {ROOM: [update_entry(page.write("one")), b"\x07held", update_entry(page.write("two"))]}
    )
    await until(lambda: words(ada) == ["one", "two"])
    node.hub.on_gap(ROOM)
    await passes(1)
    ada.write("three")

    await until(lambda: ada.connection.saved == [1])
    assert ada.connection.closed is None


async def test_signals_and_entries_for_rooms_that_are_not_open_are_ignored(city: City) -> None:
    node = await city.node()

    node.hub.on_signal(f"room:{ROOM}", NodeId("there"), b"m\x90")
    node.hub.on_entries(ROOM, [])
    node.hub.on_records("heat", ["clock/helpathon"])
    await passes(1)

    assert node.hub.rooms == {}
    assert node.store.calls["read"] == 0


# The end


async def test_the_bus_says_whether_it_works(city: City) -> None:
    node = await city.node()
    await until(lambda: node.hub.bus_up)

    node.hub.on_bus_state(False)

    assert not node.hub.bus_up


async def test_a_hub_ends_while_the_store_is_away(city: City) -> None:
    book = await city.helpathon()
    one, _ = rooms_of(book)
    node = await city.node(open_rooms=False)
    lea = await node.joins("Lea", one.id, Role.FACILITATOR)
    node.store.fail("append", "load", "read")
    node.store.hold("write")
    lea.write("unsaved")
    lea.say(start(1))
    await book.put("clock/helpathon", 1, 0)
    node.hub.on_gap(one.id)
    await passes(1)

    async with asyncio.timeout(60):
        await node.end()

    assert lea.connection.saved == []


async def test_a_hub_ends_while_somebody_waits_for_a_room(city: City) -> None:
    node = await city.node()
    node.store.hold("load")
    arriving = asyncio.create_task(node.hub.room(ROOM))
    await until(lambda: node.store.waiting["load"] == 1)

    await node.end()

    with pytest.raises(asyncio.CancelledError):
        await arriving
