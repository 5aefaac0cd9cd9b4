from dataclasses import replace

import pytest

from persistence.contract import Entry, NodeId, Position, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.backlog import Backlog
from rooms.census import Census
from rooms.effects import Command
from rooms.entry import update_entry
from rooms.live import CURSOR_TICK_S, LiveRoom, Surroundings, Tail, Tally
from rooms.roles import Role
from rooms.room import LONGEST_BEHIND_S, Room, RoomCard, RoomLimits
from rooms.stage.records import RecordBook
from sync.document import Document, merge
from sync.messages import Awareness, SyncStep1, SyncStep2, Update, encode
from tests.fakes import (
    ManualClock,
    Page,
    Peer,
    awareness,
    frame,
    loop_time,
    messages_in,
    passes,
    person,
    request,
)

CARD = RoomCard(RoomId("heat-one"), "Team 1", "heat", "Hitze in der Stadt")
NOW_MS = 1_700_000_000_000
MALFORMED = b"\x00\x09"


class Venue:
    """A live room without a hub: what the hub would be asked is written down."""

    def __init__(self) -> None:
        self.tick_s = 0.0
        self.clock = ManualClock()
        self.framed: list[bytes] = []
        self.published: list[bytes] = []
        self.commits = 0
        self.commands: list[Command] = []
        self.tally = Tally()
        self.census = Census()
        self.peers: list[Peer] = []
        around = Surroundings(
            now_s=self.clock,
            now_ms=lambda: NOW_MS,
            tick_s=lambda: self.tick_s,
            frame=self._frame,
            publish=lambda _, signal: self.published.append(signal),
            commit=self._commit,
            command=lambda _, command: self.commands.append(command),
            tally=self.tally,
            census=self.census,
        )
        book = RecordBook("heat", MemoryStore(NodeId("here"), Memory()))
        room = Room(CARD, "epoch-1", Document(), book, RoomLimits())
        self.live = LiveRoom(room, Backlog(merge), Tail(0), around)

    def _frame(self, message: bytes) -> bytes:
        self.framed.append(message)
        return frame(message)

    def _commit(self, live: LiveRoom) -> None:
        assert live is self.live
        self.commits += 1

    async def joins(
        self,
        name: str = "Ada",
        role: Role = Role.PARTICIPANT,
        *,
        page: Page | None = None,
        speaks_control: bool = True,
    ) -> Peer:
        """Somebody who has the room's content and answered what they were asked."""
        peer = Peer(self.live, person(name, role), page=page, speaks_control=speaks_control)
        peer.ask()
        await self.tick()
        peer.read()
        await self.tick()
        self.peers.append(peer)
        for everybody in self.peers:
            everybody.forget()
        return peer

    async def tick(self) -> None:
        """Everything that is due goes out, cursors excepted."""
        await passes(max(self.tick_s, CURSOR_TICK_S / 10))


# What goes out at a tick


async def test_everything_of_a_tick_is_one_write_for_each() -> None:
    venue = Venue()
    ada, bo, cleo = [await venue.joins(name) for name in ("Ada", "Bo", "Cleo")]

    updates = [ada.write("one"), bo.write("two"), ada.write("three")]
    await venue.tick()

    assert cleo.connection.updates == updates
    assert len(cleo.connection.writes) == 1


async def test_an_author_gets_everybody_elses_updates_of_the_tick_and_not_its_own() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")

    one, two, three = ada.write("one"), bo.write("two"), ada.write("three")
    await venue.tick()

    assert ada.connection.updates == [two]
    assert bo.connection.updates == [one, three]


async def test_another_tab_of_the_author_gets_the_update() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    other_tab = await venue.joins("Ada")

    update = ada.write("one")
    await venue.tick()

    assert other_tab.connection.updates == [update]


async def test_who_gets_nothing_is_not_written_to() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")

    ada.write("one")
    await venue.tick()

    assert ada.connection.writes == []


async def test_readers_share_the_very_same_bytes_and_each_frame_is_built_once() -> None:
    venue = Venue()
    ada, bo, cleo = [await venue.joins(name) for name in ("Ada", "Bo", "Cleo")]
    venue.framed.clear()

    ada.write("one")
    await venue.tick()

    assert bo.connection.writes[0] is cleo.connection.writes[0]
    assert len(venue.framed) == 1


