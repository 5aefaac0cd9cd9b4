"""How long an edit takes until it is durable, and how long the logs are: figures, no decisions.

Latency is sampled: per room one edit at a time is followed from the moment it waits in the backlog
to the commit it is in. So it costs next to nothing under load, and a slow store is seen at once.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from persistence.contract import RoomId

# The aim is 50 ms; a store that is away is seen in the last ones.
SAVED_BOUNDS_S = (0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


@dataclass(slots=True)
class Histogram:
    """`counts[i]` of what is at most `bounds[i]`, the last one of what is above them all."""

    bounds: Sequence[float]
    counts: list[int] = field(init=False)
    sum: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


@dataclass(slots=True)
class _Sample:
    since_s: float
    # Which one it is in the backlog, counted from the first that is not durable.
    place: int


class Durability:
    def __init__(self, now_s: Callable[[], float]) -> None:
        self.saved = Histogram(SAVED_BOUNDS_S)
        # Entries in the log after the snapshot, of the rooms in memory.
        self.log_entries: dict[RoomId, int] = {}
        self._now_s = now_s
        self._samples: dict[RoomId, _Sample] = {}

    def wrote(self, room: RoomId, backlog: int) -> None:
        """An entry was added and is the last of so many."""
        if room not in self._samples:
            self._samples[room] = _Sample(self._now_s(), backlog)

    def stored(self, room: RoomId, before: int, after: int) -> None:
        """A commit made the backlog shrink."""
        self.log_entries[room] = self.log_entries.get(room, 0) + before - after
        sample = self._samples.get(room)
        if sample is None:
            return
        # A backlog that was folded is shorter than it was; the entry is in its last one.
        sample.place = min(sample.place, before) - (before - after)
        if sample.place <= 0:
            self.saved.observe(self._now_s() - sample.since_s)
            del self._samples[room]

    def loaded(self, room: RoomId, entries: int) -> None:
        self.log_entries[room] = entries

    def followed(self, room: RoomId, entries: int) -> None:
        """Other nodes appended so many."""
        self.log_entries[room] = self.log_entries.get(room, 0) + entries

    def compacting(self, room: RoomId) -> None:
        """The log is about to be folded, and counted anew."""
        self.log_entries[room] = 0

    def unloaded(self, room: RoomId) -> None:
        self.log_entries.pop(room, None)
        self._samples.pop(room, None)

    def oldest_s(self) -> float:
        """Age of the oldest edit followed that is not durable yet, in seconds; 0 where none is."""
        if not self._samples:
            return 0.0
        return self._now_s() - min(sample.since_s for sample in self._samples.values())
