"""Is this process well: does its store answer, does its loop turn?"""

import asyncio
import time

from persistence.contract import Store, StoreError

MEASURE_EVERY_S = 0.5
# A loop this late makes every cursor stutter.
LONGEST_LAG_S = 1.0
STORE_ANSWERS_WITHIN_S = 2.0


class LoopLag:
    """How late the event loop is, measured by a sleep that should not take longer."""

    def __init__(self) -> None:
        self.latest_s = 0.0

    async def run(self) -> None:
        while True:
            before_s = time.monotonic()
            await asyncio.sleep(MEASURE_EVERY_S)
            self.latest_s = time.monotonic() - before_s - MEASURE_EVERY_S


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