async def test_when_idle_it_goes_out_in_the_same_turn_of_the_loop() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    before_s = loop_time()

    ada.write("one")
    await passes(0)
    await passes(0)

    assert loop_time() == before_s
    assert len(bo.connection.updates) == 1


async def test_under_load_what_comes_within_a_tick_goes_out_together() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    venue.tick_s = 0.03

    ada.write("one")
    await passes(0.02)
    ada.write("two")
    assert bo.connection.writes == []
    await passes(0.011)

    assert len(bo.connection.writes) == 1
    assert len(bo.connection.updates) == 2


async def test_a_stopped_room_sends_nothing_more() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    ada.write("one")
    ada.say(awareness(ada.page.doc.client_id, 1, b"{}"))

    venue.live.stop()
    await passes(1)

    assert bo.connection.writes == []


# Coming in


async def test_nothing_comes_before_the_first_difference() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    joining = Peer(venue.live, person("Bo"))

    ada.write("one")
    ada.say(awareness(ada.page.doc.client_id, 1, b"{}"))
    await passes(1)

    kinds = [type(message).__name__ for message in joining.connection.messages]
    assert kinds == ["Control", "SyncStep1", "Control"]


async def test_the_first_difference_comes_before_every_update() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    ada.write("before")
    await venue.tick()
    joining = Peer(venue.live, person("Bo"), speaks_control=False)

    one = ada.write("one")
    joining.ask()
    two = ada.write("two")
    await venue.tick()
    _, step_2, *updates = joining.connection.messages
    joining.read()

    assert isinstance(step_2, SyncStep2)
    assert updates == [Update(one), Update(two)]
    assert joining.content == ada.content


@pytest.mark.parametrize("others_write", [False, True])
async def test_who_asks_again_later_is_answered_again(others_write: bool) -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    for _ in range(2):
        bo.ask()
        if others_write:
            ada.write("meanwhile")
        await venue.tick()

    answers = [type(message) for message in bo.connection.messages]

    assert answers.count(SyncStep2) == 2


async def test_what_somebody_brings_reaches_the_others() -> None:
    venue = Venue()
    bo = await venue.joins("Bo")
    page = Page()
    page.write("offline")

    await venue.joins("Ada", page=page)
    bo.read()

    assert bo.page.words == ["offline"]


# Going out


async def test_who_left_gets_nothing_more() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")

    ada.write("one")
    bo.say(request("time", 1))
    bo.leave()
    await passes(1)

    assert bo.connection.writes == []


async def test_mail_for_somebody_who_left_is_not_delivered() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")

    ada.say(request("hello", 1, client=77))
    ada.leave()
    await passes(1)

    assert ada.connection.writes == []


async def test_others_are_told_that_somebody_left() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")

    bo.leave()
    await venue.tick()

    assert ada.connection.told("member.left") == [{"t": "member.left", "connection": "Bo"}]


async def test_a_guest_who_writes_is_closed_and_nobody_else_notices_the_edit() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    guest = await venue.joins("Gast", Role.GUEST)

    guest.write("graffiti")
    await venue.tick()
    ada.write("still here")
    await venue.tick()

    assert guest.connection.close_code == 4403
    assert ada.connection.closed is None
    assert ada.connection.updates == []
    assert ada.connection.told("error") == []
    assert len(venue.live.backlog) == 1


async def test_who_is_closed_gets_the_reason_and_all_its_mail_before() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    ada.say(request("clock", 1, scope="room", action="explode", rev=0))

    ada.say(MALFORMED)

    assert ada.connection.reply(1)["ok"] is False
    (error,) = ada.connection.told("error")
    assert error["code"] == 4400
    assert ada.connection.closed == (4400, error["reason"])


async def test_what_comes_behind_the_message_that_closed_it_is_ignored() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    ada.say(MALFORMED)

    ada.write("too late")
    await venue.tick()

    assert bo.connection.updates == []
    assert not venue.live.backlog


async def test_a_room_is_idle_from_the_moment_the_last_one_left() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")

    venue.clock.advance(100)
    ada.leave()
    assert venue.live.idle_since_s == venue.clock() - 100
    venue.clock.advance(50)
    bo.leave()

    assert venue.live.idle_since_s == venue.clock()


# Saved


