"""Token buckets and bounds, keyed on people and links, never on addresses: a venue is one address.

Who talks too fast is read from more slowly, so nothing they wrote is lost and nobody else
notices. Who asks too often is answered `too-many`. Each process counts for itself.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar


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
    # Seconds of the loop: typing takes a thousandth, a first synchronisation of 8 MiB one or two.
    work: Rate = Rate(per_s=0.1, burst=2.0)


@dataclass(frozen=True, slots=True)
class PersonLimits:
    # Tabs, a phone, and what a bad network left behind until its silence is noticed.
    connections: int = 20
    # Requests and upgrades: opening a room takes three, and each reconnect one.
    requests: Rate = Rate(per_s=2, burst=120)


@dataclass(frozen=True, slots=True)
class LinkLimits:
    # Everybody comes by one link, with a laptop and a phone.
    connections: int = 1200
    # New people: 300 click at nine o'clock, then two a second. Who is known is not counted.
    joins: Rate = Rate(per_s=2, burst=400)
    # People a Helpathon knows, ever. Beyond it only facilitators are let in anew.
    people: int = 3000


@dataclass(frozen=True, slots=True)
class HttpLimits:
    # From the first byte, or the connection's first moment, to the end of the body.
    request_s: float = 10
    # The same for a picture: 2 MiB by a phone on a bad line.
    upload_s: float = 60
    # Requests that are not whole yet, of everybody together; the oldest makes room. After a restart
    # everybody is accepted before anybody is read.
    unfinished: int = 2000
    # The request line and all headers; browsers send some 4 kB of cookies.
    head_bytes: int = 32 * 1024
    # A reader that takes nothing of an answer for so long is given up.
    stalled_s: float = 30


@dataclass(frozen=True, slots=True)
class ImageLimits:
    # One picture: 1600 px as WebP take 0.2 to 0.6 MB; what can't be made smaller may be larger.
    file_bytes: int = 2 * 2**20
    # A hundred photos and more of one person, in one Helpathon.
    person_bytes: int = 32 * 2**20
    # Of all who add them to one room. Thirty full rooms fill 2 GB of a Redis.
    room_bytes: int = 64 * 2**20
    # Of everybody, while they come: they wait in memory.
    coming_bytes: int = 64 * 2**20
    # Looking at them: a board full of pictures is opened at once, then the browser keeps them.
    views: Rate = Rate(per_s=20, burst=1000)


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

    def admits(self, amount: float, now_s: float) -> bool:
        """Take tokens where there are enough; otherwise none is taken."""
        owed_s = self.take(amount, now_s)
        if owed_s > 0:
            self._tokens += amount
        return owed_s == 0

    def is_full(self, now_s: float) -> bool:
        return self.take(0, now_s) == 0 and self._tokens == self._rate.burst


Key = TypeVar("Key", bound=Hashable)
# So few are not worth looking through.
SMALLEST_HARVEST = 1024


class Buckets(Generic[Key]):
    """One bucket per key. A full one says no more than a new one: it is forgotten in time."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: dict[Key, Bucket] = {}
        self._harvest_at = SMALLEST_HARVEST

    def __len__(self) -> int:
        return len(self._buckets)

    def of(self, key: Key, now_s: float) -> Bucket:
        known = self._buckets.get(key)
        if known is None:
            if len(self._buckets) >= self._harvest_at:
                self._harvest(now_s)
            known = self._buckets[key] = Bucket(self._rate, now_s)
        return known

    def _harvest(self, now_s: float) -> None:
        kept = {key: each for key, each in self._buckets.items() if not each.is_full(now_s)}
        self._buckets = kept
        self._harvest_at = max(SMALLEST_HARVEST, 2 * len(kept))
