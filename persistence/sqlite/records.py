"""Records in SQL. Each function is one job of the writer."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from persistence.contract import Change, Position, Record, Records
from persistence.records import Versioned, lost_of, written
from persistence.sqlite.schema import one_moment, transaction


def read(connection: sqlite3.Connection, scope: str, prefix: str) -> Records:
    with one_moment(connection):
        records = {
            name: Record(value, version)
            for name, value, version in connection.execute(
                """SELECT name, value, version FROM records
                WHERE scope = ? AND substr(name, 1, ?) = ? AND value IS NOT NULL""",
                (scope, len(prefix), prefix),
            )
        }
        return Records(records, Position(str(_last_change(connection, scope))))


def write(
    connection: sqlite3.Connection, scope: str, changes: Sequence[Change]
) -> dict[str, Versioned]:
    with transaction(connection):
        current = _current(connection, scope, [change.name for change in changes])
        after = written(changes, current)
        _put(connection, scope, after)
        return after


def bring_back(
    connection: sqlite3.Connection, scope: str, records: Mapping[str, Record]
) -> list[str]:
    with transaction(connection):
        lost = lost_of(records, _current(connection, scope, records))
        _put(connection, scope, lost)
        return list(lost)


def _put(connection: sqlite3.Connection, scope: str, after: Mapping[str, Versioned]) -> None:
    number = _last_change(connection, scope) + 1
    connection.executemany(
        """INSERT INTO records (scope, name, version, value, changed) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (scope, name) DO UPDATE SET
            version = excluded.version, value = excluded.value, changed = excluded.changed""",
        [(scope, name, new.version, new.value, number) for name, new in after.items()],
    )


def names_after(connection: sqlite3.Connection, scope: str, after: Position) -> list[str]:
    found = connection.execute(
        "SELECT name FROM records WHERE scope = ? AND changed > ?", (scope, int(after))
    )
    return [name for (name,) in found]


def _current(
    connection: sqlite3.Connection, scope: str, names: Iterable[str]
) -> dict[str, Versioned]:
    current = {}
    for name in names:
        found = connection.execute(
            "SELECT value, version FROM records WHERE scope = ? AND name = ?", (scope, name)
        ).fetchone()
        if found is not None:
            current[name] = Versioned(*found)
    return current


def _last_change(connection: sqlite3.Connection, scope: str) -> int:
    found = connection.execute(
        "SELECT coalesce(max(changed), 0) FROM records WHERE scope = ?", (scope,)
    ).fetchone()[0]
    assert isinstance(found, int), "changes are counted"
    return found
