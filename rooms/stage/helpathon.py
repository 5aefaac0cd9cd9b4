"""A Helpathon as records: its title, rooms, links and people.

Names of records: `helpathon`, `room/{id}`, `link/{id}`, `person/{id}`, `clock/helpathon`,
`clock/{room id}`, `areas/{room id}`, `gather/{room id}`, `image/{sha256}`. The scope of a
Helpathon is its id; a room's id begins with it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from persistence.contract import RoomId
from rooms.roles import Role
from rooms.stage.records import RecordBook

# No vowels and no look-alikes: ids are read aloud in video calls, and must not spell words.
ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
MEMBER_COLOURS = 12
# Names of the records of pictures begin so.
IMAGES = "image/"


@dataclass(frozen=True, slots=True)
class RoomTitle:
    id: RoomId
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    """A secret link's record. `room` is None where people choose at the door."""

    id: str
    role: Role
    room: RoomId | None
    expires_at_ms: int
    revoked: bool


def new_id(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_room_id(helpathon_id: str) -> RoomId:
    return RoomId(f"{helpathon_id}-{new_id(6)}")


def helpathon_of(room: RoomId) -> str:
    """The Helpathon's id in a room's id."""
    return room.partition("-")[0]


def record_name(name: str, room: RoomId) -> str | None:
    """The name by which a client in that room knows a record; None if it is none of its business.

    The clock of a room is `clock/room` inside it, so that a client needs to know no ids; so are
    its areas.
    """
    if name == "clock/helpathon":
        return name
    if name == f"clock/{room}":
        return "clock/room"
    if name == f"areas/{room}":
        return "areas/room"
    return None


def rooms_of(book: RecordBook) -> list[RoomTitle]:
    found = book.named("room/")
    in_order = sorted(found.items(), key=lambda item: (item[1]["order"], item[0]))
    return [RoomTitle(RoomId(room_id), value["title"]) for room_id, value in in_order]


def link_of(book: RecordBook, link_id: str) -> Link | None:
    value = book.value(f"link/{link_id}")
    if value is None:
        return None
    room = value["room"]
    return Link(
        id=link_id,
        role=Role(value["role"]),
        room=None if room is None else RoomId(room),
        expires_at_ms=value["expires_at_ms"],
        revoked=value["revoked"],
    )


def links_of(book: RecordBook) -> list[Link]:
    found = (link_of(book, link_id) for link_id in book.named("link/"))
    return [link for link in found if link is not None]


async def create(
    book: RecordBook, *, title: str, rooms: Sequence[str], language: str, expires_at_ms: int
) -> None:
    """Write a new Helpathon with its rooms and one link per role."""
    records: dict[str, Any] = {"helpathon": {"title": title, "language": language}}
    for order, room_title in enumerate(rooms):
        records[f"room/{new_room_id(book.scope)}"] = {"title": room_title, "order": order}
    for role in Role:
        records[f"link/{new_id(10)}"] = {
            "role": role.value,
            "room": None,
            "expires_at_ms": expires_at_ms,
            "revoked": False,
        }
    await book.write(records, dict.fromkeys(records, 0))
