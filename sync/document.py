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
    "RootKind",
    "View",
    "compact",
    "merge",
]

EMPTY_UPDATE: Final = b"\x00\x00"
EMPTY_STATE_VECTOR: Final = b"\x00"
# Peers that fell behind at the same moment have few different state vectors.
MAX_CACHED_DIFFS: Final = 64

# (client, start, end): clocks an update holds, as the guard reports them.
Ranges: TypeAlias = Sequence[tuple[int, int, int]]

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Document:
    """Base and tail of one room. Appending is cheap; reading merges, once, what was appended.

    The pieces shrink from front to back: an appended update is merged with the last piece as soon
    as that is at most twice its size. Each byte is so copied a logarithmic number of times.
    What is there already is cut off before, so that pieces share no clock.
    """

    def __init__(self, base: bytes = EMPTY_UPDATE, tail: Iterable[bytes] = ()) -> None:
        """Both have passed the guard, when they came."""
        self._pieces: list[bytes] = [] if base == EMPTY_UPDATE else [base]
        self._clocks = _clocks_of(base)
        self._tail_count = 0
        self._state: bytes | None = None
        self._diffs: dict[bytes, bytes] = {}
        for update in tail:
            self.append(update)

    def __repr__(self) -> str:
        return f"Document({self.size_bytes} bytes, {self._tail_count} in the tail)"

    def append(self, update: bytes, clients: Ranges | None = None) -> None:
        """`clients` from the guard's report spares a second look at the update."""
        # pycrdt must be able to read it: later it would fail together with the whole room.
        _call(pycrdt.get_state, update)
        if clients is None:
            clients = _ranges_of(update)
        overlap = self._clocks.overlap(clients)
        if overlap is Overlap.NONE:
            self._add(update)
        elif overlap is Overlap.ISLANDS:
            *pieces, mended = mend_overlapping([*self._pieces, update])
            self._pieces = [_merge([*pieces, self._news(mended, clients)])]
        else:
            if overlap is Overlap.RUNS:
                update = mend_at(update, self._clocks.ends(client for client, _, _ in clients))
            self._add(self._news(update, clients))
        self._clocks.add(clients)
        self._tail_count += 1
        self._state = None
        self._diffs.clear()

    def lacks(self, clients: Ranges) -> bool:
        """Whether none of these clocks is held."""
        return self._clocks.overlap(clients) is Overlap.NONE

    def holds(self, clients: Ranges) -> bool:
        """Whether all of these clocks are held, without a gap before them."""
        return self._clocks.overlap(clients) is Overlap.ALL

    def state(self) -> bytes:
        if self._state is None:
            self._state = _merge(self._pieces)
            self._pieces = [self._state]
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
            # Piece by piece: cutting is cheaper than merging everything first.
            lacking = [_call(pycrdt.get_update, piece, state_vector) for piece in self._pieces]
            diff = self._diffs[state_vector] = _merge(lacking)
        return diff

    @property
    def size_bytes(self) -> int:
        return sum(map(len, self._pieces)) or len(EMPTY_UPDATE)

    @property
    def tail_count(self) -> int:
        """Updates appended since the base."""
        return self._tail_count

    def _news(self, update: bytes, clients: Ranges) -> bytes:
        """Without what the runs hold. What was there first counts, its deletes are all kept."""
        known = self._clocks.vector({client for client, _, _ in clients})
        return _call(pycrdt.get_update, update, known)

    def _add(self, update: bytes) -> None:
        """An update that shares no clock with the pieces."""
        if update == EMPTY_UPDATE:
            return
        pieces = self._pieces
        first = len(pieces)
        size = len(update)
        while first and len(pieces[first - 1]) <= 2 * size:
            first -= 1
            size += len(pieces[first])
        pieces[first:] = [_merge([*pieces[first:], update])]


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
