"""SQLite's failures as the contract's: what an operator can do about each."""

import sqlite3
from pathlib import Path

from persistence.contract import StoreError, StoreFull, StoreUnavailable, WrongStore

# Primary result codes; the extended ones carry them in their low byte.
_PRIMARY = 0xFF
_MEANING: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_FULL: (StoreFull, "no room left for the database: free some disk space"),
    sqlite3.SQLITE_BUSY: (StoreUnavailable, "another process holds the database locked"),
    sqlite3.SQLITE_LOCKED: (StoreUnavailable, "another process holds the database locked"),
    sqlite3.SQLITE_IOERR: (StoreUnavailable, "the disk refused to read or write the database"),
    sqlite3.SQLITE_CANTOPEN: (WrongStore, "the database file can't be opened"),
    sqlite3.SQLITE_READONLY: (WrongStore, "the database may only be read"),
    sqlite3.SQLITE_PERM: (WrongStore, "no permission to open the database"),
    sqlite3.SQLITE_CORRUPT: (WrongStore, "the database is damaged: restore it from a copy"),
    sqlite3.SQLITE_NOTADB: (WrongStore, "the file is not a database"),
}


def converted(error: Exception, path: Path) -> Exception:
    """A StoreError for what SQLite reports of the file at `path`, which it does not name itself.

    Anything else is our bug and stays what it is.
    """
    if not isinstance(error, sqlite3.Error) or isinstance(error, sqlite3.ProgrammingError):
        return error
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    kind, text = _MEANING.get(code, (StoreError, "the database failed"))
    found = kind(f"{path}: {text} ({getattr(error, 'sqlite_errorname', 'no code')}: {error})")
    found.__cause__ = error
    return found
