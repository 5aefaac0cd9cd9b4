"""A whole store into one file, while servers go on.

Each room and each scope is read at one moment of its own, one after the other. What refers to
something is read before it (rooms, then records, then blobs), so that nothing in the file points
to what is not in it. What is written while it runs may be in it or not.
"""

from pathlib import Path

from persistence.contract import RoomId, Store, StoredRoom
from server.operation.form import Counts, Writer, written
from server.operation.progress import Track
from server.operation.scopes import scopes_of

# Entries are joined to frames of about this size.
FRAME_BYTES = 2**20


async def back_up(store: Store, path: Path, now_ms: int, track: Track) -> Counts:
    """Raises StoreError, OSError; then there is no file."""
    with written(path) as writer:
        writer.head(now_ms)
        rooms = [room async for room in store.rooms()]
        step = track("Rooms", len(rooms))
        for room in rooms:
            _write_room(writer, room, await store.load(room))
            step()
        scopes = await scopes_of(store, rooms)
        step = track("Records", len(scopes))
        for scope in scopes:
            records = (await store.read(scope)).records
            writer.records(scope, {name: (it.version, it.value) for name, it in records.items()})
            step()
        blobs = [sha256 async for sha256 in store.blobs()]
        step = track("Blobs", len(blobs))
        for sha256 in blobs:
            data = await store.get_blob(sha256)
            if data is not None:
                writer.blob(data)
            step()
        writer.end()
    return writer.counts


def _write_room(writer: Writer, room: RoomId, stored: StoredRoom) -> None:
    writer.room(room, stored.epoch, stored.snapshot)
    batch: list[bytes] = []
    size = 0
    for entry in stored.entries:
        batch.append(entry.data)
        size += len(entry.data)
        if size >= FRAME_BYTES:
            writer.entries(room, batch)
            batch, size = [], 0
    if batch:
        writer.entries(room, batch)
