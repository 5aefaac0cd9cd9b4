"""Which clocks of which client a document holds: of each a run from 0, and islands beyond a gap."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

from sync.walk import MAX_CLOCK
from sync.wire import Reader, write_var_uint


class Overlap(Enum):
    """What of an update is held already."""

    NONE = auto()
    ALL = auto()
    # Some of it, in the runs.
    RUNS = auto()
    # What it says, or some of it, lies beyond a gap. Some of that may be held.
    BEYOND = auto()


class Clocks:
    def __init__(self) -> None:
        # The clock after the run.
        self._ends: dict[int, int] = {}
        # (start, end), beyond the run, in no order.
        self._islands: dict[int, list[tuple[int, int]]] = {}

    @classmethod
    def of_vector(cls, state_vector: bytes) -> Clocks:
        clocks = cls()
        clocks._ends = read_state_vector(state_vector)
        return clocks

    def overlap(self, ranges: Iterable[tuple[int, int, int]]) -> Overlap:
        every = True
        some = False
        ends, islands = self._ends, self._islands
        for client, start, end in ranges:
            known = ends.get(client, 0)
            if end <= known:
                some = True
                continue
            every = False
            if start > known or (client in islands and self._meets_island(client, start, end)):
                return Overlap.BEYOND
            some = some or start < known
        if not some:
            return Overlap.NONE
        return Overlap.ALL if every else Overlap.RUNS

    def add(self, ranges: Iterable[tuple[int, int, int]]) -> None:
        for client, start, end in ranges:
            known = self._ends.get(client, 0)
            if start > known:
                self._islands.setdefault(client, []).append((start, end))
            elif end > known:
                self._ends[client] = end
                if client in self._islands:
                    self._absorb(client)

    @property
    def has_gaps(self) -> bool:
        return bool(self._islands)

    def covers(self, other: Clocks) -> bool:
        """Whether all that the other holds is in the runs of this."""
        runs = ((client, end) for client, end in other._ends.items())
        islands = ((client, end) for client, them in other._islands.items() for _, end in them)
        return all(end <= self._ends.get(client, 0) for client, end in (*runs, *islands))

    def ends(self, clients: Iterable[int]) -> dict[int, int]:
        """The clocks after the runs of these clients."""
        return {client: self._ends[client] for client in clients if client in self._ends}

    def vector(self, clients: Iterable[int] | None = None) -> bytes:
        """The state vector, of all or of these clients: what is beyond a gap counts as lacking."""
        ends = self._ends if clients is None else self.ends(clients)
        buffer = bytearray()
        write_var_uint(buffer, len(ends))
        for client in sorted(ends, reverse=True):
            write_var_uint(buffer, client)
            write_var_uint(buffer, ends[client])
        return bytes(buffer)

    def _meets_island(self, client: int, start: int, end: int) -> bool:
        return any(s < end and start < e for s, e in self._islands[client])

    def _absorb(self, client: int) -> None:
        rest = sorted(self._islands.pop(client))
        while rest and rest[0][0] <= self._ends[client]:
            self._ends[client] = max(self._ends[client], rest.pop(0)[1])
        if rest:
            self._islands[client] = rest


def read_state_vector(state_vector: bytes) -> dict[int, int]:
    """Client → clock. Raises `WireError`."""
    reader = Reader(state_vector)
    clocks: dict[int, int] = {}
    for _ in range(reader.var_uint()):
        client = reader.var_uint()
        clocks[client] = reader.var_uint(MAX_CLOCK)
    reader.end()
    return clocks
