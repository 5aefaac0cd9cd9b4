"""The tables, their version, and the door to the file: who may open it, and how."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from persistence.contract import WrongStore

# "HELP": tells our files from other SQLite files.
APPLICATION_ID = 0x48454C50
# Longer than any commit of ours, shorter than anybody's patience.
BUSY_TIMEOUT_S = 2.0
# The log file shrinks back to this after a burst.
WAL_LIMIT_BYTES = 64 * 2**20

# Each step's statements lead from the version before to its own: number one makes version 1.
# Never change one that was released, add the next.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE rooms (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            epoch TEXT NOT NULL,
            snapshot BLOB,
            covered INTEGER NOT NULL DEFAULT 0
        )""",
        # AUTOINCREMENT: a position that was compacted away is never given out again.
        """CREATE TABLE log (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            room INTEGER NOT NULL REFERENCES rooms (id),
            node TEXT NOT NULL,
            data BLOB NOT NULL
        )""",
        "CREATE INDEX log_of_room ON log (room, position)",
        # `value` NULL: deleted; the row stays, so that versions never restart.
        """CREATE TABLE records (
            scope TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            value BLOB,
            changed INTEGER NOT NULL,
            PRIMARY KEY (scope, name)
        ) WITHOUT ROWID""",
        "CREATE INDEX records_by_change ON records (scope, changed)",
        "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)",
    ),
)
VERSION = len(STEPS)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Raises WrongStore when this version should not touch the file, or sqlite3.Error."""
    if read_only and not path.is_file():
        raise WrongStore(f"there is no database at {path}")
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        version = _check(connection, path)
        if read_only:
            if version < VERSION:
                raise WrongStore(f"{path} is not ready to be read: start the server on it once")
            connection.execute("PRAGMA query_only = ON")
        else:
            _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, durable when it ends without an exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything read inside belongs together, whatever another process writes meanwhile."""
    connection.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """The file's schema version, 0 for a new file."""
    application = _pragma(connection, "application_id")
    version = _pragma(connection, "user_version")
    is_empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    if not is_empty and application != APPLICATION_ID:
        raise WrongStore(f"{path} is the database of another program")
    if version > VERSION:
        raise WrongStore(
            f"{path} was written by a newer version of Helpathon "
            f"(its schema is {version}, this version knows {VERSION}): update first"
        )
    return version


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT_BYTES}")
    version = _pragma(connection, "user_version")
    if version == VERSION:
        return
    with transaction(connection):
        for step in STEPS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value = connection.execute(f"PRAGMA {name}").fetchone()[0]
    assert isinstance(value, int), f"PRAGMA {name} is a number"
    return value
