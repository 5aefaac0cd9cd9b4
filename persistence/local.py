"""The bus of stores that live in one process: entries are handed over once they are durable.

With one node, as every server on SQLite is, it has nothing to do. Several nodes on one feed is
how one contract suite runs on all drivers.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Protocol, Self

from persistence.contract import Entry, NodeId, Position, RoomId, Sink, StoreError
from persistence.task import stop

log = logging.getLogger(__name__)

# Signals are presence: more than this waiting in one turn of the loop is worth nothing.
SIGNALS_WAITING = 1000


class Source(Protocol):
    """What a bus reads to catch up with what happened before it followed."""

    async def entries_after(self, room: RoomId, after: Position) -> list[Entry] | None:
        """None when entries after that position are no longer in the log, or never were."""
        ...

    async def names_after(self, scope: str, after: Position) -> list[str]: ...


class Feed:
    """Where the nodes of one process meet."""

    def __init__(self) -> None:
        self._buses: list[LocalBus] = []

    def join(self, bus: "LocalBus") -> None:
        self._buses.append(bus)

    def leave(self, bus: "LocalBus") -> None:
        self._buses.remove(bus)

    def appended(self, room: RoomId, entries: Sequence[Entry]) -> None:
        """These entries of one node are durable. Call in the order of their positions."""
        for bus in self._buses:
            bus.appended(room, entries)

    def changed(self, scope: str, names: Sequence[str]) -> None:
        if names:
            for bus in self._buses:
                bus.changed(scope, names)

    def signal(self, topic: str, node: NodeId, data: bytes) -> None:
        for bus in self._buses:
            if bus.node != node:
                bus.signal(topic, node, data)


class _Followed:
    """One `follow`. Until the log is read up to now, what is appended waits."""

    def __init__(self, after: Position) -> None:
        self.cursor = int(after)
        self.waiting: list[Entry] | None = []


class LocalBus:
    def __init__(self, node: NodeId, sink: Sink, feed: Feed, source: Source) -> None:
        self.node = node
        self._sink = sink
        self._feed = feed
        self._source = source
        self._rooms: dict[RoomId, _Followed] = {}
        self._scopes: set[str] = set()
        self._topics: set[str] = set()
        self._signals: deque[tuple[str, NodeId, bytes]] = deque(maxlen=SIGNALS_WAITING)
        # Bounded by the rooms and scopes there are: each waits once per `follow`.
        self._to_catch_up: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._catch_up(), name=f"local bus of {self.node}")
        self._feed.join(self)
        _soon(self._sink.on_bus_state, True)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._feed.leave(self)
        self._rooms.clear()
        self._scopes.clear()
        self._topics.clear()
        assert self._task is not None, "entered before it is left"
        await stop(self._task)

    def follow(self, room: RoomId, after: Position) -> None:
        followed = self._rooms[room] = _Followed(after)
        self._to_catch_up.put_nowait(partial(self._catch_up_room, room, followed))

    def unfollow(self, room: RoomId) -> None:
        self._rooms.pop(room, None)

    def follow_records(self, scope: str, after: Position) -> None:
        self._scopes.add(scope)
        self._to_catch_up.put_nowait(partial(self._catch_up_scope, scope, after))

    def unfollow_records(self, scope: str) -> None:
        self._scopes.discard(scope)

    def publish(self, topic: str, data: bytes) -> None:
        self._feed.signal(topic, self.node, data)

    def subscribe(self, topic: str) -> None:
        self._topics.add(topic)

    def unsubscribe(self, topic: str) -> None:
        self._topics.discard(topic)

    def appended(self, room: RoomId, entries: Sequence[Entry]) -> None:
        followed = self._rooms.get(room)
        if followed is None:
            return
        if followed.waiting is not None:
            followed.waiting += entries
        elif any(entry.node != self.node for entry in entries):
            _soon(self._tell_entries, room, followed, entries)

    def changed(self, scope: str, names: Sequence[str]) -> None:
        if scope in self._scopes:
            _soon(self._tell_names, scope, names)

    def signal(self, topic: str, node: NodeId, data: bytes) -> None:
        if topic not in self._topics:
            return
        if not self._signals:
            _soon(self._tell_signals)
        self._signals.append((topic, node, data))

    async def _catch_up(self) -> None:
        while True:
            step = await self._to_catch_up.get()
            await step()

    async def _catch_up_room(self, room: RoomId, followed: _Followed) -> None:
        if self._rooms.get(room) is not followed:
            return
        try:
            entries = await self._source.entries_after(room, Position(str(followed.cursor)))
        except StoreError:
            # The room's own load says what is wrong with the store.
            entries = None
        _soon(self._caught_up, room, followed, entries)

    def _caught_up(self, room: RoomId, followed: _Followed, entries: list[Entry] | None) -> None:
        if self._rooms.get(room) is not followed:
            return
        if entries is None:
            del self._rooms[room]
            self._sink.on_gap(room)
            return
        assert followed.waiting is not None, "one catching up per follow"
        read_up_to = int(entries[-1].position) if entries else followed.cursor
        waited, followed.waiting = followed.waiting, None
        missed = [entry for entry in waited if int(entry.position) > read_up_to]
        self._tell_entries(room, followed, [*entries, *missed])

    async def _catch_up_scope(self, scope: str, after: Position) -> None:
        try:
            names = await self._source.names_after(scope, after)
        except StoreError:
            log.exception("changes of the records of %s may be told late", scope)
            return
        if names:
            _soon(self._tell_names, scope, names)

    def _tell_entries(self, room: RoomId, followed: _Followed, entries: Sequence[Entry]) -> None:
        if self._rooms.get(room) is not followed:
            return
        foreign = [
            entry
            for entry in entries
            if entry.node != self.node and int(entry.position) > followed.cursor
        ]
        if foreign:
            followed.cursor = int(foreign[-1].position)
            self._sink.on_entries(room, foreign)

    def _tell_names(self, scope: str, names: Sequence[str]) -> None:
        if scope in self._scopes:
            self._sink.on_records(scope, list(names))

    def _tell_signals(self) -> None:
        signals = list(self._signals)
        self._signals.clear()
        for topic, node, data in signals:
            if topic in self._topics:
                self._sink.on_signal(topic, node, data)


def _soon(call: Callable[..., None], *arguments: object) -> None:
    """In the next turn of the loop: a sink is never called from inside a store's method."""
    asyncio.get_running_loop().call_soon(call, *arguments)
