"""What only SQLite can get wrong: files, locks, disks, crashes."""

import asyncio
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from persistence.contract import (
    START,
    Change,
    NodeId,
    Record,
    RoomId,
    Store,
    StoreFull,
    StoreUnavailable,
    WrongStore,
)
from persistence.open import open_store
from persistence.sqlite.database import Database
from persistence.sqlite.log import LARGE_BYTES
from persistence.sqlite.store import SqliteStore
from persistence.sqlite.writer import JOBS_WAITING

ROOM = RoomId("hall-1")
ROOT = Path(__file__).parents[2]
NODE = NodeId("here")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def opened(path: Path, *, read_only: bool = False) -> Store:
    return open_store(f"sqlite:{path}", NODE, read_only=read_only)[0]


async def data(store: Store, room: RoomId = ROOM) -> list[bytes]:
    return [entry.data for entry in (await store.load(room)).entries]


LARGE = """
import asyncio, re, sys
from pathlib import Path
from persistence.contract import NodeId, RoomId
from persistence.open import open_store

def most_bytes():
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", status)[1])

async def main():
    entries = [bytes(8 * 2**20) for _ in range(8)]
    async with open_store(f"sqlite:{sys.argv[1]}", NodeId("here"))[0] as store:
        await store.append({RoomId("room"): [b"first"]})
        before = most_bytes()
        await store.append({RoomId("room"): entries})
        print(most_bytes() - before)
        stored = await store.load(RoomId("room"))
        assert [entry.data for entry in stored.entries] == [b"first", *entries]

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_many_large_entries_take_the_memory_of_one(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LARGE, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 4 * 8 * 2**20


async def test_entries_of_all_sizes_keep_their_order(path: Path) -> None:
    sizes = [1, LARGE_BYTES, LARGE_BYTES + 1, LARGE_BYTES + 2, 3, 4, 5, LARGE_BYTES + 1]
    entries = [bytes([number]) * size for number, size in enumerate(sizes)]
    async with opened(path) as store:
        last = (await store.append({ROOM: entries, RoomId("hall-2"): [b"other"]}))[ROOM]
        stored = await store.load(ROOM)

    assert [entry.data for entry in stored.entries] == entries
    assert stored.last == last


async def test_everything_is_there_after_a_restart(path: Path) -> None:
    async with opened(path) as store:
        before = await store.load(ROOM)
        first = (await store.append({ROOM: [b"one"]}))[ROOM]
        assert isinstance(first, str)
        await store.compact(ROOM, b"snapshot", covers=first, replaces=START)
        await store.append({ROOM: [b"two"]})
        await store.write("scope", [Change("gone", b"x", 0), Change("kept", b"x", 0)])
        await store.write("scope", [Change("gone", None, 1)])
        blob = await store.put_blob(b"picture")

    async with opened(path) as store:
        stored = await store.load(ROOM)
        assert (stored.epoch, stored.snapshot) == (before.epoch, b"snapshot")
        assert await data(store) == [b"two"]
        assert (await store.read("scope")).records == {"kept": Record(b"x", 1)}
        assert await store.write("scope", [Change("gone", b"y", 0)]) == {"gone": Record(b"y", 3)}
        assert await store.get_blob(blob) == b"picture"


async def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    async with opened(tmp_path / "data" / "deep" / "store.db") as store:
        await store.ping()


async def test_a_second_server_on_the_file_is_refused_and_the_first_goes_on(path: Path) -> None:
    async with opened(path) as store:
        with pytest.raises(WrongStore, match="in use by another server"):
            await opened(path).__aenter__()

        await store.append({ROOM: [b"one"]})
        assert await data(store) == [b"one"]


async def test_the_file_is_free_when_the_server_has_stopped(path: Path) -> None:
    for _ in range(2):
        async with opened(path) as store:
            await store.ping()


async def test_a_tool_reads_beside_the_server(path: Path) -> None:
    async with opened(path) as server, opened(path, read_only=True) as tool:
        await server.load(ROOM)
        await server.append({ROOM: [b"one"]})
        assert await data(tool) == [b"one"]
        assert [room async for room in tool.rooms()] == [ROOM]

        await server.append({ROOM: [b"two"]})
        assert await data(tool) == [b"one", b"two"]
        assert "error" not in {finding.level for finding in await tool.findings()}


async def test_a_tool_changes_nothing(path: Path) -> None:
    async with opened(path) as store:
        await store.append({ROOM: [b"one"]})

    async with opened(path, read_only=True) as tool:
        with pytest.raises(WrongStore, match="only be read"):
            await tool.append({ROOM: [b"two"]})
        with pytest.raises(WrongStore, match="only be read"):
            await tool.load(RoomId("new"))
        with pytest.raises(WrongStore, match="only be read"):
            await tool.write("scope", [Change("clock", b"x", 0)])
        assert await data(tool) == [b"one"]


async def test_a_tool_makes_no_file(path: Path) -> None:
    with pytest.raises(WrongStore, match="no database at"):
        await opened(path, read_only=True).__aenter__()

    assert list(path.parent.iterdir()) == []


async def test_the_file_of_a_newer_version_is_refused(path: Path) -> None:
    async with opened(path) as store:
        await store.append({ROOM: [b"one"]})
    _run(path, "PRAGMA user_version = 99")

    for read_only in (False, True):
        with pytest.raises(WrongStore, match="newer version"):
            await opened(path, read_only=read_only).__aenter__()


async def test_the_database_of_another_program_is_refused_and_untouched(path: Path) -> None:
    _run(path, "CREATE TABLE songs (title TEXT)")
    before = _content(path)

    with pytest.raises(WrongStore, match="another program"):
        await opened(path).__aenter__()

    assert _content(path) == before


async def test_a_file_that_is_no_database_is_refused_by_its_name(path: Path) -> None:
    _fill(path, b"Dear diary, " * 1000)

    with pytest.raises(WrongStore, match=re.escape(f"{path}: the file is not a database")):
        await opened(path).__aenter__()


async def test_a_path_that_is_a_folder_is_refused(path: Path) -> None:
    with pytest.raises(WrongStore):
        await opened(path.parent).__aenter__()


async def test_a_folder_that_is_a_file_is_refused(path: Path) -> None:
    _fill(path, b"")

    with pytest.raises(WrongStore, match="can't make a database"):
        await opened(path / "store.db").__aenter__()


async def test_a_database_locked_by_another_program_is_unavailable_until_it_lets_go(
    path: Path,
) -> None:
    async with opened(path) as store:
        await store.append({ROOM: [b"one"]})
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")

        held = re.escape(f"{path}: another process holds the database locked")
        with pytest.raises(StoreUnavailable, match=held):
            await store.append({ROOM: [b"two"]})

        other.execute("ROLLBACK")
        other.close()
        await store.append({ROOM: [b"three"]})
        assert await data(store) == [b"one", b"three"]


async def test_a_full_disk_refuses_entries_keeps_the_old_and_goes_on(path: Path) -> None:
    database = Database(path, read_only=False)
    async with SqliteStore(NODE, database) as store:
        await store.append({ROOM: [b"one"]})
        await database.writer.run(_limit_to_pages(40))

        with pytest.raises(StoreFull, match="free some disk space"):
            await store.append({ROOM: [b"two", bytes(1_000_000)]})
        with pytest.raises(StoreFull):
            await store.put_blob(bytes(1_000_000))

        assert await data(store) == [b"one"]
        await database.writer.run(_limit_to_pages(100_000))
        await store.append({ROOM: [b"three"]})
        assert await data(store) == [b"one", b"three"]


async def test_a_store_that_was_left_is_unavailable(path: Path) -> None:
    async with opened(path) as store:
        pass

    with pytest.raises(StoreUnavailable, match="not open"):
        await store.load(ROOM)


async def test_a_disk_that_stands_still_fills_a_bounded_queue_and_blocks_nobody(
    path: Path,
) -> None:
    database = Database(path, read_only=False)
    async with SqliteStore(NODE, database) as store:
        disk_moves = threading.Event()
        stuck = asyncio.create_task(database.writer.run(lambda _: disk_moves.wait()))
        waiting = [asyncio.create_task(store.load(ROOM)) for _ in range(JOBS_WAITING - 1)]
        await asyncio.sleep(0)  # each task takes its place in the queue

        with pytest.raises(StoreUnavailable, match="wait for the disk"):
            await store.load(ROOM)

        disk_moves.set()
        await asyncio.gather(stuck, *waiting)
        await store.ping()


async def test_the_entries_of_a_cancelled_append_still_reach_who_follows(path: Path) -> None:
    database = Database(path, read_only=False)
    told: list[bytes] = []

    class Ear:
        node = NodeId("there")

        def appended(self, room: RoomId, entries: list[object]) -> None:
            told.append(room.encode())

    async with SqliteStore(NODE, database) as store:
        database.feed.join(Ear())  # type: ignore[arg-type]
        append = asyncio.create_task(store.append({ROOM: [b"one"]}))
        await asyncio.sleep(0)  # it is in the queue
        append.cancel()
        with pytest.raises(asyncio.CancelledError):
            await append

        assert await data(store) == [b"one"]
        assert told == [b"hall-1"]


@pytest.mark.parametrize("kill_after", [3, 50, 200])
async def test_every_acknowledged_entry_survives_kill_9(path: Path, kill_after: int) -> None:
    acknowledged = await _killed_while_appending(path, kill_after)

    async with opened(path) as store:
        for room in range(5):
            numbers = [int(entry) for entry in await data(store, RoomId(f"room-{room}"))]
            # Both entries of a commit or none; maybe one commit more than was acknowledged.
            assert numbers[::2] == numbers[1::2]
            assert numbers[::2] in (list(range(acknowledged + 1)), list(range(acknowledged + 2)))


async def _killed_while_appending(path: Path, enough: int) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *["-m", "tests.persistence.appender", f"sqlite:{path}"],
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    last = -1
    while last < enough:
        last = int(await process.stdout.readline())
    process.kill()
    said = (await process.stdout.read()).decode().splitlines()
    await process.wait()
    return max([last, *(int(line) for line in said if line)])


def _content(path: Path) -> bytes:
    return path.read_bytes()


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _run(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def _limit_to_pages(pages: int) -> Callable[[sqlite3.Connection], None]:
    """As small as a disk can be made from inside: SQLite reports the same SQLITE_FULL."""

    def job(connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}").close()

    return job
