"""The end of a task, in one place: cancelled, awaited, and its failure not lost."""

import asyncio


async def stop(task: asyncio.Task[None]) -> None:
    """Returns when the task is over. Raises what it died of, if it died before."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
