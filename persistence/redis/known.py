"""What a node knows to be in Redis: a Redis that comes back without it has lost something.

The store writes it down, the bus compares.
"""

from collections import deque
from collections.abc import Sequence

from persistence.contract import Position, RoomId

# Entries of one room that were stored and not read back yet. More of them are appended in the
# seconds that the bus alone is away only by a very busy room, which is then read as a whole.
MOST_UNREAD = 500


class Known:
    def __init__(self) -> None:
        # Of every room this process ever loaded, some 150 bytes each: a room that nobody is in
        # must come back under its epoch, too, or its pages set their copies aside.
        self.epochs: dict[RoomId, str] = {}
        self._unread: dict[RoomId, deque[Position]] = {}

    def appended(self, room: RoomId, position: Position) -> None:
        unread = self._unread.setdefault(room, deque(maxlen=MOST_UNREAD + 1))
        unread.append(position)

    def read_up_to(self, room: RoomId, position: Position) -> None:
        unread = self._unread.get(room)
        if unread is None:
            return
        bound = order_of(position)
        while unread and order_of(unread[0]) <= bound:
            unread.popleft()
        if not unread:
            del self._unread[room]

    def unread(self, room: RoomId) -> Sequence[Position] | None:
        """In order; None: more than are remembered."""
        found = self._unread.get(room, ())
        return None if len(found) > MOST_UNREAD else list(found)

    def forget_appended(self, room: RoomId) -> None:
        self._unread.pop(room, None)


def order_of(position: Position) -> tuple[int, int]:
    """Positions as they follow each other: MS-NUMBER, or 0."""
    ms, _, number = position.partition("-")
    return int(ms), int(number or 0)
