from collections import Counter
from typing import Any

import msgpack
import pytest

from persistence.contract import Entry, NodeId, Position, Record, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.control import ClockCommand, Time
from rooms.effects import (
    Append,
    Broadcast,
    Close,
    Command,
    Effect,
    PresenceMoved,
    Publish,
    Send,
    Tell,
)
from rooms.entry import UnknownEntry, update_entry, update_of
from rooms.member import Member, Person
from rooms.neighbours import FORGET_S
from rooms.roles import Role
from rooms.room import (
    LONGEST_BEHIND_S,
    MAX_BEYOND_BYTES,
    MOST_COMMANDS,
    SIGNAL_ASK,
    SIGNAL_MEMBERS,
    SIGNAL_PRESENCE,
    Room,
    RoomCard,
    RoomLimits,
)
from rooms.stage.gathering import CURRENT_MS
from rooms.stage.records import RecordBook
from sync.document import EMPTY_STATE_VECTOR, EMPTY_UPDATE, Document, merge
from sync.errors import SyncError
from sync.messages import (
    Awareness,
    Control,
    Message,
    QueryAwareness,
    Saved,
    SyncStep1,
    SyncStep2,
    Update,
    WireLimits,
    decode,
    encode,
)
from sync.presence import EXPIRES_S, MAX_IDS_PER_CONNECTION
from sync.session import SessionLimits
from tests.fakes import ANYTHING_SENT, FakeConnection, Page, awareness, person, request

CARD = RoomCard(RoomId("heat-one"), "Team 1", "heat", "Hitze in der Stadt")
THERE = NodeId("there")
NOW_MS = 1_700_000_000_000


class Desk:
    """A room's core, asked directly. Nothing happens but what it answers."""

    def __init__(self, limits: RoomLimits | None = None, document: Document | None = None) -> None:
        self.book = RecordBook("heat", MemoryStore(NodeId("here"), Memory()))
        self.room = Room(
            CARD,
            "epoch-1",
            Document() if document is None else document,
            self.book,
            RoomLimits() if limits is None else limits,
        )
        self.now_s = 0.0

    def joins(
        self, name: str = "Ada", *, speaks_control: bool = True, who: Person | None = None
    ) -> tuple[Member, list[Effect]]:
        return self.room.join(
            FakeConnection(name),
            person(name) if who is None else who,
            speaks_control=speaks_control,
            now_ms=NOW_MS,
        )

    def member(
        self, name: str = "Ada", role: Role = Role.PARTICIPANT, *, speaks_control: bool = True
    ) -> Member:
        """Somebody who joined and got their first difference."""
        member, _ = self.joins(name, speaks_control=speaks_control, who=person(name, role))
        self.says(member, encode(SyncStep1(EMPTY_STATE_VECTOR)))
        return member

    def says(self, member: Member, message: bytes) -> list[Effect]:
        return self.room.receive(member, message, self.now_s)

    def writes(self, member: Member, update: bytes) -> list[Effect]:
        return self.says(member, encode(Update(update)))

    @property
    def words(self) -> list[str]:
        page = Page()
        page.apply(self.room.document.state())
        return page.words


def sent(effects: list[Effect]) -> list[Message]:
    return [decode(effect.message, ANYTHING_SENT) for effect in effects if isinstance(effect, Send)]


def control_of(message: Message) -> dict[str, Any]:
    assert isinstance(message, Control)
    content: dict[str, Any] = msgpack.unpackb(message.payload)
    return content


def tells(effects: list[Effect]) -> list[dict[str, Any]]:
    return [dict(effect.message) for effect in effects if isinstance(effect, Tell)]


def announced(effects: list[Effect]) -> list[str]:
    """The connections in the list for other nodes."""
    (signal,) = [effect.signal for effect in effects if isinstance(effect, Publish)]
    assert signal[:1] == SIGNAL_MEMBERS
    return [member["connection"] for member in msgpack.unpackb(signal[1:])]


def closes(effects: list[Effect]) -> list[tuple[Member, int]]:
    return [(effect.member, effect.code) for effect in effects if isinstance(effect, Close)]


def edit(word: str = "word", client_id: int | None = None) -> bytes:
    return Page(client_id).write(word)


# Joining


def test_who_joins_is_welcomed_and_asked_for_what_they_have() -> None:
    desk = Desk()

    ada, effects = desk.joins("Ada")

    welcome, question = sent(effects)
    assert control_of(welcome)["t"] == "welcome"
    assert question == SyncStep1(EMPTY_STATE_VECTOR)
    assert tells(effects) == [{"t": "member", "member": control_of(welcome)["you"]}]
    assert announced(effects) == [ada.id]


