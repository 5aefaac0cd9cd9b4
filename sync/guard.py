"""The guard: no byte of an update reaches pycrdt, a peer or the log before `inspect` let it pass.

`inspect` judges one update alone. `Budget` is a room's memory of what it let in: how many Y types
there are and how deep they may lie, so that nothing can be built up in steps. Rules G1 to G20.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from sync.errors import GuardError
from sync.limits import STATE_LIMITS, Limits
from sync.nesting import Trace
from sync.walk import Walk

__all__ = ["STATE_LIMITS", "Budget", "BudgetLimits", "ClientRange", "Limits", "Report", "inspect"]

_NO_ROOTS: Final[frozenset[str]] = frozenset()


class ClientRange(NamedTuple):
    """Clocks of one client that an update holds without a gap, `end` not included."""

    client: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """What an update holds."""

    clients: tuple[ClientRange, ...]
    structs: int
    # Ranges in the delete set.
    deletes: int
    # Y types (maps, arrays, texts) made.
    types: int
    # Of the deepest of them whose place in the document is proven by this update.
    depth: int
    # Types whose place hangs on something this update does not hold.
    unproven: int
    # Roots it names. A root can only come into being by its name.
    roots: frozenset[str]

    @property
    def empty(self) -> bool:
        return not self.structs and not self.deletes


def inspect(update: bytes, limits: Limits) -> Report:
    """Raises `WireError` (not an update) or `GuardError` (breaks a bound)."""
    walk = Walk(limits, Trace())
    walk.run(update)
    return _report(walk, limits)


def _report(walk: Walk, limits: Limits) -> Report:
    nesting = walk.trace.nesting()
    if nesting.depth > limits.depth:
        raise GuardError(f"update: expected depth up to {limits.depth}, got {nesting.depth}")
    return Report(
        tuple([ClientRange(*client) for client in walk.clients]),
        walk.structs,
        walk.deletes,
        len(walk.trace.types),
        nesting.depth,
        nesting.unproven,
        frozenset(walk.roots) if walk.roots else _NO_ROOTS,
    )


@dataclass(frozen=True, slots=True)
class BudgetLimits:
    """Bounds of one room."""

    # Y types in all: 2 per note. pycrdt dies on deleting 50,000 maps inside one another.
    types: int = 40_000
    # The deepest proven type and all unproven ones on top of one another.
    depth: int = 256
    # Types to be admitted between two audits: each walks the whole room.
    types_per_audit: int = 64


DEFAULT_BUDGET: Final = BudgetLimits()


class Budget:
    """What one room has let in. Built from the room's state; asked once per update.

    No chain of types can be longer than the deepest proven one and all unproven ones together:
    while that sum is within its bound, an update costs a comparison. Beyond it the update is
    audited: walked once more together with the room's state, which proves what can be proven.
    """

    def __init__(self, state: bytes, limits: BudgetLimits = DEFAULT_BUDGET) -> None:
        """`state` is the room's whole state. It is not judged: what is stored is loaded."""
        self._limits = limits
        self._since_audit = 0
        self.types, self.depth, self.unproven = _measure(state)

    def __repr__(self) -> str:
        return f"Budget(types={self.types}, depth={self.depth}, unproven={self.unproven})"

    def admit(self, report: Report, update: bytes, state: Callable[[], bytes]) -> None:
        """Count the update in, or raise `GuardError` and leave it out.

        `state` gives the room's state without the update; it is asked for audits only.
        """
        if not report.types:
            return
        types = self.types + report.types
        depth = max(self.depth, report.depth)
        unproven = self.unproven + report.unproven
        if types > self._limits.types or depth + unproven > self._limits.depth:
            self._audit(report, update, state)
            return
        self.types = types
        self.depth = depth
        self.unproven = unproven
        self._since_audit += report.types

    def _audit(self, report: Report, update: bytes, state: Callable[[], bytes]) -> None:
        if self._since_audit + report.types < self._limits.types_per_audit:
            raise self._refusal(self.types + report.types, self.depth, self.unproven)
        self._since_audit = 0
        before = state()
        types, depth, unproven = _measure(before, update)
        if types > self._limits.types or depth + unproven > self._limits.depth:
            self.types, self.depth, self.unproven = _measure(before)
            raise self._refusal(types, depth, unproven)
        self.types, self.depth, self.unproven = types, depth, unproven

    def _refusal(self, types: int, depth: int, unproven: int) -> GuardError:
        return GuardError(
            f"room: expected up to {self._limits.types} types, depth {self._limits.depth}, "
            f"got {types}, {depth} + {unproven}"
        )


def _measure(*updates: bytes) -> tuple[int, int, int]:
    """(types, depth, unproven) of several updates together."""
    trace = Trace()
    for update in updates:
        Walk(STATE_LIMITS, trace).run(update)
    nesting = trace.nesting()
    return len(trace.types), nesting.depth, nesting.unproven
