"""A sink that remembers what it was told, and lets a test wait for it."""

import asyncio
from collections.abc import Callable

from persistence.contract import Entry, NodeId, RoomId

# Much longer than anything takes; a test that reaches it has failed.
DEADLINE_S = 15.0


class Heard:
    """Implements Sink."""

    def __init__(self) -> None:
        self.entries: dict[RoomId, list[Entry]] = {}
        self.names: dict[str, list[str]] = {}
        self.signals: list[tuple[str, NodeId, bytes]] = []
        self.gaps: list[RoomId] = []
        self.states: list[bool] = []
        self._news = asyncio.Event()

    def on_entries(self, room: RoomId, entries: list[Entry]) -> None:
        assert entries, "nobody is told of nothing"
        self.entries.setdefault(room, []).extend(entries)
        self._news.set()

    def on_records(self, scope: str, names: list[str]) -> None:
        self.names.setdefault(scope, []).extend(names)
        self._news.set()

    def on_signal(self, topic: str, node: NodeId, data: bytes) -> None:
        self.signals.append((topic, node, data))
        self._news.set()

    def on_gap(self, room: RoomId) -> None:
        self.gaps.append(room)
        self._news.set()

    def on_bus_state(self, up: bool) -> None:
        self.states.append(up)
        self._news.set()

    def data(self, room: RoomId) -> list[bytes]:
        return [entry.data for entry in self.entries.get(room, [])]

    @property
    def is_up(self) -> bool:
        return self.states[-1:] == [True]

    async def until(self, condition: Callable[[], bool], within_s: float = DEADLINE_S) -> None:
        async with asyncio.timeout(within_s):
            while not condition():
                self._news.clear()
                await self._news.wait()