async def test_the_welcome_says_everything_a_page_starts_from() -> None:
    desk = Desk()
    clock = {"status": "running"}
    await desk.book.put("clock/heat-one", clock, 0)
    await desk.book.put("clock/heat-two", {"status": "done"}, 0)
    areas = [{"id": "ideas", "title": "Ideen"}]
    await desk.book.put("areas/heat-one", areas, 0)
    await desk.book.put("areas/heat-two", [], 0)
    await desk.book.put("person/ada", {"name": "Ada", "room": "heat-one", "colour": 3}, 0)
    await desk.book.put("person/bo", {"name": "Bo", "room": "heat-two", "colour": 4}, 0)
    desk.joins("Bo")

    _, effects = desk.joins("Ada")

    ada = {
        "connection": "Ada",
        "client": None,
        "person": "person-Ada",
        "name": "Ada",
        "role": "participant",
        "colour": 3,
    }
    bo = {**ada, "connection": "Bo", "person": "person-Bo", "name": "Bo"}
    assert control_of(sent(effects)[0]) == {
        "t": "welcome",
        "room": {"id": "heat-one", "title": "Team 1"},
        "helpathon": {"id": "heat", "title": "Hitze in der Stadt"},
        "epoch": "epoch-1",
        "you": ada,
        "members": [bo, ada],
        "people": {"ada": {"name": "Ada", "colour": 3}},
        "records": {
            "clock/helpathon": {"value": None, "rev": 0},
            "clock/room": {"value": clock, "rev": 1},
            "areas/room": {"value": areas, "rev": 1},
        },
        "server_now": NOW_MS,
    }


def test_a_stock_client_is_only_asked_for_what_it_has() -> None:
    _, effects = Desk().joins(speaks_control=False)

    assert sent(effects) == [SyncStep1(EMPTY_STATE_VECTOR)]


def test_a_guest_is_asked_for_nothing() -> None:
    desk = Desk()

    _, effects = desk.joins(who=person("Gast", Role.GUEST))
    _, of_a_stock_client = desk.joins("2", speaks_control=False, who=person("2", Role.GUEST))

    assert [control_of(message)["t"] for message in sent(effects)] == ["welcome"]
    assert sent(of_a_stock_client) == []


def test_the_question_is_about_what_the_room_has() -> None:
    page = Page()
    page.write("old")
    desk = Desk(document=Document(page.doc.get_update()))

    _, effects = desk.joins(speaks_control=False)

    assert sent(effects) == [SyncStep1(page.doc.get_state())]


def test_a_room_that_is_full_asks_to_try_again() -> None:
    desk = Desk(RoomLimits(members=1))
    desk.joins("Ada")

    with pytest.raises(SyncError, match="expected at most 1 people") as caught:
        desk.joins("Bo")

    assert caught.value.code == 1013
    assert list(desk.room.members) == ["Ada"]


def test_a_seat_is_free_again_when_somebody_left() -> None:
    desk = Desk(RoomLimits(members=1))
    ada, _ = desk.joins("Ada")
    desk.room.leave(ada)

    bo, _ = desk.joins("Bo")

    assert list(desk.room.members.values()) == [bo]


def test_nobody_is_live_before_their_first_difference() -> None:
    desk = Desk()
    ada, _ = desk.joins()
    assert not ada.live

    desk.says(ada, encode(SyncStep1(EMPTY_STATE_VECTOR)))

    assert ada.live


def test_the_first_difference_is_exactly_what_a_page_lacks() -> None:
    desk = Desk()
    bo = desk.member("Bo")
    page = Page()
    first = page.write("one")
    desk.writes(bo, first)
    known_before = page.doc.get_state()
    second = page.write("two")
    desk.writes(bo, second)
    ada, _ = desk.joins("Ada")

    (step_2,) = sent(desk.says(ada, encode(SyncStep1(known_before))))

    assert step_2 == SyncStep2(second)


def test_a_state_vector_that_is_none_closes_only_its_sender() -> None:
    desk = Desk()
    desk.member("Bo")
    ada, _ = desk.joins("Ada")

    effects = desk.says(ada, encode(SyncStep1(b"\xff\xff")))

    assert closes(effects) == [(ada, 4400)]
    assert not ada.live


def test_who_left_is_told_of_once() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    desk.member("Bo")

    effects = desk.room.leave(ada)

    assert tells(effects) == [{"t": "member.left", "connection": "Ada"}]
    assert announced(effects) == ["Bo"]
    assert PresenceMoved() in effects
    assert desk.room.leave(ada) == []


# Writing


