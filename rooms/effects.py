"""What a room wants done. The core decides and returns these; the shell performs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from rooms.control import Areas, ClockCommand, Gather, Time
from rooms.member import Member


class Send(NamedTuple):
    """A message for one member, in order with everything else it gets."""

    member: Member
    message: bytes


class Broadcast(NamedTuple):
    """A sync or awareness message for every live member but its author."""

    message: bytes
    author: Member | None


@dataclass(frozen=True, slots=True)
class Tell:
    """A control message for every member that speaks control."""

    message: Mapping[str, Any]


class Append(NamedTuple):
    """An entry for the log. The author is told once it is durable."""

    entry: bytes
    author: Member | None


@dataclass(frozen=True, slots=True)
class Publish:
    """Something for the room's other nodes that nobody misses if it is lost."""

    signal: bytes


@dataclass(frozen=True, slots=True)
class Command:
    """A member's request that needs the time or the store, which the core has not."""

    member: Member
    request: Time | ClockCommand | Gather | Areas


@dataclass(frozen=True, slots=True)
class PresenceMoved:
    """Presence changed: flush it with the next cursor tick."""


@dataclass(frozen=True, slots=True)
class Close:
    member: Member
    code: int
    reason: str


Effect = Send | Broadcast | Tell | Append | Publish | Command | PresenceMoved | Close
