"""A real uvicorn server with our websocket, in this process, on a free port."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn

from persistence.contract import Bus, NodeId, Sink
from persistence.local import LocalBus
from persistence.memory import Memory, MemoryStore
from server.app import build_app
from server.running import Running
from server.serve import bind, uvicorn_server
from server.settings import Settings
from tests.client import Seat
from tests.fakes import FaultyStore

OPEN = Settings(open_rooms=True)


@dataclass
class Listening:
    port: int
    running: Running
    store: FaultyStore
    _server: uvicorn.Server
    _serving: asyncio.Task[None]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def seat(self, room: str = "room") -> Seat:
        """In a room that needs no cookie."""
        return Seat(self.url, room)

    async def stop(self) -> None:
        """As SIGTERM does."""
        self._server.should_exit = True
        await self.stopped()

    async def stopped(self) -> None:
        await asyncio.wait([self._serving])


@asynccontextmanager
async def listening(
    settings: Settings, make_store: Callable[[MemoryStore], FaultyStore] = FaultyStore
) -> AsyncIterator[Listening]:
    memory = Memory()
    inner = MemoryStore(NodeId("here"), memory)
    store = make_store(inner)
    ready: asyncio.Future[Running] = asyncio.get_running_loop().create_future()

    async def is_ready(running: Running) -> None:
        ready.set_result(running)

    def end() -> None:
        server.should_exit = True

    def make_bus(sink: Sink) -> Bus:
        return LocalBus(NodeId("here"), sink, memory.feed, inner)

    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        server = uvicorn_server(build_app(settings, store, make_bus, is_ready, end))
        serving = asyncio.create_task(server.serve(sockets=[listener]), name="uvicorn")
        try:
            yield Listening(port, await ready, store, server, serving)
        finally:
            server.should_exit = True
            await serving
