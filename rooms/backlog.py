"""Entries on their way into the log, and whose they are.

While the store is away a room goes on, so the backlog grows. Beyond its bound entries are folded
into one, a few MiB at a time: so it stays about as large as what it adds to the document, and
folding takes no more memory in a large room than in a small one. Nothing is ever dropped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from rooms.entry import update_entry, update_of
from rooms.member import Member

# Some minutes of a busy room; merging earlier would only cost time.
FOLD_ABOVE_BYTES = 8 * 2**20
# What is as large as this when it was folded does not become smaller with what comes next.
FULL_BYTES = FOLD_ABOVE_BYTES // 2
# More than a room may hold: something is said again and again, and then is folded away.
MOST_FULL = 16


class Backlog:
    def __init__(self, merge: Callable[[Iterable[bytes]], bytes]) -> None:
        self._merge = merge
        self._waiting: list[bytes] = []
        # How many messages of whom. Not a Counter: it takes five times as long for a first one.
        self._authors: dict[Member, int] = defaultdict(int)
        self._in_flight_authors: dict[Member, int] | None = None
        self._in_flight: list[bytes] = []
        # So many at the front of what waits, and of what is in flight, are not folded again.
        self._full = 0
        self._in_flight_full = 0
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
        if self.waiting_bytes > self._fold_above_bytes and len(self._waiting) > self._full + 1:
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
        self._in_flight_full, self._full = self._full, 0
        self.waiting_bytes, self._fold_above_bytes = 0, FOLD_ABOVE_BYTES
        return self._in_flight

    def stored(self) -> Mapping[Member, int]:
        """What was taken is durable: how many messages of whom."""
        assert self._in_flight_authors is not None, "stored follows take"
        authors, self._in_flight_authors = self._in_flight_authors, None
        self._in_flight = []
        return authors

    def failed(self) -> None:
        """What was taken may not be stored: it waits again, before what came since."""
        assert self._in_flight_authors is not None, "failed follows take"
        self._waiting = self._in_flight + self._waiting
        for author, count in self._in_flight_authors.items():
            self._authors[author] += count
        self._in_flight, self._in_flight_authors = [], None
        self._full = self._in_flight_full
        self._reckon()

    def _fold(self) -> None:
        first = self._full if self._full < MOST_FULL else 0
        merged = update_entry(self._merge(map(update_of, self._waiting[first:])))
        self._waiting[first:] = [merged]
        self._full = first + (len(merged) > FULL_BYTES)
        self._reckon()

    def _reckon(self) -> None:
        sizes = list(map(len, self._waiting))
        self.waiting_bytes = sum(sizes)
        self._fold_above_bytes = sum(sizes[: self._full]) + FOLD_ABOVE_BYTES
