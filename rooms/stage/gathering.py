"""A facilitator calls everybody in a room to a place on its board.

It is an event: who comes later is not called. It is written as a record all the same, because
every node hears of changed records for certain, and of signals only if none gets lost.
"""

from typing import Any

from persistence.contract import Conflict, RoomId, StoreError
from rooms.control import Gather, RequestError
from rooms.member import Person
from rooms.roles import Action, may
from rooms.stage.records import RecordBook

# What a node hears of later than this (its store was away) calls nobody any more.
CURRENT_MS = 30_000


def gathering_name(room: RoomId) -> str:
    return f"gather/{room}"


async def gather(
    command: Gather, person: Person, room: RoomId, book: RecordBook, now_ms: int
) -> None:
    """Call everybody; whoever was called before is called anew.

    Raises RequestError: forbidden, conflict (somebody else calls at this moment), unavailable.
    """
    if not may(person.role, Action.GATHER):
        raise RequestError("forbidden", "a facilitator", person.role.value)
    value = {
        "by": person.id,
        "place": [command.x, command.y, command.width, command.height],
        "object": command.object,
        "at_ms": now_ms,
    }
    name = gathering_name(room)
    try:
        await book.put(name, value, book.version(name))
    except Conflict as conflict:
        raise RequestError("conflict", "one call at a time", "another at this moment") from conflict
    except StoreError as error:
        raise RequestError("unavailable", "a store that takes changes", "none") from error


def call_in(value: dict[str, Any] | None, now_ms: int) -> dict[str, Any] | None:
    """What members are told of the record; None where it is over."""
    if value is None or abs(now_ms - value["at_ms"]) > CURRENT_MS:
        return None
    return {"t": "gather", **{key: value[key] for key in ("by", "place", "object")}}
