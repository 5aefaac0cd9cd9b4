"""One connection's seat in a room, and what the room must know of the socket behind it."""

from dataclasses import dataclass, field
from typing import NewType, Protocol

from rooms.roles import Role
from sync.session import Session

ConnectionId = NewType("ConnectionId", str)
PersonId = NewType("PersonId", str)


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as their signed cookie and the Helpathon's records say."""

    id: PersonId
    name: str
    role: Role
    colour: int
    link: str  # the link they came by: revoking it ends their connections


class Connection(Protocol):
    """The transport as the room sees it. Never blocks; a closed one ignores every call."""

    @property
    def id(self) -> ConnectionId: ...

    @property
    def blocked(self) -> bool:
        """True while the peer does not read as fast as we write."""
        ...

    def write(self, frames: bytes) -> None:
        """Send bytes that are whole websocket frames already."""
        ...

    def close(self, code: int, reason: str) -> None: ...


@dataclass(slots=True, eq=False)
class Member:
    """A person's connection in one room.

    A member is `live` from the moment its first diff was computed: only then do the room's
    updates go to it, so that none comes before the state it stands on.
    """

    connection: Connection
    person: Person
    session: Session
    speaks_control: bool
    live: bool = False
    client: int | None = None  # the Yjs client id its page told us, for names beside cursors
    received: int = 0  # writing messages taken in
    saved: int = 0  # of these, durable
    answered: bool = False  # its question of this tick; one answer holds the whole board
    behind: bytes | None = None  # state vector of what it last got, while it reads too slowly
    behind_since_s: float = 0.0
    mail: list[bytes] = field(default_factory=list)  # frames for this member alone
    id: ConnectionId = field(init=False)
    commands: int = 0  # control requests under way
    questions: int = 0  # asked since `questions_since_s`
    questions_since_s: float = 0.0

    def __post_init__(self) -> None:
        self.id = self.connection.id

    def __repr__(self) -> str:
        state = "behind" if self.behind is not None else "live" if self.live else "joining"
        return f"<Member {self.id} {self.person.role} {state} saved {self.saved}/{self.received}>"
