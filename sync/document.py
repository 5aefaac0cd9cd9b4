"""A room's document as bytes: the only door to pycrdt.

A Doc drops what it can't place yet and breaks on text that was cut carelessly; merged bytes keep
everything. So bytes are merged here and never applied; for reading them there is `View`. Whatever
pycrdt does wrong, panics included, leaves here as a `DocumentError`. Rules D1 to D10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, ParamSpec, TypeAlias, TypeVar

import pycrdt

from sync.clocks import Clocks, Overlap
from sync.errors import DocumentError, SyncError
from sync.guard import inspect
from sync.limits import STATE_LIMITS
from sync.mend import mend_at, mend_overlapping
from sync.structs import JSON
from sync.view import RootKind, View

__all__ = [
    "EMPTY_STATE_VECTOR",
    "EMPTY_UPDATE",
    "JSON",
    "Document",
    "Overlap",
    "RootKind",
    "View",
    "compact",
    "merge",
]

EMPTY_UPDATE: Final = b"\x00\x00"
EMPTY_STATE_VECTOR: Final = b"\x00"
# Peers that fell behind at the same moment have few different state vectors.
MAX_CACHED_DIFFS: Final = 64
# Merging one by one takes three times as long, and more than this at once gains little.
MAX_LOOSE: Final = 64

# (client, start, end): clocks an update holds, as the guard reports them.
Ranges: TypeAlias = Sequence[tuple[int, int, int]]

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Document:
    """Base and tail of one room. Appending is cheap; reading merges, once, what was appended.

    Appended updates lie loose until there are some, and become one piece. The pieces shrink from
    front to back: a new one takes in those before it that are at most twice its size. Each byte
    is so copied a logarithmic number of times. What is there already is cut off before, so that
    they share no clock.

    Updates that reach beyond a gap wait as they came, until no gap is left: where they overlap, a
    few of them are mended and merged, never the whole room.
    """

    def __init__(self, base: bytes = EMPTY_UPDATE, tail: Iterable[bytes] = ()) -> None:
        """Both have passed the guard, when they came."""
        self._pieces: list[bytes] = []
        self._loose: list[bytes] = []
        self._beyond: list[bytes] = []
        self._clocks = _clocks_of(base)
        if base != EMPTY_UPDATE:
            (self._beyond if self._clocks.has_gaps else self._pieces).append(base)
        self._bytes = len(base)
        self.beyond_bytes = 0  # that came since, and wait for a gap to be filled
        self._tail_count = 0
        self._state: bytes | None = None
        self._diffs: dict[bytes, bytes] = {}
        for update in tail:
            self.append(update)

    def __repr__(self) -> str:
        return f"Document({self.size_bytes} bytes, {self._tail_count} in the tail)"

    def append(
        self, update: bytes, clients: Ranges | None = None, overlap: Overlap | None = None
    ) -> None:
        """`clients` from the guard's report, and their `overlap`, spare a second look."""
        # pycrdt must be able to read it: later it would fail together with the whole room.
        _call(pycrdt.get_state, update)
        if clients is None:
            clients = _ranges_of(update)
        if overlap is None:
            overlap = self._clocks.overlap(clients)
        if overlap is not Overlap.NONE:
            if overlap is not Overlap.ALL:
                update = mend_at(update, self._clocks.ends(client for client, _, _ in clients))
            update = self._news(update, clients)
        if overlap is Overlap.BEYOND:
            self._beyond.append(update)
            self._bytes += len(update)
            self.beyond_bytes += len(update)
        else:
            self._add(update)
        self._clocks.add(clients)
        if self._beyond and not self._clocks.has_gaps:
            self._close_gaps()
        self._tail_count += 1
        self._state = None
        self._diffs.clear()

    def overlap(self, clients: Ranges) -> Overlap:
        """What of these clocks is held; ALL means without a gap before them."""
        return self._clocks.overlap(clients)

    def state(self) -> bytes:
        if self._state is None:
            self._hold([_merge([*self._pieces, *self._loose])])
            self._state = _merge([*self._pieces, *self._mended_beyond()])
        return self._state

    def state_vector(self) -> bytes:
        return self._clocks.vector()

    def diff(self, state_vector: bytes) -> bytes:
        """What somebody with this state vector lacks, and all deletes."""
        if state_vector == EMPTY_STATE_VECTOR:
            return self.state()
        diff = self._diffs.get(state_vector)
        if diff is None:
            if len(self._diffs) >= MAX_CACHED_DIFFS:
                self._diffs.clear()
            self._gather()
            # Piece by piece: cutting is cheaper than merging everything first.
            pieces = [*self._pieces, *self._mended_beyond()]
            lacking = [_call(pycrdt.get_update, piece, state_vector) for piece in pieces]
            diff = self._diffs[state_vector] = _merge(lacking)
        return diff

    @property
    def size_bytes(self) -> int:
        return self._bytes or len(EMPTY_UPDATE)

    @property
    def tail_count(self) -> int:
        """Updates appended since the base."""
        return self._tail_count

    def _news(self, update: bytes, clients: Ranges) -> bytes:
        """Without what the runs hold. What was there first counts, its deletes are all kept."""
        known = self._clocks.vector({client for client, _, _ in clients})
        return _call(pycrdt.get_update, update, known)

    def _add(self, update: bytes) -> None:
        """An update that shares no clock with what is held."""
        if update == EMPTY_UPDATE:
            return
        if len(self._loose) >= MAX_LOOSE:
            self._gather()
        self._loose.append(update)
        self._bytes += len(update)

    def _gather(self) -> None:
        """Make what lies loose a piece."""
        if not self._loose:
            return
        pieces = self._pieces
        first = len(pieces)
        size = sum(map(len, self._loose))
        while first and len(pieces[first - 1]) <= 2 * size:
            first -= 1
            size += len(pieces[first])
        self._hold([*pieces[:first], _merge([*pieces[first:], *self._loose])])

    def _hold(self, pieces: list[bytes]) -> None:
        """These now say all that the pieces and what lay loose said."""
        self._pieces = pieces
        self._loose = []
        self._bytes = sum(map(len, [*pieces, *self._beyond]))

    def _mended_beyond(self) -> list[bytes]:
        """What lies beyond gaps as one piece, if anything does."""
        if len(self._beyond) > 1:
            self._beyond = [_merge(mend_overlapping(self._beyond))]
        return self._beyond

    def _close_gaps(self) -> None:
        self._pieces += self._mended_beyond()
        self._beyond = []
        self.beyond_bytes = 0