async def test_saved_is_said_only_once_it_is_durable() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    ada.write("one")
    ada.write("two")
    await passes(60)
    assert ada.connection.saved == []

    venue.live.backlog.take()
    ada.write("three")
    venue.live.committed()
    await venue.tick()
    assert ada.connection.saved == [2]

    venue.live.backlog.take()
    venue.live.committed()
    await venue.tick()
    assert ada.connection.saved == [2, 3]


async def test_edits_ask_for_a_commit_once_until_it_takes_them() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")

    ada.write("one")
    ada.write("two")

    assert venue.commits == 1
    assert venue.tally.entries == 2
    assert venue.live.tail.bytes == sum(len(entry) for entry in venue.live.backlog.take())

    ada.write("three")
    assert venue.commits == 2


async def test_nobody_but_the_author_hears_of_saved() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    ada.write("one")
    venue.live.backlog.take()

    venue.live.committed()
    await venue.tick()

    assert ada.connection.saved == [1]
    assert bo.connection.saved == []


# Slow readers


async def test_a_slow_reader_gets_one_difference_for_all_it_missed_and_then_everything() -> None:
    venue = Venue()
    ada, slow = await venue.joins("Ada"), await venue.joins("Slow")
    slow.stall()
    ada.write("fills the buffer")
    await venue.tick()
    for number in range(5):
        ada.write(f"missed {number}")
        await venue.tick()
    assert len(slow.connection.updates) == 1

    slow.connection.forget()
    slow.read_on()
    await venue.tick()
    differences = list(slow.connection.messages)
    ada.write("read as usual")
    await venue.tick()

    assert [type(message) for message in differences] == [SyncStep2]
    assert len(slow.connection.updates) == 1
    assert venue.tally.behind == 1


async def test_a_slow_reader_ends_up_with_what_all_have() -> None:
    venue = Venue()
    ada, bo, slow = [await venue.joins(name) for name in ("Ada", "Bo", "Slow")]
    slow.stall()
    for number in range(5):
        ada.write(f"by Ada {number}")
        ada.page.type_into_note("abcdef", number)
        bo.write(f"by Bo {number}")
        ada.page.erase_in_note(number)
        ada.send()
        await venue.tick()

    slow.read_on()
    await venue.tick()
    for peer in (ada, bo, slow):
        peer.read()

    assert slow.content == ada.content == bo.content
    assert len(slow.content[0]) == 10


async def test_nobody_waits_for_a_slow_reader() -> None:
    venue = Venue()
    ada, bo, slow = [await venue.joins(name) for name in ("Ada", "Bo", "Slow")]
    slow.stall()

    updates = [ada.write("one"), ada.write("two")]
    await venue.tick()

    assert bo.connection.updates == updates


async def test_what_is_for_it_alone_reaches_a_slow_reader() -> None:
    venue = Venue()
    slow = await venue.joins("Slow")
    slow.stall()
    slow.write("by the slow one")
    venue.live.backlog.take()

    venue.live.committed()
    await venue.tick()

    assert slow.connection.saved == [1]


async def test_edits_between_reading_on_and_the_tick_are_not_lost() -> None:
    venue = Venue()
    ada, slow = await venue.joins("Ada"), await venue.joins("Slow")
    slow.stall()
    ada.write("fills the buffer")
    await venue.tick()
    ada.write("missed")
    await venue.tick()

    ada.write("just before")
    slow.read_on()
    ada.write("just after")
    await venue.tick()
    slow.read()

    assert slow.content == ada.content


async def test_a_reader_that_stalls_again_catches_up_again() -> None:
    venue = Venue()
    ada, slow = await venue.joins("Ada"), await venue.joins("Slow")
    for round_number in range(3):
        slow.stall()
        for word in ("fills", "missed"):
            ada.write(f"{word} {round_number}")
            await venue.tick()
        slow.read_on()
        await venue.tick()
    slow.read()

    assert slow.content == ada.content
    assert venue.tally.behind == 3


async def test_a_reader_that_takes_nothing_for_long_is_asked_to_come_back() -> None:
    venue = Venue()
    ada, slow = await venue.joins("Ada"), await venue.joins("Slow")
    slow.stall()
    ada.write("fills the buffer")
    await venue.tick()

    venue.clock.advance(LONGEST_BEHIND_S + 1)
    venue.live.repeat()
    await venue.tick()

    assert slow.connection.close_code == 4508
    assert ada.connection.closed is None
    assert ada.connection.told("member.left") != []


