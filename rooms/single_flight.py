"""Loading something once, however many ask for it meanwhile."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SingleFlight(Generic[K, V]):
    """Whoever asks while a load is under way gets its outcome, errors included.

    A caller that is cancelled leaves the load to the others.
    """

    def __init__(self, load: Callable[[K], Coroutine[Any, Any, V]]) -> None:
        self._load = load
        self._running: dict[K, asyncio.Task[V]] = {}

    async def get(self, key: K) -> V:
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._load(key), name=f"load {key}")
            self._running[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)

    @property
    def under_way(self) -> Collection[K]:
        return self._running.keys()

    def cancel(self) -> None:
        for task in self._running.values():
            task.cancel()

    def _finished(self, key: K, task: asyncio.Task[V]) -> None:
        del self._running[key]
        if not task.cancelled():
            task.exception()  # its callers have it; with none left, nobody misses it
