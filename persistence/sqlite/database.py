"""One database file, open while one of this process's nodes uses it."""

import asyncio
import sqlite3
from pathlib import Path
from typing import IO

from persistence.contract import WrongStore
from persistence.local import Feed
from persistence.sqlite.lock import hold
from persistence.sqlite.schema import connect
from persistence.sqlite.writer import Writer


class Database:
    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.feed = Feed()
        self.writer = Writer(self._connect, path)
        self._lock: IO[bytes] | None = None
        self._users = 0
        self._opening = asyncio.Lock()

    async def open(self) -> None:
        """Raises StoreError. Call `close` once for every `open` that returned."""
        async with self._opening:
            if self._users == 0:
                await self.writer.start()
            self._users += 1

    async def close(self) -> None:
        async with self._opening:
            self._users -= 1
            if self._users == 0:
                await self.writer.stop()
                self._unlock()

    def _connect(self) -> sqlite3.Connection:
        if not self.read_only:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._lock = hold(self.path)
            except OSError as error:
                raise WrongStore(f"can't make a database at {self.path}: {error}") from error
        try:
            return connect(self.path, read_only=self.read_only)
        except BaseException:
            self._unlock()
            raise

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None
