"""What a node remembers of its entries until it has read them back."""

from persistence.contract import Position, RoomId
from persistence.redis.known import MOST_UNREAD, Known

ROOM = RoomId("hall-1")


def test_what_was_appended_is_unread_until_a_position_at_or_after_it_is_read() -> None:
    known = Known()
    for position in ("9-0", "9-1", "10-0"):
        known.appended(ROOM, Position(position))

    known.read_up_to(ROOM, Position("9-1"))
    assert known.unread(ROOM) == ["10-0"]

    known.read_up_to(ROOM, Position("11-0"))
    assert known.unread(ROOM) == []


def test_more_than_are_remembered_are_told_as_such() -> None:
    known = Known()
    for number in range(MOST_UNREAD + 1):
        known.appended(ROOM, Position(f"{number}-0"))

    assert known.unread(ROOM) is None


def test_rooms_are_apart() -> None:
    known = Known()
    known.appended(ROOM, Position("1-0"))
    known.appended(RoomId("hall-2"), Position("2-0"))

    known.forget_appended(ROOM)

    assert (known.unread(ROOM), known.unread(RoomId("hall-2"))) == ([], ["2-0"])
