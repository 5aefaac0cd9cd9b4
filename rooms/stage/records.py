"""A scope's records as this node knows them, kept current by the bus.

Reading is synchronous, from memory. Changing goes to the store first, by compare-and-set, so two
nodes never both win; what was read back is what everybody is told.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgpack

from persistence.contract import Change, Conflict, Position, Record, Store

Listener = Callable[[str, Record], None]


class RecordBook:
    """All records of one scope (a Helpathon, or the installation)."""

    def __init__(self, scope: str, store: Store) -> None:
        self.scope = scope
        self._store = store
        self._records: dict[str, Record] = {}
        self._listeners: list[Listener] = []
        self._refreshing = asyncio.Lock()

    async def load(self) -> Position:
        """Read everything; follow the scope's changes from the position returned."""
        current = await self._store.read(self.scope)
        self._take(current.records)
        return current.position

    async def refresh(self) -> None:
        """Something was changed elsewhere: read again and tell the listeners what is new.

        What the store lost meanwhile is brought back: this node knew it.
        """
        async with self._refreshing:
            current = await self._store.read(self.scope)
            if lost := self._newer_than(current.records):
                await self._store.bring_back(self.scope, lost)
        self._take(current.records)

    def _newer_than(self, stored: Mapping[str, Record]) -> dict[str, Record]:
        return {
            name: record
            for name, record in self._records.items()
            if name not in stored or stored[name].version < record.version
        }

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def unlisten(self, listener: Listener) -> None:
        self._listeners.remove(listener)

    def value(self, name: str) -> Any:
        """The record's value (msgpack types), or None where there is none."""
        record = self._records.get(name)
        return None if record is None else msgpack.unpackb(record.value)

    def version(self, name: str) -> int:
        record = self._records.get(name)
        return 0 if record is None else record.version

    def named(self, prefix: str) -> dict[str, Any]:
        """All values whose name begins so, by the rest of the name, in order of names."""
        return {
            name.removeprefix(prefix): msgpack.unpackb(record.value)
            for name, record in sorted(self._records.items())
            if name.startswith(prefix)
        }

    def count(self, prefix: str) -> int:
        """How many names begin so."""
        return sum(name.startswith(prefix) for name in self._records)

    async def write(self, values: Mapping[str, Any], expected: Mapping[str, int]) -> None:
        """Change records, all or none.

        `expected` gives each record's version as it was seen, 0 for one that must be new.
        Raises Conflict with the record that is there, and knows it from then on.
        """
        changes = [
            Change(name=name, value=msgpack.packb(value), expected=expected[name])
            for name, value in values.items()
        ]
        try:
            written = await self._store.write(self.scope, changes)
        except Conflict as conflict:
            if conflict.current is not None:
                self._take({conflict.name: conflict.current})
            raise
        self._take(written)

    async def put(self, name: str, value: Any, expected: int) -> None:
        await self.write({name: value}, {name: expected})

    def _take(self, records: Mapping[str, Record]) -> None:
        for name, record in records.items():
            known = self._records.get(name)
            # Answers can overtake each other: only a newer version counts. The same version with
            # another value comes from a store that lost ours and went on without us.
            if (
                known is None
                or known.version < record.version
                or (known.version == record.version and known.value != record.value)
            ):
                self._records[name] = record
                self._tell(name, record, list(self._listeners))

    @staticmethod
    def _tell(name: str, record: Record, listeners: Iterable[Listener]) -> None:
        for listener in listeners:
            listener(name, record)
