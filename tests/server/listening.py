"""A real uvicorn server with our websocket, in this process, on a free port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from persistence.contract import NodeId, Store
from persistence.open import MakeBus, open_store
from server.app import build_app
from server.running import Running
from server.serve import bind, uvicorn_server
from server.settings import Settings
from tests.client import Seat

OPEN = Settings(open_rooms=True)


@dataclass
class Listening:
    port: int
    running: Running
    _stopping: asyncio.Event
    _stopped: asyncio.Event

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def seat(self, room: str = "room") -> Seat:
        """In a room that needs no cookie."""
        return Seat(self.url, room)

    async def stop(self) -> None:
        """As SIGTERM does."""
        self._stopping.set()
        await self._stopped.wait()


@asynccontextmanager
async def listening(
    settings: Settings, stored: tuple[Store, MakeBus] | None = None
) -> AsyncIterator[Listening]:
    store, make_bus = stored or open_store("memory:", NodeId("here"))
    ready: asyncio.Future[Running] = asyncio.get_running_loop().create_future()

    async def is_ready(running: Running) -> None:
        ready.set_result(running)

    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        server = uvicorn_server(build_app(settings, store, make_bus, is_ready))
        stopping, stopped = asyncio.Event(), asyncio.Event()

        async def stop_when_asked() -> None:
            await stopping.wait()
            server.should_exit = True

        async with store, asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(server.serve(sockets=[listener]), name="uvicorn")
            serving.add_done_callback(lambda _: stopped.set())
            tasks.create_task(stop_when_asked(), name="stop")
            try:
                yield Listening(port, await ready, stopping, stopped)
            finally:
                stopping.set()
