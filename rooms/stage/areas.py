"""The areas that facilitators lay down on a room's board: one record per room.

They are no part of the document, so that nobody else can move or copy them by accident. Each
change is applied to the areas as they are; two facilitators at once both count.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from persistence.contract import Conflict, RoomId, StoreError
from rooms.control import AreaChange, AreaFields, Areas, RequestError
from rooms.member import Person
from rooms.roles import Action, may
from rooms.stage.records import RecordBook

# A board with more areas than this is no help to anybody.
MOST = 60
# Others change them in the same moment; nobody does so time and again.
ATTEMPTS = 5

Area = Mapping[str, Any]


def areas_name(room: RoomId) -> str:
    return f"areas/{room}"


def areas_of(book: RecordBook, room: RoomId) -> list[Area]:
    """Those that are laid, in their order."""
    return book.value(areas_name(room)) or []


async def change_areas(command: Areas, person: Person, room: RoomId, book: RecordBook) -> None:
    """All of the changes or none.

    Raises RequestError: forbidden, invalid, conflict (others change them all the time),
    unavailable.
    """
    if not may(person.role, Action.LAY_AREAS):
        raise RequestError("forbidden", "a facilitator", person.role.value)
    name = areas_name(room)
    for _ in range(ATTEMPTS):
        changed = _changed(areas_of(book, room), command.changes)
        try:
            await book.put(name, changed, book.version(name))
        except Conflict:
            continue  # the book knows by now what is there
        except StoreError as error:
            raise RequestError("unavailable", "a store that takes changes", "none") from error
        return
    raise RequestError("conflict", "a moment without other changes", f"{ATTEMPTS} of them")


def _changed(areas: Iterable[Area], changes: Iterable[AreaChange]) -> list[Area]:
    """Raises RequestError(invalid)."""
    by_id = {area["id"]: dict(area) for area in areas}
    for change in changes:
        if change.area is None:
            by_id.pop(change.id, None)
        elif change.fresh:
            by_id[change.id] = _laid(change.id, change.area, by_id.values())
        elif change.id in by_id:
            by_id[change.id] |= change.area.model_dump(exclude_none=True)
        else:
            raise RequestError("invalid", "an area that is laid", change.id)
    if len(by_id) > MOST:
        raise RequestError("invalid", f"at most {MOST} areas", str(len(by_id)))
    return sorted(by_id.values(), key=lambda area: (area["order"], area["id"]))


def _laid(area_id: str, fields: AreaFields, others: Iterable[Area]) -> dict[str, Any]:
    given = fields.model_dump(exclude_none=True)
    missing = [field for field in ("pos", "size") if field not in given]
    if missing:
        raise RequestError("invalid", f"a new area with its {' and '.join(missing)}", "none")
    last = max((area["order"] for area in others), default=0)
    return {"id": area_id, "title": "", "prompt": "", "color": "grey", "order": last + 1} | given
