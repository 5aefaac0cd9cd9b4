"""What a store holds, read beside or without a server, by Yjs alone."""

import secrets
import shutil
from pathlib import Path
from typing import Any

import pycrdt

from persistence.contract import NodeId, RoomId
from persistence.open import open_store
from rooms.entry import update_of


async def stored_board(url: str, room: str) -> dict[str, Any]:
    """All objects of a room as plain values. Raises StoreError."""
    store, _ = open_store(url, NodeId(secrets.token_hex(4)), read_only=True)
    async with store:
        stored = await store.load(RoomId(room))
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    objects: pycrdt.Map[Any] = doc.get("objects", type=pycrdt.Map)
    if stored.snapshot is not None:
        doc.apply_update(stored.snapshot)
    for entry in stored.entries:
        doc.apply_update(update_of(entry.data))
    return objects.to_py() or {}


def copied(database: Path, to: Path) -> str:
    """The URL of a copy of a database that nobody writes any more, with its log."""
    for suffix in ("", "-wal"):
        source = database.with_name(database.name + suffix)
        if source.exists():
            shutil.copyfile(source, to.with_name(to.name + suffix))
    return f"sqlite:{to}"
