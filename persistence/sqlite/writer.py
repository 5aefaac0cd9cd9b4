"""The thread that owns the connection, so that no disk ever blocks the event loop.

Jobs run one after the other. Their queue is bounded: when it is full the caller is told at once
(StoreUnavailable), nothing waits and nothing is dropped.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from persistence.contract import StoreUnavailable
from persistence.sqlite.errors import converted

Result = TypeVar("Result")
Job = Callable[[sqlite3.Connection], Result]

# A disk this far behind has stopped: telling the caller beats collecting bytes in memory.
JOBS_WAITING = 1000


class Writer:
    """Everything but the thread's own loop runs on the event loop that started it."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], path: Path) -> None:
        self._connect = connect
        self._path = path
        self._jobs: SimpleQueue[_Errand | None] = SimpleQueue()
        self._waiting = 0
        self._running = False
        self._thread: threading.Thread | None = None

    async def start(self) -> None:
        """Raises StoreError when the database can't be opened; then there is nothing to stop."""
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[None] = loop.create_future()
        self._thread = threading.Thread(
            target=self._work,
            args=(loop, opened),
            name=f"sqlite {self._path.name}",
            daemon=True,
        )
        self._running = True
        self._thread.start()
        try:
            await asyncio.shield(opened)
        except asyncio.CancelledError:
            await self.stop()
            raise
        except BaseException:
            self._running = False
            self._thread.join()
            raise

    async def stop(self) -> None:
        """Does the jobs that wait, closes the connection, ends the thread."""
        self._running = False
        self._jobs.put(None)
        assert self._thread is not None, "started before it is stopped"
        await asyncio.to_thread(self._thread.join)

    async def run(self, job: Job[Result], then: Callable[[Result], None] | None = None) -> Result:
        """The job's result. `then` gets it on the event loop even if the caller was cancelled."""
        if not self._running:
            raise StoreUnavailable("the store is not open")
        if self._waiting >= JOBS_WAITING:
            raise StoreUnavailable(f"{self._waiting} jobs wait for the disk already")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting += 1
        self._jobs.put(_Errand(job, then, future))
        return await future

    def _work(self, loop: asyncio.AbstractEventLoop, opened: asyncio.Future[None]) -> None:
        try:
            connection = self._connect()
        except Exception as error:
            loop.call_soon_threadsafe(_settle, opened, None, converted(error, self._path))
            return
        loop.call_soon_threadsafe(_settle, opened, None, None)
        try:
            while (errand := self._jobs.get()) is not None:
                loop.call_soon_threadsafe(self._finish, errand, *self._outcome(errand, connection))
        finally:
            connection.close()

    def _outcome(
        self, errand: "_Errand", connection: sqlite3.Connection
    ) -> tuple[Any, Exception | None]:
        try:
            return errand.job(connection), None
        except Exception as error:
            return None, converted(error, self._path)

    def _finish(self, errand: "_Errand", result: Any, error: BaseException | None) -> None:
        self._waiting -= 1
        try:
            if error is None and errand.then is not None:
                errand.then(result)
        finally:
            _settle(errand.future, result, error)


class _Errand:
    """A job, and who waits for it."""

    def __init__(
        self,
        job: Job[Any],
        then: Callable[[Any], None] | None,
        future: asyncio.Future[Any],
    ) -> None:
        self.job = job
        self.then = then
        self.future = future


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
