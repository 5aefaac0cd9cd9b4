"""Who may do what. A role comes from a signed link, never from anything a client says."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    GUEST = "guest"


class Action(StrEnum):
    EDIT = "edit"  # write on the board
    CONTROL_CLOCK = "control-clock"
    VISIT_ANY_ROOM = "visit-any-room"
    GATHER = "gather"  # call everybody to a place
    LAY_AREAS = "lay-areas"


PERMITTED: Mapping[Role, frozenset[Action]] = {
    Role.FACILITATOR: frozenset(Action),
    Role.PARTICIPANT: frozenset({Action.EDIT}),
    Role.GUEST: frozenset(),
}

# Who opens two links in one browser keeps the stronger role.
STRENGTH: Mapping[Role, int] = {Role.GUEST: 0, Role.PARTICIPANT: 1, Role.FACILITATOR: 2}


def may(role: Role, action: Action) -> bool:
    return action in PERMITTED[role]
