"""Records in SQL. Each function is one job of the writer."""

import sqlite3
from collections.abc import Sequence

from persistence.contract import Change, Position, Record, Records
from persistence.records import Versioned, written
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
        after = written(changes, _current(connection, scope, changes))
        number = _last_change(connection, scope) + 1
        connection.executemany(
            """INSERT INTO records (scope, name, version, value, changed) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (scope, name) DO UPDATE SET
                version = excluded.version, value = excluded.value, changed = excluded.changed""",
            [(scope, name, new.version, new.value, number) for name, new in after.items()],
        )
        return after


def names_after(connection: sqlite3.Connection, scope: str, after: Position) -> list[str]:
    found = connection.execute(
        "SELECT name FROM records WHERE scope = ? AND changed > ?", (scope, int(after))
    )
    return [name for (name,) in found]


def _current(
    connection: sqlite3.Connection, scope: str, changes: Sequence[Change]
) -> dict[str, Versioned]:
    current = {}
    for change in changes:
        found = connection.execute(
            "SELECT value, version FROM records WHERE scope = ? AND name = ?",
            (scope, change.name),
        ).fetchone()
        if found is not None:
            current[change.name] = Versioned(*found)
    return current


def _last_change(connection: sqlite3.Connection, scope: str) -> int:
    found = connection.execute(
        "SELECT coalesce(max(changed), 0) FROM records WHERE scope = ?", (scope,)
    ).fetchone()[0]
    assert isinstance(found, int), "changes are counted"
    return found
