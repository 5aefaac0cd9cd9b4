"""From a cookie to a person, without HTTP; what the routes make of it: test_api."""

from typing import Any

import pytest

from persistence.contract import NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.member import PersonId
from rooms.roles import Role
from rooms.stage.helpathon import Link
from rooms.stage.records import RecordBook
from server import people
from server.identity import Identity, Pass, cookie_name
from server.problems import Problem
from tests.fakes import FaultyStore

NEVER_MS = 2**50
HERE = RoomId("hp-here")
LINKS: dict[str, dict[str, Any]] = {
    "lead": {"role": "facilitator", "room": None},
    "team": {"role": "participant", "room": None},
    "here": {"role": "participant", "room": HERE},
    "look": {"role": "guest", "room": None},
}


@pytest.fixture
def store() -> FaultyStore:
    return FaultyStore(MemoryStore(NodeId("here"), Memory()))


@pytest.fixture
async def book(store: FaultyStore) -> RecordBook:
    book = RecordBook("hp", store)
    for name, fields in LINKS.items():
        await book.put(f"link/{name}", {"expires_at_ms": NEVER_MS, "revoked": False} | fields, 0)
    return book


def link(book: RecordBook, name: str) -> Link:
    return people.valid_link(book, name)


async def code_of(work: Any) -> str:
    with pytest.raises(Problem) as raised:
        await work
    return raised.value.code


# The cookie


def test_a_pass_is_found_in_the_cookie_of_its_helpathon() -> None:
    identity = Identity(b"secret")
    holder = Pass("hp", "ada", "team")
    header = f"a=b; {cookie_name('hp')}={identity.sign_pass(holder)}; c=d"

    assert people.pass_in(header, "hp", identity) == holder
    assert people.pass_in(header, "other", identity) is None


def test_a_pass_in_another_helpathons_cookie_does_not_count() -> None:
    identity = Identity(b"secret")
    header = f"{cookie_name('hp')}={identity.sign_pass(Pass('other', 'ada', 'team'))}"

    assert people.pass_in(header, "hp", identity) is None


def test_a_flood_of_cookies_is_not_looked_at() -> None:
    identity = Identity(b"secret")
    cookie = f"{cookie_name('hp')}={identity.sign_pass(Pass('hp', 'ada', 'team'))}"

    assert people.pass_in(f"{cookie}; x={'x' * 10_000}", "hp", identity) is None


# The person


async def test_who_joins_is_who_the_records_say(book: RecordBook) -> None:
    holder = await people.join(book, None, link(book, "team"), "Ada", HERE)

    person = await people.find_person(book, holder)
    assert person.id == PersonId(holder.person)
    assert (person.name, person.role, person.colour, person.link) == (
        "Ada",
        Role.PARTICIPANT,
        0,
        "team",
    )
    assert book.value(f"person/{holder.person}") == {"name": "Ada", "room": HERE, "colour": 0}


async def test_ids_of_people_are_long_and_never_the_same(book: RecordBook) -> None:
    holders = [await people.join(book, None, link(book, "team"), "Ada", HERE) for _ in range(20)]

    ids = {holder.person for holder in holders}
    assert len(ids) == 20
    assert all(len(id_) >= 16 for id_ in ids)


async def test_whose_record_is_gone_has_not_joined(book: RecordBook) -> None:
    assert await code_of(people.find_person(book, Pass("hp", "nobody", "team"))) == "not-signed-in"


async def test_whose_record_is_gone_becomes_somebody_new(book: RecordBook) -> None:
    holder = await people.join(book, Pass("hp", "gone", "team"), link(book, "team"), "Ada", HERE)

    assert holder.person != "gone"


async def test_who_joined_on_another_node_is_looked_up(
    book: RecordBook, store: FaultyStore
) -> None:
    elsewhere = RecordBook("hp", store)
    await elsewhere.load()
    holder = await people.join(elsewhere, None, link(elsewhere, "team"), "Ada", HERE)
    assert book.value(f"person/{holder.person}") is None

    assert (await people.find_person(book, holder)).name == "Ada"


async def test_who_is_changed_on_two_nodes_at_once_stays_one(
    book: RecordBook, store: FaultyStore
) -> None:
    holder = await people.join(book, None, link(book, "team"), "Ada", HERE)
    elsewhere = RecordBook("hp", store)
    await elsewhere.load()
    await people.join(elsewhere, holder, link(elsewhere, "team"), "Ada L.", HERE)

    again = await people.join(book, holder, link(book, "team"), "Ada Lovelace", HERE)

    assert again == holder
    assert (await people.find_person(book, holder)).name == "Ada Lovelace"


# The link


@pytest.mark.parametrize(
    ("held", "offered", "kept"),
    [
        ("team", "lead", "lead"),
        ("lead", "team", "lead"),
        ("lead", "look", "lead"),
        ("look", "team", "team"),
        ("team", "here", "here"),
        ("here", "team", "team"),
        ("gone", "look", "look"),
    ],
)
def test_of_two_links_the_stronger_is_kept_and_of_equals_the_later(
    book: RecordBook, held: str, offered: str, kept: str
) -> None:
    assert people.stronger_link(book, held, link(book, offered)) == kept


async def test_a_link_that_no_longer_holds_is_not_kept(book: RecordBook) -> None:
    for change in ({"revoked": True}, {"expires_at_ms": 1}):
        value = book.value("link/lead") | change
        await book.put("link/lead", value, book.version("link/lead"))

        assert people.stronger_link(book, "lead", link(book, "team")) == "team"


async def test_a_link_for_one_room_opens_no_other(book: RecordBook) -> None:
    holder = await people.join(book, None, link(book, "here"), "Ada", HERE)
    ada = await people.find_person(book, holder)

    people.require_room(book, ada, HERE)
    with pytest.raises(Problem) as refused:
        people.require_room(book, ada, RoomId("hp-there"))
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize("name", ["lead", "team", "look"])
async def test_a_link_for_all_rooms_opens_each(book: RecordBook, name: str) -> None:
    holder = await people.join(book, None, link(book, name), "Ada", HERE)

    people.require_room(book, await people.find_person(book, holder), RoomId("hp-there"))
