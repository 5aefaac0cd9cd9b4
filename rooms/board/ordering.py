"""The one ordering: areas in their order (first the facilitators', then the team's as they are
read), objects without area last; inside an area rows from top to bottom and in a row left to
right, and what belongs to an object right after it.

It gives the list, the phone's view, the screen reader's view and every export.
web/board/ordering.js is its twin; both keep the same vectors (tests/vectors/ordering.json).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BoardObject = Mapping[str, Any]
# The kind that a team's areas have.
AREA = "area"


@dataclass(frozen=True, slots=True)
class _Box:
    board_object: BoardObject
    # JavaScript compares strings by UTF-16 code units.
    id: bytes
    x: float
    y: float
    height: float


def in_order(objects: Iterable[BoardObject], laid: Sequence[str] = ()) -> list[BoardObject]:
    """All objects, in the order in which they are read; `laid` are the facilitators' areas."""
    known = {_id(each): each for each in objects}
    own = _flat(each for each in known.values() if each.get("kind") == AREA)
    sections = dict.fromkeys([*laid, *map(_id, own)])

    def owner_of(board_object: BoardObject) -> BoardObject | None:
        area = board_object.get("area")
        if not isinstance(area, str) or area == _id(board_object) or area in sections:
            return None
        return known.get(area)

    by_area: dict[str | None, list[BoardObject]] = {area: [] for area in [*sections, None]}
    following: dict[str, list[BoardObject]] = {}
    for board_object in known.values():
        if _id(board_object) in sections:
            continue
        owner, area = owner_of(board_object), board_object.get("area")
        # One deep: what lies in something that follows another itself would be lost in a circle.
        if owner is not None and owner_of(owner) is None:
            following.setdefault(_id(owner), []).append(board_object)
        else:
            by_area[area if isinstance(area, str) and area in sections else None].append(
                board_object
            )
    ordered: list[BoardObject] = []
    for section, members in by_area.items():
        if section in known:
            ordered.append(known[section])
        for member in _flat(members):
            ordered += [member, *_flat(following.get(_id(member), []))]
    return ordered


def _flat(objects: Iterable[BoardObject]) -> list[BoardObject]:
    return [each for row in in_rows(objects) for each in row]


def _id(board_object: BoardObject) -> str:
    return str(board_object.get("id", ""))


def in_rows(objects: Iterable[BoardObject]) -> list[list[BoardObject]]:
    """The first object, from the top, opens a row; whatever has its vertical centre above the
    bottom edge of that first object belongs to it; the next one opens the next row."""
    rows: list[list[_Box]] = []
    bottom = 0.0
    for box in sorted(map(_box, objects), key=lambda box: (box.y, box.x, box.id)):
        if rows and box.y + box.height / 2 < bottom:
            rows[-1].append(box)
        else:
            rows.append([box])
            bottom = box.y + box.height
    return [
        [box.board_object for box in sorted(row, key=lambda box: (box.x, box.y, box.id))]
        for row in rows
    ]


def _box(board_object: BoardObject) -> _Box:
    x, y = _pair(board_object.get("pos"))
    _, height = _pair(board_object.get("size"))
    id_ = _id(board_object).encode("utf-16-be", "surrogatepass")
    return _Box(board_object, id_, x, y, height)


def _pair(value: object) -> tuple[float, float]:
    if not isinstance(value, (list, tuple)):
        return 0.0, 0.0
    first, second = [*value, None, None][:2]
    return _figure(first), _figure(second)


def _figure(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0.0
    try:
        figure = float(value)
    except OverflowError:
        return 0.0
    return figure if math.isfinite(figure) else 0.0
