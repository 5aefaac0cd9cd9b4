"""What an operator should know about the file and its disk."""

import shutil
import sqlite3
from pathlib import Path

from persistence.contract import Finding

# A full day of a large Helpathon, with its images.
SPACE_WANTED_BYTES = 2**30
# Below this the end is near enough to be told as an error.
SPACE_NEEDED_BYTES = 100 * 2**20

_SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def findings(connection: sqlite3.Connection, path: Path) -> list[Finding]:
    return [_durability(connection), _disk(path)]


def _durability(connection: sqlite3.Connection) -> Finding:
    journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = _SYNCHRONOUS.get(connection.execute("PRAGMA synchronous").fetchone()[0])
    text = f"SQLite {sqlite3.sqlite_version}, journal {journal}, synchronous {synchronous}"
    if journal == "wal" and synchronous in {"FULL", "EXTRA"}:
        return Finding("ok", "durability", f"{text}: what is shown as saved is on the disk")
    return Finding("error", "durability", f"{text}: a power cut can lose what is shown as saved")


def _disk(path: Path) -> Finding:
    free = shutil.disk_usage(path.parent).free
    size = path.stat().st_size
    text = f"the database takes {_mib(size)}, {_mib(free)} are free on its disk"
    if free < SPACE_NEEDED_BYTES:
        return Finding("error", "disk", f"{text}: saving is about to stop")
    if free < SPACE_WANTED_BYTES:
        return Finding("warning", "disk", f"{text}: at least 1 GiB is better")
    return Finding("ok", "disk", text)


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / 2**20:.1f} MiB"