def test_an_edit_goes_to_the_others_and_into_the_log() -> None:
    desk = Desk()
    ada = desk.member()
    update = edit("one")

    effects = desk.writes(ada, update)

    assert effects == [Broadcast(encode(Update(update)), ada), Append(update_entry(update), ada)]
    assert desk.words == ["one"]
    assert ada.received == 1


def test_what_somebody_brings_goes_to_the_others_and_into_the_log() -> None:
    desk = Desk()
    ada = desk.member()
    update = edit("offline")

    effects = desk.says(ada, encode(SyncStep2(update)))

    assert effects == [Broadcast(encode(Update(update)), ada), Append(update_entry(update), ada)]
    assert ada.received == 1


def test_what_holds_nothing_is_not_counted() -> None:
    desk = Desk()
    ada = desk.member()

    assert desk.says(ada, encode(SyncStep2(EMPTY_UPDATE))) == []
    assert desk.writes(ada, EMPTY_UPDATE) == []
    assert ada.received == 0


def test_an_edit_that_only_deletes_counts() -> None:
    desk = Desk()
    ada = desk.member()
    page = Page()
    page.type_into_note("typo", 0)
    desk.writes(ada, page.unsent[-1].update)
    page.erase_in_note(0)

    effects = desk.writes(ada, page.unsent[-1].update)

    assert [type(effect) for effect in effects] == [Broadcast, Append]
    assert ada.received == 2


def test_what_a_person_brings_may_be_others_work() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    bo = desk.member("Bo")
    desk.writes(bo, edit("by Bo", client_id=7))

    effects = desk.says(ada, encode(SyncStep2(edit("by Bo, before", client_id=7))))

    assert closes(effects) == []


def test_nobody_writes_under_somebody_elses_client_id() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    bo = desk.member("Bo")
    desk.writes(ada, edit("by Ada", client_id=7))
    false_ada = Page(client_id=7)
    false_ada.apply(desk.room.document.state())

    effects = desk.writes(bo, false_ada.write("not by Ada"))

    assert closes(effects) == [(bo, 4409)]
    assert desk.words == ["by Ada"]


def test_c4_what_the_room_has_already_may_come_from_anybody() -> None:
    # A stock client sends its local copy as edits if that is read while the connection opens.
    desk = Desk()
    writers = [desk.member(f"Writer {number}") for number in range(MAX_IDS_PER_CONNECTION + 1)]
    for number, writer in enumerate(writers):
        desk.writes(writer, edit("word", client_id=number + 1))
    bo = desk.member("Bo")

    effects = desk.writes(bo, desk.room.document.state())

    assert closes(effects) == []
    assert desk.words == ["word"] * len(writers)


def test_a_person_who_comes_back_keeps_writing_under_their_client_id() -> None:
    desk = Desk()
    before = desk.member("Ada")
    page = Page(client_id=7)
    desk.writes(before, page.write("one"))
    again, _ = desk.joins("Ada again", who=person("Ada"))

    effects = desk.writes(again, page.write("two"))
    desk.room.leave(before)

    assert closes(effects) == []
    assert closes(desk.writes(again, page.write("three"))) == []
    assert desk.words == ["one", "two", "three"]


def test_what_the_room_knows_is_told_nobody_again_but_acknowledged() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    update = Page(client_id=7).write("one")
    desk.writes(ada, update)

    effects = desk.writes(ada, update)

    assert effects == [Append(update_entry(EMPTY_UPDATE), ada)]
    assert ada.received == 2


