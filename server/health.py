"""Is this process well: does its store answer, does its loop turn? And may people come?"""

import asyncio
import time

from persistence.contract import Store, StoreError
from rooms.durability import Histogram

MEASURE_EVERY_S = 0.5
# A loop this late makes every cursor stutter.
LONGEST_LAG_S = 1.0
LAG_BOUNDS_S = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
STORE_ANSWERS_WITHIN_S = 2.0


class LoopLag:
    """How late the event loop is, measured by a sleep that should not take longer."""

    def __init__(self) -> None:
        self.latest_s = 0.0
        self.measured = Histogram(LAG_BOUNDS_S)

    async def run(self) -> None:
        while True:
            before_s = time.monotonic()
            await asyncio.sleep(MEASURE_EVERY_S)
            self.latest_s = max(time.monotonic() - before_s - MEASURE_EVERY_S, 0.0)
            self.measured.observe(self.latest_s)


async def store_problem(store: Store) -> str | None:
    """What is wrong with the store, or None."""
    try:
        async with asyncio.timeout(STORE_ANSWERS_WITHIN_S):
            await store.ping()
    except TimeoutError:
        return f"expected an answer within {STORE_ANSWERS_WITHIN_S:.0f} s"
    except StoreError as error:
        return str(error)
    return None
