"""Stores in memory that do as a test says: hang, fail, break."""

import asyncio
from collections.abc import Mapping, Sequence

from persistence.contract import NodeId, Position, RoomId, Store, StoredRoom, StoreError
from persistence.local import LocalBus
from persistence.memory import Memory, MemoryStore
from persistence.open import MakeBus


class HeldStore(MemoryStore):
    """Appends, loads and pings wait while they are held."""

    def __init__(self) -> None:
        self.memory = Memory()
        super().__init__(NodeId("here"), self.memory)
        self.appends = asyncio.Event()
        self.loads = asyncio.Event()
        self.pings = asyncio.Event()
        for gate in (self.appends, self.loads, self.pings):
            gate.set()
        # What the next append raises.
        self.failure: Exception | None = None

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        await self.appends.wait()
        if self.failure is not None:
            raise self.failure
        return await super().append(batch)

    async def load(self, room: RoomId) -> StoredRoom:
        await self.loads.wait()
        return await super().load(room)

    async def ping(self) -> None:
        await self.pings.wait()


def stored_in(store: HeldStore) -> tuple[Store, MakeBus]:
    """As `open_store` returns it."""
    return store, lambda sink: LocalBus(NodeId("here"), sink, store.memory.feed, store)
