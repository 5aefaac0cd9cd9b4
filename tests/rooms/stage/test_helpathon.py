import pytest

from persistence.contract import Conflict, NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.roles import Role
from rooms.stage.helpathon import (
    ALPHABET,
    Link,
    RoomTitle,
    create,
    helpathon_of,
    link_of,
    links_of,
    new_id,
    new_room_id,
    record_name,
    rooms_of,
)
from rooms.stage.records import RecordBook

NEXT_YEAR_MS = 1_800_000_000_000


async def new_helpathon(*rooms: str) -> RecordBook:
    book = RecordBook("heat", MemoryStore(NodeId("here"), Memory()))
    await create(
        book, title="Hitze in der Stadt", rooms=rooms, language="de", expires_at_ms=NEXT_YEAR_MS
    )
    return book


async def test_a_new_helpathon_has_its_title_and_language() -> None:
    book = await new_helpathon("Team 1")

    assert book.value("helpathon") == {"title": "Hitze in der Stadt", "language": "de"}


async def test_rooms_keep_the_order_in_which_they_were_named() -> None:
    titles = [f"Team {number}" for number in range(12)]

    book = await new_helpathon(*titles)

    assert [room.title for room in rooms_of(book)] == titles


async def test_a_rooms_id_says_which_helpathon_it_belongs_to() -> None:
    book = await new_helpathon("Team 1", "Team 2")

    ids = [room.id for room in rooms_of(book)]
    assert len(set(ids)) == 2
    assert {helpathon_of(room) for room in ids} == {"heat"}


async def test_there_is_one_link_for_each_role_and_it_works_until_it_expires() -> None:
    book = await new_helpathon("Team 1")

    links = links_of(book)

    assert {link.role for link in links} == set(Role)
    assert len(links) == len(Role)
    assert {link.expires_at_ms for link in links} == {NEXT_YEAR_MS}
    assert not any(link.revoked for link in links)
    assert all(link.room is None for link in links)


async def test_a_link_may_belong_to_a_room_and_may_be_revoked() -> None:
    book = await new_helpathon("Team 1")
    value = {"role": "guest", "room": "heat-one", "expires_at_ms": 5, "revoked": True}
    await book.put("link/secret", value, 0)

    assert link_of(book, "secret") == Link("secret", Role.GUEST, RoomId("heat-one"), 5, True)


async def test_an_unknown_link_is_none() -> None:
    assert link_of(await new_helpathon("Team 1"), "guessed") is None


async def test_creating_never_writes_over_a_helpathon() -> None:
    book = await new_helpathon("Team 1")

    with pytest.raises(Conflict, match="helpathon"):
        await create(book, title="Again", rooms=["x"], language="de", expires_at_ms=NEXT_YEAR_MS)

    assert book.value("helpathon")["title"] == "Hitze in der Stadt"
    assert [room.title for room in rooms_of(book)] == ["Team 1"]


async def test_rooms_are_read_back_with_their_ids() -> None:
    book = RecordBook("heat", MemoryStore(NodeId("here"), Memory()))
    await book.put("room/heat-b", {"title": "First", "order": 0}, 0)
    await book.put("room/heat-a", {"title": "Second", "order": 1}, 0)

    assert rooms_of(book) == [
        RoomTitle(RoomId("heat-b"), "First"),
        RoomTitle(RoomId("heat-a"), "Second"),
    ]


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("clock/helpathon", "clock/helpathon"),
        ("clock/heat-one", "clock/room"),
        ("clock/heat-two", None),
        ("clock/", None),
        ("link/secret", None),
        ("person/ada", None),
        ("helpathon", None),
    ],
)
def test_a_room_is_told_of_its_own_clock_and_the_helpathons_and_of_no_secret(
    name: str, known_as: str | None
) -> None:
    assert record_name(name, RoomId("heat-one")) == known_as


def test_ids_are_read_aloud_and_never_come_twice() -> None:
    ids = {new_id(10) for _ in range(1000)}

    assert len(ids) == 1000
    assert set("".join(ids)) == set(ALPHABET)
    assert not set(ALPHABET) & set("aeiou01l")


def test_no_id_of_a_helpathon_can_end_its_rooms_ids_early() -> None:
    room = new_room_id(new_id(8))

    assert room.count("-") == 1
    assert len(helpathon_of(room)) == 8
