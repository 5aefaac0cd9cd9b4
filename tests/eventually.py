"""Waiting for something that tells nobody when it happens."""

import asyncio
from collections.abc import Callable

# Much longer than anything takes on a loaded machine; a test that gets here has failed.
DEADLINE_S = 20.0


async def eventually(condition: Callable[[], object], within_s: float = DEADLINE_S) -> None:
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.005)
