"""What backups need beside the log and the records. Each function is one job of the writer."""

import sqlite3

from persistence.contract import RoomId, WrongStore
from persistence.sqlite.schema import transaction


def blobs(connection: sqlite3.Connection) -> list[str]:
    return [sha256 for (sha256,) in connection.execute("SELECT sha256 FROM blobs")]


def room(connection: sqlite3.Connection, name: RoomId, epoch: str, snapshot: bytes | None) -> None:
    """Its snapshot covers what was before the first entry of this log."""
    with transaction(connection):
        found = connection.execute("SELECT 1 FROM rooms WHERE name = ?", (name,)).fetchone()
        if found is not None:
            raise WrongStore(f"expected no room {name} yet")
        connection.execute(
            "INSERT INTO rooms (name, epoch, snapshot) VALUES (?, ?, ?)", (name, epoch, snapshot)
        )


def clear(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        for table in ("log", "rooms", "records", "blobs"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of ours
