"""A stream's entries as Redis sends them: [id, [field, value, …]]."""

from typing import Any

from persistence.contract import Entry, NodeId, Position


def entries_of(raw: list[Any]) -> list[Entry]:
    """Fields: n = the node that appended it, d = the data."""
    return [
        Entry(Position(position.decode()), NodeId(fields[1].decode()), fields[3])
        for position, fields in raw
    ]