def merge(updates: Iterable[bytes]) -> bytes:
    """One update that says what all of them say. Where two differ, the first is right."""
    return Document(EMPTY_UPDATE, updates).state()


def compact(base: bytes, tail: Iterable[bytes]) -> bytes:
    return Document(base, tail).state()


def _merge(updates: Sequence[bytes]) -> bytes:
    """Of updates that share no clock."""
    if not updates:
        return EMPTY_UPDATE
    if len(updates) == 1:
        return updates[0]
    return _call(pycrdt.merge_updates, *updates)


def _clocks_of(state: bytes) -> Clocks:
    """Five times faster than walking it."""
    state_vector = _call(pycrdt.get_state, state)
    clocks = Clocks.of_vector(state_vector)
    clocks.add(_ranges_of(_call(pycrdt.get_update, state, state_vector)))
    return clocks


def _ranges_of(update: bytes) -> Ranges:
    return _checked(inspect, update, STATE_LIMITS).clients


def _checked(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Bytes that once passed the guard and no longer do are not a peer's fault."""
    try:
        return function(*args, **kwargs)
    except SyncError as error:
        raise DocumentError(f"not an update: {error}") from error


def _call(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    try:
        return function(*args, **kwargs)
    except Exception as error:
        raise DocumentError(f"pycrdt: {error}") from error
    except BaseException as error:
        # pyo3_runtime.PanicException can't be imported; KeyboardInterrupt must pass.
        if type(error).__name__ == "PanicException":
            raise DocumentError(f"pycrdt panicked: {error}") from error
        raise
