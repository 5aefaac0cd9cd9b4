"""Token buckets: how fast one connection may talk, keyed on people, never on addresses.

A venue is one address. Who talks too fast is read from more slowly, so nothing they wrote is
lost and nobody else notices.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    per_s: float
    burst: float


@dataclass(frozen=True, slots=True)
class TalkLimits:
    # A fast typist with a moving cursor sends 45 messages a second; a script pasting a board more.
    messages: Rate = Rate(per_s=200, burst=2000)
    # Ink at 20 Hz takes 1 kB/s; the burst is a first synchronisation of a large board.
    bytes: Rate = Rate(per_s=2 * 2**20, burst=16 * 2**20)


class Bucket:
    def __init__(self, rate: Rate, now_s: float) -> None:
        self._rate = rate
        self._tokens = rate.burst
        self._at_s = now_s

    def take(self, amount: float, now_s: float) -> float:
        """Take tokens, into debt if need be; the seconds until the debt is paid."""
        refilled = self._tokens + (now_s - self._at_s) * self._rate.per_s
        self._tokens = min(refilled, self._rate.burst) - amount
        self._at_s = now_s
        return max(-self._tokens / self._rate.per_s, 0.0)
