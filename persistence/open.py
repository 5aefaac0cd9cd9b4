"""A store and its bus by address. The only file that knows all drivers."""

from collections.abc import Callable
from pathlib import Path

from persistence.contract import Bus, NodeId, Sink, Store, WrongStore
from persistence.local import LocalBus
from persistence.memory import Memory, MemoryStore
from persistence.redis.bus import RedisBus
from persistence.redis.cluster import ClusterClient
from persistence.redis.connect import keys_and_client
from persistence.redis.scripts import read_scripts
from persistence.redis.signals import Signals
from persistence.redis.store import RedisStore
from persistence.redis.streams import Streams
from persistence.redis.woken import WokenReading
from persistence.sqlite.database import Database
from persistence.sqlite.store import SqliteStore

MakeBus = Callable[[Sink], Bus]

EXPECTED = (
    "expected memory:, sqlite:PATH, redis://HOST:PORT/DB, redis+sentinel://HOST:PORT,…/NAME/DB or "
    "redis+cluster://HOST:PORT,…"
)


def open_store(url: str, node: NodeId, *, read_only: bool = False) -> tuple[Store, MakeBus]:
    """The store at `url`, not entered yet, and what makes its bus; enter the store first.

    `read_only` is for tools beside a running server: it takes no lock, changes nothing, and
    opens a store that a server would refuse.
    Raises WrongStore for an address that names no store.
    """
    scheme, _, rest = url.partition(":")
    if url == "memory:":
        return _open_memory(node)
    if scheme == "sqlite" and rest:
        return _open_sqlite(Path(rest), node, read_only)
    if scheme.partition("+")[0] in {"redis", "rediss"}:
        return _open_redis(url, node, read_only)
    raise WrongStore(f"{EXPECTED}; got {scheme!r}")


def _open_memory(node: NodeId) -> tuple[Store, MakeBus]:
    memory = Memory()
    store = MemoryStore(node, memory)
    return store, lambda sink: LocalBus(node, sink, memory.feed, store)


def _open_sqlite(path: Path, node: NodeId, read_only: bool) -> tuple[Store, MakeBus]:
    database = Database(path, read_only=read_only)
    store = SqliteStore(node, database)
    return store, lambda sink: LocalBus(node, sink, database.feed, store)


def _open_redis(url: str, node: NodeId, read_only: bool) -> tuple[Store, MakeBus]:
    keys, client = keys_and_client(url)
    scripts = read_scripts()
    store = RedisStore(node, client, keys, scripts, read_only=read_only)

    def make_bus(sink: Sink) -> Bus:
        streams = Streams(node, sink, keys, scripts, store.known)
        if not isinstance(client, ClusterClient):
            return RedisBus(node, sink, client, streams, streams, Signals(node, sink, keys))
        signals = Signals(node, sink, keys, streams.grown)
        store.wake = signals.wake
        return RedisBus(node, sink, client, streams, WokenReading(streams), signals)

    return store, make_bus
