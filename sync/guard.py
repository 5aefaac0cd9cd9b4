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
from sync.nesting import Nesting, Trace
from sync.walk import ClientRange, Walk

__all__ = ["STATE_LIMITS", "Budget", "BudgetLimits", "ClientRange", "Limits", "Report", "inspect"]

_NO_ROOTS: Final[frozenset[str]] = frozenset()


class Report(NamedTuple):
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
    types, depth, unproven = walk.trace.nesting()
    if depth > limits.depth:
        raise GuardError(f"update: expected depth up to {limits.depth}, got {depth}")
    roots = frozenset(walk.roots) if walk.roots else _NO_ROOTS
    return Report(tuple(walk.clients), walk.structs, walk.deletes, types, depth, unproven, roots)


@dataclass(frozen=True, slots=True)
class BudgetLimits:
    """Bounds of one room."""

    # Y types in all: 2 per note.
    types: int = 40_000
    # The deepest proven type and all unproven ones on top of one another. JavaScript peers
    # overflow at some thousands; pycrdt dies on deleting between 20,000 and 40,000 levels.
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
        self._used = _measure(state)

    def __repr__(self) -> str:
        return f"Budget({self.types} types, depth {self.depth} and {self.unproven} unproven)"

    @property
    def types(self) -> int:
        return self._used.types

    @property
    def depth(self) -> int:
        return self._used.depth

    @property
    def unproven(self) -> int:
        return self._used.unproven

    def admit(
        self, report: Report, update: bytes, state: Callable[[], bytes], fresh: bool = False
    ) -> None:
        """Count the update in, or raise `GuardError` and leave it out.

        `fresh`: the document holds none of its clocks (`Overlap.NONE`). Otherwise what it says
        about them may not be what the room knows, and proves nothing. `state` gives the room's
        state without the update; it is asked for audits only.
        """
        if not report.types:
            return
        after = self._with(report, fresh)
        if self._within(after):
            self._used = after
            self._since_audit += report.types
        else:
            self._audit(report, update, state, after)

    def count(self, report: Report, fresh: bool = False) -> None:
        """Count in what another node let in."""
        self._used = self._with(report, fresh)
        self._since_audit += report.types

    def _with(self, report: Report, fresh: bool) -> Nesting:
        used = self._used
        return Nesting(
            used.types + report.types,
            max(used.depth, report.depth) if fresh else used.depth,
            used.unproven + (report.unproven if fresh else report.types),
        )

    def _within(self, used: Nesting) -> bool:
        limits = self._limits
        return used.types <= limits.types and used.depth + used.unproven <= limits.depth

    def _audit(
        self, report: Report, update: bytes, state: Callable[[], bytes], guess: Nesting
    ) -> None:
        if self._since_audit + report.types < self._limits.types_per_audit:
            raise self._refusal(guess)
        self._since_audit = 0
        before = state()
        after = _measure(before, update)
        if not self._within(after):
            self._used = _measure(before)
            raise self._refusal(after)
        self._used = after

    def _refusal(self, used: Nesting) -> GuardError:
        return GuardError(
            f"room: expected up to {self._limits.types} types, depth {self._limits.depth}, "
            f"got {used.types}, {used.depth} + {used.unproven}"
        )


def _measure(*updates: bytes) -> Nesting:
    """Of several updates together."""
    trace = Trace()
    for update in updates:
        Walk(STATE_LIMITS, trace).run(update)
    return trace.nesting()