async def test_a_joining_reader_that_stalls_still_gets_its_first_difference() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    ada.write("one")
    joining = Peer(venue.live, person("Slow"))
    joining.stall()
    joining.ask()
    await venue.tick()
    ada.write("missed")
    await venue.tick()

    joining.read_on()
    await venue.tick()
    joining.read()

    assert joining.content == ada.content == (["one", "missed"], "")


# Cursors


async def test_movements_go_out_at_the_cursor_tick_and_only_the_latest() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    client = ada.page.doc.client_id
    for clock in (1, 2, 3):
        ada.say(awareness(client, clock, b"%d" % clock))
    await passes(CURSOR_TICK_S * 0.9)
    assert bo.connection.messages == []

    await passes(CURSOR_TICK_S * 0.2)

    (latest,) = bo.connection.messages
    assert isinstance(latest, Awareness)
    assert encode(latest) == awareness(client, 3, b"3")


async def test_without_movement_there_is_no_cursor_tick() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    ada.say(awareness(ada.page.doc.client_id, 1, b"{}"))
    await passes(1)
    bo.connection.forget()

    await passes(60)

    assert bo.connection.writes == []


async def test_cursors_are_dropped_for_a_slow_reader_and_told_when_it_reads_again() -> None:
    venue = Venue()
    ada, slow = await venue.joins("Ada"), await venue.joins("Slow")
    slow.stall()
    ada.write("fills the buffer")
    await venue.tick()
    slow.connection.forget()
    for clock in range(1, 20):
        ada.say(awareness(ada.page.doc.client_id, clock, b"%d" % clock))
        await passes(CURSOR_TICK_S)
    assert slow.connection.messages == []

    slow.read_on()
    await venue.tick()

    assert encode(slow.connection.messages[-1]) == awareness(ada.page.doc.client_id, 19, b"19")


# Control


async def test_what_everybody_is_told_reaches_those_who_speak_control() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    stock = await venue.joins("Stock", speaks_control=False)

    ada.say(request("hello", 1, client=77))
    await venue.tick()

    (told,) = ada.connection.told("member")
    assert told["member"]["client"] == 77
    assert stock.connection.messages == []


async def test_a_late_reply_reaches_who_asked_unless_they_left() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    bo.leave()

    for member in (ada.member, bo.member):
        venue.live.answer(member, encode(SyncStep1(b"\x00")))
    await venue.tick()

    assert SyncStep1(b"\x00") in ada.connection.messages
    assert bo.connection.messages == []


async def test_what_needs_the_hub_is_passed_on() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")

    ada.say(request("time", 1))

    assert [command.member for command in venue.commands] == [ada.member]


# Other nodes


async def test_entries_of_other_nodes_reach_everybody_and_count_as_tail() -> None:
    venue = Venue()
    ada = await venue.joins("Ada")
    entry = update_entry(Page().write("from there"))

    venue.live.take_entries([Entry(Position("1"), NodeId("there"), entry)])
    await venue.tick()
    ada.read()

    assert ada.page.words == ["from there"]
    assert not venue.live.backlog
    assert venue.live.tail.bytes == len(entry)


async def test_who_comes_and_goes_is_published() -> None:
    venue = Venue()

    ada = await venue.joins("Ada")
    after_joining = len(venue.published)
    ada.leave()

    assert after_joining == 1
    assert len(venue.published) == 2
    assert all(signal[:1] == b"m" for signal in venue.published)


# Counting


async def test_the_tally_counts_what_was_done() -> None:
    venue = Venue()
    ada, bo = await venue.joins("Ada"), await venue.joins("Bo")
    before = replace(venue.tally)

    ada.write("one")
    ada.write("two")
    await venue.tick()
    bo.say(MALFORMED)
    await venue.tick()

    assert venue.tally.received - before.received == 3
    assert venue.tally.entries - before.entries == 2
    assert venue.tally.deliveries - before.deliveries == 2
    assert venue.tally.refused - before.refused == 1


def test_frames_split_where_they_were_joined() -> None:
    assert messages_in(frame(b"one") + frame(b"") + frame(b"three")) == [b"one", b"", b"three"]
