"""Every driver with several nodes, as one kind of thing for the contract suite."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from persistence.contract import NodeId, Store
from persistence.local import LocalBus
from persistence.memory import Memory, MemoryStore
from persistence.open import MakeBus, open_store
from persistence.sqlite.database import Database
from persistence.sqlite.store import SqliteStore


class Deployment(Protocol):
    def node(self, name: str) -> tuple[Store, MakeBus]: ...


class MemoryNodes:
    def __init__(self) -> None:
        self._memory = Memory()

    def node(self, name: str) -> tuple[Store, MakeBus]:
        node = NodeId(name)
        store = MemoryStore(node, self._memory)
        return store, lambda sink: LocalBus(node, sink, self._memory.feed, store)


class SqliteNodes:
    """In one process: two processes never write the same file."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, read_only=False)

    def node(self, name: str) -> tuple[Store, MakeBus]:
        node = NodeId(name)
        store = SqliteStore(node, self._database)
        return store, lambda sink: LocalBus(node, sink, self._database.feed, store)


class RedisNodes:
    def __init__(self, url: str) -> None:
        self._url = url

    def node(self, name: str) -> tuple[Store, MakeBus]:
        return open_store(self._url, NodeId(name))


MakeDeployment = Callable[[], Deployment]
