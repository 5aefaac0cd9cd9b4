"""What one connection says, charged to its person, or to itself where nobody is known."""

from server.limits import Bucket, TalkLimits

# Settled for so much at once, not for every letter.
SETTLED_FRAMES = 16
SETTLED_BYTES = 16 * 1024
SETTLED_WORK_S = 0.005


class Account:
    def __init__(self, messages: Bucket, size: Bucket, work: Bucket) -> None:
        self._messages, self._size, self._work = messages, size, work
        self._frames = self._bytes = 0
        self._work_s = 0.0

    @classmethod
    def alone(cls, limits: TalkLimits, now_s: float) -> "Account":
        rates = limits.messages, limits.bytes, limits.work
        return cls(*(Bucket(rate, now_s) for rate in rates))

    def charge(self, frames: int, size_bytes: int, work_s: float, now_s: float) -> float:
        """The seconds until all debts are paid; 0 for who talks as people do.

        `work_s` is the time of ours that it took: few bytes can ask for much.
        """
        self._frames += frames
        self._bytes += size_bytes
        self._work_s += work_s
        if (
            self._frames < SETTLED_FRAMES
            and self._bytes < SETTLED_BYTES
            and self._work_s < SETTLED_WORK_S
        ):
            return 0.0
        owed_s = max(
            self._messages.take(self._frames, now_s),
            self._size.take(self._bytes, now_s),
            self._work.take(self._work_s, now_s),
        )
        self._frames = self._bytes = 0
        self._work_s = 0.0
        return owed_s
