"""The clock as data: a record with a deadline, changed by facilitators, run by nobody.

The server sends changes, never ticks; every client counts down by itself through its measured
clock offset. Restart, reload and other nodes all read the same record.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self

from pydantic import TypeAdapter

Scope = Literal["helpathon", "room"]
LONGEST_MS = 24 * 3600 * 1000


class Status(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


class ClockError(Exception):
    """The clock cannot do that now. Carries what was expected and what came."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


@dataclass(frozen=True, slots=True)
class Clock:
    """`ends_at` (ms since the epoch) counts while running, `remaining_ms` otherwise.

    Its revision is the version of the record that holds it.
    """

    scope: Scope
    label: str
    status: Status
    duration_ms: int
    ends_at: int | None
    remaining_ms: int | None

    @classmethod
    def started(cls, scope: Scope, label: str, duration_ms: int, now_ms: int) -> Self:
        if not 0 < duration_ms <= LONGEST_MS:
            raise ClockError(f"a duration from 1 to {LONGEST_MS} ms", f"{duration_ms} ms")
        return cls(
            scope=scope,
            label=label,
            status=Status.RUNNING,
            duration_ms=duration_ms,
            ends_at=now_ms + duration_ms,
            remaining_ms=None,
        )

    def at(self, now_ms: int) -> Self:
        """The same clock as it stands now: a running one whose deadline passed is done.

        Nobody writes the end into the record, so it is derived wherever a decision needs it.
        """
        if self.status is Status.RUNNING and self._left_ms(now_ms) == 0:
            return replace(self, status=Status.DONE, ends_at=None, remaining_ms=0)
        return self

    def paused(self, now_ms: int) -> Self:
        if self.status is not Status.RUNNING:
            raise ClockError("a running clock", f"one that is {self.status}")
        left_ms = self._left_ms(now_ms)
        return self._changed(Status.PAUSED, remaining_ms=left_ms)

    def resumed(self, now_ms: int) -> Self:
        if self.status is not Status.PAUSED:
            raise ClockError("a paused clock", f"one that is {self.status}")
        return self._changed(Status.RUNNING, ends_at=now_ms + self._left_ms(now_ms))

    def adjusted(self, delta_ms: int, now_ms: int) -> Self:
        """Longer or shorter, in any state; more time after zero runs again."""
        left_ms = min(max(self._left_ms(now_ms) + delta_ms, 0), LONGEST_MS)
        duration_ms = min(max(self.duration_ms + delta_ms, 0), LONGEST_MS)
        if self.status is Status.PAUSED:
            return self._changed(Status.PAUSED, remaining_ms=left_ms, duration_ms=duration_ms)
        if left_ms == 0:
            return self._changed(Status.DONE, remaining_ms=0, duration_ms=duration_ms)
        return self._changed(Status.RUNNING, ends_at=now_ms + left_ms, duration_ms=duration_ms)

    def ended(self) -> Self:
        return self._changed(Status.DONE, remaining_ms=0)

    def _left_ms(self, now_ms: int) -> int:
        if self.ends_at is not None:
            return max(self.ends_at - now_ms, 0)
        return self.remaining_ms or 0

    def _changed(
        self,
        status: Status,
        *,
        ends_at: int | None = None,
        remaining_ms: int | None = None,
        duration_ms: int | None = None,
    ) -> Self:
        return replace(
            self,
            status=status,
            ends_at=ends_at,
            remaining_ms=remaining_ms,
            duration_ms=self.duration_ms if duration_ms is None else duration_ms,
        )


CLOCK = TypeAdapter(Clock)
