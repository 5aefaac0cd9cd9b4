from collections.abc import Callable

import pytest

from sync.errors import GuardError, SyncError, ViolationError, WireError
from sync.messages import (
    MIB,
    Awareness,
    Control,
    Message,
    QueryAwareness,
    Saved,
    SyncStep1,
    SyncStep2,
    Unknown,
    Update,
    encode,
)
from sync.session import (
    TRANSITIONS,
    Asked,
    AskedPresence,
    Brought,
    Commanded,
    Edited,
    Event,
    Ignored,
    Moved,
    Session,
    State,
)
from tests.sync import yjs

EMPTY = b"\x00\x00"
EDIT = yjs.update(yjs.block(7, 0, yjs.text("a", root="t")))


def participant(speaks_control: bool = True) -> Session:
    return Session(may_write=True, speaks_control=speaks_control)


def asked() -> Session:
    session = participant()
    session.ask(b"\x00")
    return session


def guest() -> Session:
    return Session(may_write=False, speaks_control=True)


# One of each kind, and the event it becomes where it is valid.
EXAMPLES: list[tuple[Message, type[Event] | None]] = [
    (SyncStep1(b"\x00"), Asked),
    (SyncStep2(EMPTY), Brought),
    (Update(EDIT), Edited),
    (Awareness(b"\x00"), Moved),
    (QueryAwareness(), AskedPresence),
    (Control(b"\x80"), Commanded),
    (Saved(1), None),
    (Unknown(77), Ignored),
]


@pytest.mark.parametrize(("message", "event"), EXAMPLES)
@pytest.mark.parametrize("opened", [participant, asked])
def test_s1_the_table_says_what_may_come_when(
    opened: Callable[[], Session], message: Message, event: type[Event] | None
) -> None:
    session = opened()
    state_after = TRANSITIONS[session.state].get(type(message))
    if state_after is None:
        with pytest.raises(ViolationError) as raised:
            session.receive(encode(message))
        assert raised.value.code == 4409
        assert type(message).__name__ in raised.value.reason
    else:
        assert event is not None
        assert isinstance(session.receive(encode(message)), event)
        assert session.state is state_after


def test_s1_only_a_server_says_saved() -> None:
    assert all(Saved not in row for row in TRANSITIONS.values())


def test_s2_each_step_1_of_ours_allows_one_step_2() -> None:
    session = participant()
    assert session.ask(b"\x00") == encode(SyncStep1(b"\x00"))
    session.ask(b"\x00")
    session.receive(encode(SyncStep2(EMPTY)))
    session.receive(encode(SyncStep2(EDIT)))
    assert session.state is State.OPEN
    with pytest.raises(ViolationError):
        session.receive(encode(SyncStep2(EMPTY)))


def test_s3_only_the_answer_to_a_step_1_may_be_large() -> None:
    large = encode(SyncStep2(yjs.update(deleted=yjs.deletes(*large_delete_set()))))
    assert len(large) > 1 * MIB
    with pytest.raises(ViolationError) as raised:
        participant().receive(large)
    assert raised.value.code == 4413
    assert isinstance(asked().receive(large), Brought)
    assert participant().max_bytes < len(large) < asked().max_bytes


def large_delete_set() -> list[tuple[int, list[tuple[int, int]]]]:
    ranges = [(1_000_000_000 + 2 * clock, 1) for clock in range(10_000)]
    return [(2**40 + client, ranges) for client in range(20)]


@pytest.mark.parametrize("message", [SyncStep2(EMPTY), Update(EMPTY)])
def test_s4_a_guest_that_brings_nothing_is_ignored(message: Message) -> None:
    assert isinstance(guest().receive(encode(message)), Ignored)


@pytest.mark.parametrize("message", [SyncStep2(EDIT), Update(EDIT), Update(b"\x00\x01")])
def test_s4_a_guest_may_not_write(message: Message) -> None:
    with pytest.raises(ViolationError) as raised:
        guest().receive(encode(message))
    assert raised.value.code == 4403


def test_s4_a_guest_reads_and_is_seen() -> None:
    session = guest()
    assert session.receive(encode(SyncStep1(b"\x00"))) == Asked(b"\x00")
    assert session.receive(encode(Awareness(b"\x00"))) == Moved(b"\x00")


def test_s4_asking_a_guest_is_our_bug() -> None:
    with pytest.raises(AssertionError):
        guest().ask(b"\x00")


def test_s5_control_without_the_subprotocol_is_ignored() -> None:
    assert participant(speaks_control=False).receive(encode(Control(b"\x80"))) == Ignored(100)


def test_s5_an_unknown_type_is_ignored_with_all_it_brings() -> None:
    assert participant().receive(encode(Unknown(2)) + b"anything") == Ignored(2)


def test_s6_an_update_comes_with_what_the_guard_saw() -> None:
    event = participant().receive(encode(Update(EDIT)))
    assert isinstance(event, Edited)
    assert event.update == EDIT
    assert event.report.clients == ((7, 0, 1),)


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (Update(b"\x01"), WireError),
        (SyncStep2(b"\x00\x00\x00"), WireError),
        (Update(yjs.update(yjs.block(7, 2**31, yjs.gc(1)))), GuardError),
        (SyncStep1(b"\xff\xff\xff\xff\x0f"), WireError),
    ],
)
def test_s6_nothing_malformed_becomes_an_event(message: Message, error: type[SyncError]) -> None:
    with pytest.raises(error):
        asked().receive(encode(message))
