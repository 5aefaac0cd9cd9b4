"""How long a tick lasts: no time at all when idle, longer the busier the loop is.

A longer tick joins more frames into each write, so the cost of a delivery falls as load grows.
Steered by the share of one core that this process uses, because that is what runs out.
"""

from collections.abc import Callable

# Above 33 ms a moving cursor looks jerky.
LONGEST_TICK_S = 0.033
# Below this share of a core there is nothing to save: at 50 rooms of 8 a tick of 7 ms made the CPU
# 3 % less and everybody wait ten times as long.
BUSY_FROM = 0.55
FULL_AT = 0.85
# Long enough to smooth a single big merge, short enough to follow a class that starts typing.
WINDOW_S = 0.1


class Pacer:
    def __init__(self, wall_s: Callable[[], float], cpu_s: Callable[[], float]) -> None:
        self._wall_s = wall_s
        self._cpu_s = cpu_s
        self._window_start_s = wall_s()
        self._window_cpu_s = cpu_s()
        self.share = 0.0

    def tick_s(self) -> float:
        """Length of the next tick in seconds; 0 means the same turn of the loop."""
        self._observe()
        strain = (self.share - BUSY_FROM) / (FULL_AT - BUSY_FROM)
        return LONGEST_TICK_S * min(max(strain, 0.0), 1.0)

    def is_busy(self) -> bool:
        """Whether there is anything to save."""
        return self.tick_s() > 0

    def _observe(self) -> None:
        now_s = self._wall_s()
        elapsed_s = now_s - self._window_start_s
        if elapsed_s < WINDOW_S:
            return
        cpu_s = self._cpu_s()
        latest = (cpu_s - self._window_cpu_s) / elapsed_s
        # A long silence says nothing of before it.
        weight = min(elapsed_s / (4 * WINDOW_S), 1.0)
        self.share += (latest - self.share) * weight
        self._window_start_s, self._window_cpu_s = now_s, cpu_s
