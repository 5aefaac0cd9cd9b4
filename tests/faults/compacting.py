"""A process that folds a room's log and ends with SIGKILL before a certain SQL statement of that.

Run as `python -m tests.faults.compacting PATH ROOM NUMBER`. Where there are fewer statements it
comes to its end and exits with 0.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path

from persistence.contract import NodeId, RoomId
from persistence.sqlite.database import Database
from persistence.sqlite.store import SqliteStore
from rooms.compaction import compact, merge_in_slices


async def main(path: Path, room: RoomId, number: int) -> None:
    database = Database(path, read_only=False)
    begun = 0

    def count(_statement: str) -> None:
        nonlocal begun
        begun += 1
        if begun == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(count)

    async with SqliteStore(NodeId("dying"), database) as store:
        await database.writer.run(watch)
        await compact(store, room, merge_in_slices)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), RoomId(sys.argv[2]), int(sys.argv[3])))
