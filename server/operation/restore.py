"""A backup into a store of any driver, where no server runs on it.

The whole file is checked before anything is written. A restore that was interrupted leaves a mark
by which servers know that the store is not whole.
"""

from collections.abc import Mapping
from pathlib import Path

from persistence.contract import Change, Record, RoomId, Store, StoreError
from rooms.stage.records import RecordBook
from server.app import INSTALLATION
from server.operation.form import Counts, DamagedBackup, Frame, read
from server.operation.progress import Track
from server.restoring import MAINTENANCE, RESTORING


class NotEmpty(Exception):
    """The store has something already."""


def check(path: Path, track: Track) -> tuple[Counts, int]:
    """What a backup holds and when it was made (ms since 1970), if all of it is sound.

    Raises DamagedBackup, OSError.
    """
    step = track("Checking", _roughly(path))
    created_at_ms, end = 0, None
    for frame in read(path):
        if frame["t"] == "head":
            created_at_ms = frame["created_at_ms"]
        end = frame
        step()
    if end is None or end["t"] != "end":
        raise DamagedBackup(f"expected the rest of the backup, {path} is cut")
    return Counts(end["rooms"], end["entries"], end["records"], end["blobs"]), created_at_ms


async def restore(store: Store, path: Path, counts: Counts, track: Track, *, replace: bool) -> None:
    """`counts` as `check` found them.

    Raises NotEmpty, StoreError, DamagedBackup, OSError.
    """
    if replace:
        await store.clear()
    elif await _holds_something(store):
        raise NotEmpty
    mark = await store.write(MAINTENANCE, [Change(RESTORING, b"", 0)])
    step = track("Restoring", counts.rooms + counts.blobs)
    for frame in read(path):
        await _put(store, frame)
        if frame["t"] in ("room", "blob"):
            step()
    await store.write(MAINTENANCE, [Change(RESTORING, None, mark[RESTORING].version)])


async def _put(store: Store, frame: Frame) -> None:
    match frame["t"]:
        case "room":
            await store.restore_room(RoomId(frame["room"]), frame["epoch"], frame["snapshot"])
        case "entries":
            room = RoomId(frame["room"])
            result = (await store.append({room: frame["data"]}))[room]
            if isinstance(result, StoreError):
                raise result
        case "records":
            await store.bring_back(frame["scope"], _records(frame["records"]))
        case "blob":
            await store.put_blob(frame["data"])


def _records(found: Mapping[str, tuple[int, bytes]]) -> dict[str, Record]:
    return {name: Record(value, version) for name, (version, value) in found.items()}


async def _holds_something(store: Store) -> bool:
    book = RecordBook(INSTALLATION, store)
    await book.load()
    maintenance = await store.read(MAINTENANCE)
    if book.named("") or maintenance.records:
        return True
    async for _ in store.rooms():
        return True
    return False


def _roughly(path: Path) -> int:
    """Frames in a file, for a bar: one per some kilobytes."""
    return max(path.stat().st_size // 4096, 1)
