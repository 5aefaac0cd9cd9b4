"""Entries on their way into the log, and whose they are.

While the store is away a room goes on, so the backlog grows; beyond its bound the entries are
merged into one, so it is bounded by twice the size of the document. Nothing is ever dropped.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from rooms.entry import update_entry, update_of
from rooms.member import Member

# Some minutes of a busy room; merging earlier would only cost time.
FOLD_ABOVE_BYTES = 8 * 2**20


class Backlog:
    def __init__(self, merge: Callable[[Sequence[bytes]], bytes]) -> None:
        self._merge = merge
        self._waiting: list[bytes] = []
        # How many messages of whom. Not a Counter: it takes five times as long for a first one.
        self._authors: dict[Member, int] = defaultdict(int)
        self._in_flight_authors: dict[Member, int] | None = None
        self._in_flight: list[bytes] = []
        self._fold_above_bytes = FOLD_ABOVE_BYTES
        self.waiting_bytes = 0

    def __bool__(self) -> bool:
        return bool(self._waiting or self._in_flight)

    def __len__(self) -> int:
        return len(self._waiting) + len(self._in_flight)

    def add(self, entry: bytes, author: Member | None) -> None:
        self._waiting.append(entry)
        self.waiting_bytes += len(entry)
        if author is not None:
            self._authors[author] += 1
        if self.waiting_bytes > self._fold_above_bytes and len(self._waiting) > 1:
            self._fold()

    @property
    def is_waiting(self) -> bool:
        """There is something that no commit has taken yet."""
        return bool(self._waiting)

    def take(self) -> list[bytes]:
        """Everything waiting; it stays ours until `stored` or `failed` says what became of it."""
        assert self._in_flight_authors is None, "one commit of a room at a time"
        self._in_flight, self._waiting = self._waiting, []
        self._in_flight_authors, self._authors = self._authors, defaultdict(int)
        self.waiting_bytes = 0
        return self._in_flight

    def stored(self) -> Mapping[Member, int]:
        """What was taken is durable: how many messages of whom."""
        assert self._in_flight_authors is not None, "stored follows take"
        authors, self._in_flight_authors = self._in_flight_authors, None
        self._in_flight = []
        self._fold_above_bytes = FOLD_ABOVE_BYTES
        return authors

    def failed(self) -> None:
        """What was taken may not be stored: it waits again, before what came since."""
        assert self._in_flight_authors is not None, "failed follows take"
        self._waiting = self._in_flight + self._waiting
        for author, count in self._in_flight_authors.items():
            self._authors[author] += count
        self._in_flight, self._in_flight_authors = [], None
        self.waiting_bytes = sum(map(len, self._waiting))

    def _fold(self) -> None:
        merged = self._merge([update_of(entry) for entry in self._waiting])
        self._waiting = [update_entry(merged)]
        self.waiting_bytes = len(self._waiting[0])
        # What did not shrink is not merged again with every edit.
        self._fold_above_bytes = max(FOLD_ABOVE_BYTES, 2 * self.waiting_bytes)