def test_what_must_wait_for_something_before_it_is_bounded() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    page = Page(client_id=7)
    page.write("this never comes")
    effects: list[Effect] = []
    for _ in range(MAX_BEYOND_BYTES // 100_000 + 2):
        assert closes(effects) == []
        effects = desk.writes(ada, page.write("x" * 100_000))

    assert [code for _, code in closes(effects)] == [4413]


def test_a_client_id_stays_its_persons_when_they_left() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    page = Page(client_id=7)
    desk.writes(ada, page.write("one"))
    desk.room.leave(ada)

    assert [code for _, code in closes(desk.writes(desk.member("Bo"), page.write("two")))] == [4409]
    assert closes(desk.writes(desk.member("Ada"), page.write("three"))) == []


def test_a_guest_cannot_take_a_client_id_from_somebody_who_writes() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    page = Page(client_id=7)
    desk.writes(ada, page.write("one"))
    desk.room.leave(ada)
    guest = desk.member("Gast", Role.GUEST)

    told = desk.says(guest, request("hello", 1, client=7))

    assert [code for _, code in closes(told)] == [4409]
    assert closes(desk.writes(desk.member("Ada"), page.write("two"))) == []


def test_questions_of_one_tick_are_answered_once() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    ada.answered = False
    question = encode(SyncStep1(EMPTY_STATE_VECTOR))

    answers = [desk.says(ada, question) for _ in range(5)]

    sent = [[it for it in effects if isinstance(it, Send)] for effects in answers]
    assert [len(each) for each in sent] == [1, 0, 0, 0, 0]


def test_a_room_has_a_largest_size() -> None:
    desk = Desk(RoomLimits(document_bytes=1000))
    ada = desk.member()
    page = Page()
    desk.writes(ada, page.write("x" * 500))

    effects = desk.writes(ada, page.write("y" * 500))

    assert closes(effects) == [(ada, 4413)]
    assert desk.words == ["x" * 500]


def test_an_update_above_its_bound_never_reaches_the_room() -> None:
    limits = RoomLimits(session=SessionLimits(wire=WireLimits(update_bytes=100)))
    desk = Desk(limits)
    ada = desk.member()

    effects = desk.writes(ada, edit("x" * 200))

    assert closes(effects) == [(ada, 4400)]
    assert desk.words == []


@pytest.mark.parametrize(
    "message",
    [b"", b"\x00", b"\x00\x02\x05ab", encode(Update(b"\x01\x01\x01"))],
    ids=["empty", "cut", "short", "no update"],
)
def test_malformed_bytes_close_their_sender_with_a_reason(message: bytes) -> None:
    desk = Desk()
    ada = desk.member("Ada")
    desk.member("Bo")

    effects = desk.says(ada, message)

    (told,) = sent(effects)
    assert control_of(told)["t"] == "error"
    assert control_of(told)["code"] == 4400
    assert closes(effects) == [(ada, 4400)]
    assert len(effects) == 2


def test_a_stock_client_is_closed_without_a_word_it_does_not_know() -> None:
    desk = Desk()
    stock = desk.member(speaks_control=False)

    effects = desk.says(stock, b"")

    assert [type(effect) for effect in effects] == [Close]


def test_a_second_answer_to_one_question_is_a_fault() -> None:
    desk = Desk()
    ada = desk.member()
    desk.says(ada, encode(SyncStep2(EMPTY_UPDATE)))

    assert closes(desk.says(ada, encode(SyncStep2(EMPTY_UPDATE)))) == [(ada, 4409)]


@pytest.mark.parametrize("message", [Update(edit()), SyncStep2(edit())], ids=["update", "step 2"])
def test_a_guest_who_writes_is_closed_and_nobody_else_notices(message: Message) -> None:
    desk = Desk()
    desk.member("Ada")
    guest = desk.member("Gast", Role.GUEST)

    effects = desk.says(guest, encode(message))

    assert closes(effects) == [(guest, 4403)]
    assert all(isinstance(effect, (Send, Close)) for effect in effects)
    assert all(effect.member is guest for effect in effects if isinstance(effect, Send))
    assert desk.words == []


def test_a_guests_page_may_answer_with_nothing() -> None:
    desk = Desk()
    guest = desk.member("Gast", Role.GUEST, speaks_control=False)

    assert desk.says(guest, encode(SyncStep2(EMPTY_UPDATE))) == []


def test_messages_of_a_newer_protocol_are_ignored() -> None:
    desk = Desk()

    assert desk.says(desk.member(), b"\x63\x01\x02") == []


# Saved


def test_saved_counts_each_members_messages_from_the_first_one() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    bo = desk.member("Bo")

    first = desk.room.saved(Counter({ada: 2, bo: 1}))
    second = desk.room.saved(Counter({ada: 3}))

    assert first == [Send(ada, encode(Saved(2))), Send(bo, encode(Saved(1)))]
    assert second == [Send(ada, encode(Saved(5)))]


def test_saved_is_not_said_to_stock_clients_nor_to_who_left() -> None:
    desk = Desk()
    stock = desk.member("Stock", speaks_control=False)
    ada = desk.member("Ada")
    desk.room.leave(ada)

    assert desk.room.saved(Counter({stock: 1, ada: 1})) == []


# Requests


def test_hello_binds_the_client_id_and_tells_everybody() -> None:
    desk = Desk()
    ada = desk.member("Ada")

    effects = desk.says(ada, request("hello", 1, client=77))

    assert control_of(sent(effects)[0]) == {"t": "reply", "id": 1, "ok": True}
    (told,) = tells(effects)
    assert (told["t"], told["member"]["client"]) == ("member", 77)
    assert announced(effects) == ["Ada"]
    assert ada.client == 77


def test_hello_with_somebody_elses_client_id_is_a_fault() -> None:
    desk = Desk()
    desk.says(desk.member("Ada"), request("hello", 1, client=77))
    bo = desk.member("Bo")

    assert closes(desk.says(bo, request("hello", 1, client=77))) == [(bo, 4409)]
    assert bo.client is None


def test_what_needs_the_time_or_the_store_is_passed_on() -> None:
    desk = Desk()
    ada = desk.member()

    (time,) = desk.says(ada, request("time", 1))
    (clock,) = desk.says(ada, request("clock", 2, scope="room", action="pause", rev=1))

    assert time == Command(ada, Time(t="time", id=1))
    assert isinstance(clock, Command)
    assert isinstance(clock.request, ClockCommand)


def test_a_request_that_does_not_fit_is_answered_and_the_connection_stays() -> None:
    desk = Desk()

    effects = desk.says(desk.member(), request("clock", 5, scope="room", action="explode", rev=0))

    (reply,) = sent(effects)
    assert control_of(reply)["id"] == 5
    assert control_of(reply)["error"]["code"] == "invalid"
    assert closes(effects) == []


def test_a_request_that_cannot_be_answered_is_malformed() -> None:
    desk = Desk()
    ada = desk.member()
    message = encode(Control(msgpack.packb({"t": "explode"})))

    assert closes(desk.says(ada, message)) == [(ada, 4400)]


def test_requests_of_one_connection_do_not_pile_up() -> None:
    desk = Desk()
    ada = desk.member()
    ada.commands = MOST_COMMANDS

    effects = desk.says(ada, request("clock", 5, scope="room", action="pause", rev=1))

    (reply,) = sent(effects)
    assert control_of(reply)["error"]["code"] == "limited"
    assert len(effects) == 1


def test_control_of_a_stock_client_is_ignored() -> None:
    desk = Desk()

    assert desk.says(desk.member(speaks_control=False), request("hello", 1, client=77)) == []


# Slow readers


def test_who_fell_behind_gets_one_difference_for_all_that_was_missed() -> None:
    desk = Desk()
    slow = desk.member("Slow")
    ada = desk.member("Ada")
    page = Page()
    desk.writes(ada, page.write("read"))
    desk.room.fell_behind(slow, 0.0)
    missed = [page.write("missed"), page.write("missed too")]
    for update in missed:
        desk.writes(ada, update)

    (difference,) = sent(desk.room.caught_up(slow))

    assert difference == SyncStep2(merge(missed))
    assert slow.behind is None


def test_who_is_behind_already_keeps_the_moment_of_the_first_time() -> None:
    desk = Desk()
    slow = desk.member("Slow")
    page = Page()
    desk.room.fell_behind(slow, 0.0)
    update = page.write("missed")
    desk.writes(desk.member("Ada"), update)

    desk.room.fell_behind(slow, 20.0)

    assert slow.behind_since_s == 0.0
    assert sent(desk.room.caught_up(slow)) == [SyncStep2(update)]


def test_deletions_are_part_of_what_was_missed() -> None:
    desk = Desk()
    slow = desk.member("Slow")
    ada = desk.member("Ada")
    page, reader = Page(), Page()
    page.type_into_note("abc", 0)
    desk.writes(ada, page.take_unsent()[0].update)
    reader.apply(desk.room.document.state())
    desk.room.fell_behind(slow, 0.0)
    page.erase_in_note(1)
    desk.writes(ada, page.take_unsent()[0].update)

    (difference,) = sent(desk.room.caught_up(slow))
    assert isinstance(difference, SyncStep2)
    reader.apply(difference.update)

    assert reader.content == page.content == ([], "ac")


def test_who_never_was_behind_has_nothing_to_catch_up_with() -> None:
    desk = Desk()

    assert desk.room.caught_up(desk.member()) == []


def test_a_reader_that_takes_nothing_for_too_long_is_asked_to_come_back() -> None:
    desk = Desk()
    slow = desk.member("Slow")
    desk.member("Ada")
    desk.room.fell_behind(slow, 100.0)

    assert desk.room.too_slow(100.0 + LONGEST_BEHIND_S) == []
    assert closes(desk.room.too_slow(100.1 + LONGEST_BEHIND_S)) == [(slow, 4508)]


def test_asking_again_and_again_without_reading_gives_no_more_and_no_more_time() -> None:
    page = Page()
    page.write("a large board")
    desk = Desk(document=Document(page.doc.get_update()))
    slow = desk.member("Slow")
    desk.room.fell_behind(slow, 0.0)

    desk.says(desk.member("Ada"), awareness(7, 1, b"{}"))

    questions = [encode(SyncStep1(EMPTY_STATE_VECTOR)), encode(QueryAwareness())] * 3
    answers = [desk.says(slow, question) for question in questions]

    assert answers == [[]] * len(questions)
    assert closes(desk.room.too_slow(LONGEST_BEHIND_S + 1)) == [(slow, 4508)]


def test_who_asks_while_behind_is_answered_once_it_reads_again() -> None:
    page = Page()
    page.write("a large board")
    desk = Desk(document=Document(page.doc.get_update()))
    slow = desk.member("Slow")
    desk.room.fell_behind(slow, 0.0)
    desk.says(slow, encode(SyncStep1(EMPTY_STATE_VECTOR)))

    (answer,) = sent(desk.room.caught_up(slow))

    assert answer == SyncStep2(page.doc.get_update())


# Records


async def record(desk: Desk, name: str, value: Any) -> Record:
    await desk.book.put(name, value, desk.book.version(name))
    return Record(msgpack.packb(value), desk.book.version(name))


async def test_a_clock_is_told_under_the_name_that_pages_know() -> None:
    desk = Desk()
    clock = {"status": "running", "ends_at": 5}

    effects = desk.room.record_changed(
        "clock/heat-one", await record(desk, "clock/heat-one", clock), NOW_MS
    )

    assert tells(effects) == [
        {"t": "record", "name": "clock/room", "value": clock, "rev": 1, "server_now": NOW_MS}
    ]


async def test_a_clock_that_was_reset_is_told_as_none() -> None:
    desk = Desk()

    effects = desk.room.record_changed(
        "clock/helpathon", await record(desk, "clock/helpathon", None), NOW_MS
    )

    assert [(told["name"], told["value"]) for told in tells(effects)] == [("clock/helpathon", None)]


async def test_other_rooms_and_secrets_are_not_told() -> None:
    desk = Desk()
    desk.joins("Ada", who=person("Ada", link="secret"))
    link = {"role": "guest", "room": None, "expires_at_ms": 5, "revoked": False}

    for name, value in {"clock/heat-two": {}, "person/ada": {}, "link/secret": link}.items():
        assert desk.room.record_changed(name, await record(desk, name, value), NOW_MS) == []


async def test_a_revoked_link_ends_the_connections_that_came_by_it() -> None:
    desk = Desk()
    ada, _ = desk.joins("Ada", who=person("Ada", link="revoked"))
    desk.joins("Bo", who=person("Bo", link="other"))
    link = {"role": "participant", "room": None, "expires_at_ms": 5, "revoked": True}

    effects = desk.room.record_changed(
        "link/revoked", await record(desk, "link/revoked", link), NOW_MS
    )

    assert closes(effects) == [(ada, 4410)]


CALL = {"by": "person-Lea", "place": [0.0, 1.0, 800.0, 600.0], "object": None}


async def test_t2_a_call_is_told_to_everybody_of_its_room() -> None:
    desk = Desk()
    value = {**CALL, "at_ms": NOW_MS}

    effects = desk.room.record_changed(
        "gather/heat-one", await record(desk, "gather/heat-one", value), NOW_MS
    )
    of_another_room = desk.room.record_changed(
        "gather/heat-two", await record(desk, "gather/heat-two", value), NOW_MS
    )

    assert effects == [Tell({"t": "gather", **CALL})]
    assert of_another_room == []


@pytest.mark.parametrize("late_ms", [CURRENT_MS + 1, -CURRENT_MS - 1])
async def test_t3_a_call_that_is_heard_of_too_late_calls_nobody(late_ms: int) -> None:
    desk = Desk()
    value = {**CALL, "at_ms": NOW_MS - late_ms}

    heard = desk.room.record_changed(
        "gather/heat-one", await record(desk, "gather/heat-one", value), NOW_MS
    )
    removed = desk.room.record_changed(
        "gather/heat-one", await record(desk, "gather/heat-one", None), NOW_MS
    )

    assert heard == removed == []


async def test_t3_who_comes_later_is_not_called() -> None:
    desk = Desk()
    await desk.book.put("gather/heat-one", {**CALL, "at_ms": NOW_MS}, 0)

    _, effects = desk.joins("Ada")

    assert "gather" not in str(control_of(sent(effects)[0]))


# Other nodes


def entry(update: bytes, position: int = 1) -> Entry:
    return Entry(Position(str(position)), THERE, update_entry(update))


def test_what_other_nodes_wrote_goes_to_everybody_and_not_again_into_the_log() -> None:
    desk = Desk()
    page = Page()
    one, two = page.write("one"), page.write("two")

    effects = desk.room.take_entries([entry(one, 1), entry(two, 2)])

    assert effects == [
        Broadcast(encode(Update(one)), None),
        Broadcast(encode(Update(two)), None),
    ]
    assert desk.words == ["one", "two"]


def test_an_entry_of_a_newer_version_is_refused_before_anything_is_taken() -> None:
    desk = Desk()
    newer = Entry(Position("2"), THERE, b"\x07from tomorrow")

    with pytest.raises(UnknownEntry):
        desk.room.take_entries([entry(edit("one")), newer])

    assert desk.words == []


def test_after_a_gap_room_and_log_give_each_other_what_they_lack() -> None:
    desk = Desk()
    here, there = Page(), Page()
    desk.writes(desk.member(), here.write("only here"))
    missed = there.write("only there")

    effects = desk.room.take_stored(Document(missed))

    broadcast, append = effects
    assert isinstance(broadcast, Broadcast)
    assert isinstance(append, Append)
    reader, log = Page(), Page()
    reader.apply(here.doc.get_update())
    reader.apply(decode_update(broadcast.message))
    log.apply(missed)
    log.apply(update_of(append.entry))
    assert sorted(reader.words) == sorted(log.words) == ["only here", "only there"]
    assert broadcast.author is append.author is None


def test_after_a_gap_without_a_difference_nothing_is_said_or_written() -> None:
    desk = Desk()
    update = edit("everywhere")
    desk.writes(desk.member(), update)

    assert desk.room.take_stored(Document(update)) == []


def decode_update(message: bytes) -> bytes:
    decoded = decode(message, ANYTHING_SENT)
    assert isinstance(decoded, Update)
    return decoded.update


def members_signal(*names: str) -> bytes:
    packed: bytes = msgpack.packb([{"connection": name, "name": name} for name in names])
    return SIGNAL_MEMBERS + packed


def test_people_on_other_nodes_are_told_of_when_they_come_and_go() -> None:
    desk = Desk()

    came = desk.room.hear(THERE, members_signal("Cleo", "Dan"), 0.0)
    went = desk.room.hear(THERE, members_signal("Dan"), 1.0)

    assert [told["member"]["connection"] for told in tells(came)] == ["Cleo", "Dan"]
    assert tells(went) == [{"t": "member.left", "connection": "Cleo"}]


def test_people_on_other_nodes_are_in_the_welcome_and_not_in_our_list() -> None:
    desk = Desk()
    desk.room.hear(THERE, members_signal("Cleo"), 0.0)

    _, effects = desk.joins("Ada")

    welcome = control_of(sent(effects)[0])
    assert [member["connection"] for member in welcome["members"]] == ["Cleo", "Ada"]
    assert announced(effects) == ["Ada"]


def test_a_node_that_asks_is_told_who_is_here_and_where() -> None:
    desk = Desk()
    desk.says(desk.member("Ada"), awareness(7, 1, b"{}"))

    effects = desk.room.hear(THERE, SIGNAL_ASK, 0.0)

    signals = [effect.signal for effect in effects if isinstance(effect, Publish)]
    assert [signal[:1] for signal in signals] == [SIGNAL_MEMBERS, SIGNAL_PRESENCE]


def test_a_node_that_asks_is_told_of_no_other_nodes_people() -> None:
    desk = Desk()
    desk.room.hear(NodeId("elsewhere"), SIGNAL_PRESENCE + presence_of(7, 1, b"{}"), 0.0)
    desk.room.hear(NodeId("elsewhere"), members_signal("Cleo"), 0.0)

    assert announced(desk.room.hear(THERE, SIGNAL_ASK, 0.0)) == []


def test_a_node_that_asks_is_not_told_where_nobody_is() -> None:
    desk = Desk()
    desk.member("Ada")

    assert announced(desk.room.hear(THERE, SIGNAL_ASK, 0.0)) == ["Ada"]


def test_a_signal_of_a_newer_node_is_ignored() -> None:
    assert Desk().room.hear(THERE, b"zfrom tomorrow", 0.0) == []


def test_nodes_that_fell_silent_disappear_with_their_people() -> None:
    desk = Desk()
    desk.room.hear(THERE, members_signal("Cleo"), 0.0)
    desk.room.hear(THERE, SIGNAL_PRESENCE + presence_of(7, 1, b"{}"), 0.0)
    desk.room.take_presence()

    effects = desk.room.repeat(FORGET_S + 1)

    assert tells(effects) == [{"t": "member.left", "connection": "Cleo"}]
    assert moved(desk) == presence_of(7, 1, b"null")


def test_a_cursor_that_another_node_no_longer_renews_disappears() -> None:
    desk = Desk()
    desk.room.hear(THERE, SIGNAL_PRESENCE + presence_of(7, 1, b"{}"), 0.0)
    desk.room.take_presence()

    desk.room.repeat(EXPIRES_S)
    assert moved(desk) is None
    desk.room.repeat(EXPIRES_S + 1)

    assert moved(desk) == presence_of(7, 1, b"null")


def test_who_is_here_is_repeated_to_the_other_nodes() -> None:
    desk = Desk()
    desk.member("Ada")

    assert announced(desk.room.repeat(0.0)) == ["Ada"]


# Presence


def presence_of(client: int, clock: int, state: bytes) -> bytes:
    message = decode(awareness(client, clock, state), ANYTHING_SENT)
    assert isinstance(message, Awareness)
    return message.payload


def moved(desk: Desk) -> bytes | None:
    """What the next cursor tick says to everybody here."""
    messages = [e.message for e in desk.room.take_presence() if isinstance(e, Broadcast)]
    if not messages:
        return None
    (message,) = messages
    decoded = decode(message, ANYTHING_SENT)
    assert isinstance(decoded, Awareness)
    return decoded.payload


def test_a_movement_waits_for_the_cursor_tick_and_only_the_latest_counts() -> None:
    desk = Desk()
    ada = desk.member("Ada")

    assert desk.says(ada, awareness(7, 1, b'{"x":1}')) == [PresenceMoved()]
    desk.says(ada, awareness(7, 2, b'{"x":2}'))

    assert desk.room.take_presence() == [
        Broadcast(awareness(7, 2, b'{"x":2}'), None),
        Publish(SIGNAL_PRESENCE + presence_of(7, 2, b'{"x":2}')),
    ]
    assert desk.room.take_presence() == []


def test_movements_of_other_nodes_are_told_here_and_not_sent_back() -> None:
    desk = Desk()

    effects = desk.room.hear(THERE, SIGNAL_PRESENCE + presence_of(7, 1, b"{}"), 0.0)

    assert effects == [PresenceMoved()]
    assert desk.room.take_presence() == [
        Broadcast(encode(Awareness(presence_of(7, 1, b"{}"))), None)
    ]


def test_nobody_moves_somebody_elses_cursor() -> None:
    desk = Desk()
    desk.says(desk.member("Ada"), awareness(7, 1, b'{"x":1}'))
    moved(desk)

    effects = desk.says(desk.member("Bo"), awareness(7, 2, b'{"x":999}'))

    assert closes(effects) == []
    assert moved(desk) is None


def test_a_guest_may_show_where_they_look() -> None:
    desk = Desk()

    desk.says(desk.member("Gast", Role.GUEST), awareness(7, 1, b"{}"))

    assert moved(desk) == presence_of(7, 1, b"{}")


def test_who_leaves_takes_their_cursor_along() -> None:
    desk = Desk()
    ada = desk.member("Ada")
    desk.says(ada, awareness(7, 1, b"{}"))
    moved(desk)

    desk.room.leave(ada)

    assert moved(desk) == presence_of(7, 1, b"null")


def test_who_joins_or_asks_learns_where_everybody_is() -> None:
    desk = Desk()
    desk.says(desk.member("Ada"), awareness(7, 1, b"{}"))
    bo, _ = desk.joins("Bo")

    joining = sent(desk.says(bo, encode(SyncStep1(EMPTY_STATE_VECTOR))))
    asking = sent(desk.says(bo, encode(QueryAwareness())))

    assert joining == [SyncStep2(EMPTY_UPDATE), Awareness(presence_of(7, 1, b"{}"))]
    assert asking == [Awareness(presence_of(7, 1, b"{}"))]


def test_who_caught_up_learns_where_everybody_is_now() -> None:
    desk = Desk()
    slow = desk.member("Slow")
    desk.room.fell_behind(slow, 0.0)
    desk.says(desk.member("Ada"), awareness(7, 1, b"{}"))

    assert Awareness(presence_of(7, 1, b"{}")) in sent(desk.room.caught_up(slow))


def test_a_member_says_what_it_is_when_it_is_printed() -> None:
    desk = Desk()
    ada, _ = desk.joins("Ada")
    assert repr(ada) == "<Member Ada participant joining saved 0/0>"

    desk.says(ada, encode(SyncStep1(EMPTY_STATE_VECTOR)))
    desk.writes(ada, edit())
    assert repr(ada) == "<Member Ada participant live saved 0/1>"

    desk.room.fell_behind(ada, 0.0)
    assert repr(ada) == "<Member Ada participant behind saved 0/1>"
