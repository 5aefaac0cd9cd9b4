"""The application on a store in memory, with one Helpathon, asked without a network."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from persistence.contract import Bus, NodeId, Sink
from persistence.local import LocalBus
from persistence.memory import Memory, MemoryStore
from rooms.roles import Role
from rooms.stage.helpathon import rooms_of
from rooms.stage.records import RecordBook
from server.app import build_app
from server.helpathons import Invitation, create_helpathon
from server.running import Running
from server.settings import Settings
from tests.fakes import FaultyStore

ROOMS = ("Nordmarkt", "Hörde")


@dataclass
class House:
    app: ASGIApp
    running: Running
    memory: Memory
    store: FaultyStore
    invitation: Invitation
    book: RecordBook

    @property
    def rooms(self) -> list[str]:
        """The rooms' ids, in order."""
        return [room.id for room in rooms_of(self.book)]

    def token(self, role: Role = Role.PARTICIPANT) -> str:
        return self.invitation.paths[role].removeprefix("/j/")

    async def link(self, role: Role = Role.PARTICIPANT, **fields: Any) -> str:
        """A further link's token: `room`, `expires_at_ms` and `revoked` as given."""
        link = secrets.token_hex(4)
        value = {"role": role, "room": None, "expires_at_ms": 2**45, "revoked": False}
        await self.book.put(f"link/{link}", value | fields, 0)
        return self.running.identity.sign_link(self.book.scope, link)

    async def change(self, name: str, **fields: Any) -> None:
        """Other values in a record."""
        value = self.book.value(name)
        await self.book.put(name, value | fields, self.book.version(name))

    def visitor(self, scheme: str = "http") -> httpx.AsyncClient:
        """A browser without cookies. What the application fails to answer is a 500."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=f"{scheme}://helpathon.test")

    @asynccontextmanager
    async def joined(
        self, name: str = "Ada", role: Role = Role.PARTICIPANT, room: int = 0
    ) -> AsyncIterator[httpx.AsyncClient]:
        """The browser of somebody who joined."""
        async with self.visitor() as visitor:
            body = {"name": name, "room": self.rooms[room]}
            answer = await visitor.post(f"/api/links/{self.token(role)}/join", json=body)
            answer.raise_for_status()
            yield visitor


@asynccontextmanager
async def open_house(
    web: Path,
    make_store: Callable[[MemoryStore], FaultyStore] = FaultyStore,
    settings: Settings | None = None,
) -> AsyncIterator[House]:
    memory = Memory()
    inner = MemoryStore(NodeId("here"), memory)
    store = make_store(inner)
    started: list[Running] = []

    async def ready(running: Running) -> None:
        started.append(running)

    def make_bus(sink: Sink) -> Bus:
        return LocalBus(NodeId("here"), sink, memory.feed, inner)

    app = build_app(settings or Settings(web=web), store, make_bus, ready, lambda: None)
    async with app.router.lifespan_context(app) as state:
        running = started[0]
        invitation = await create_helpathon(store, "Stadtgrün", ROOMS, "de")
        book = await running.hub.books.of(invitation.id)
        with_its_state = with_state(app, dict(state or {}))
        yield House(with_its_state, running, memory, store, invitation, book)


def with_state(app: ASGIApp, state: dict[str, Any]) -> ASGIApp:
    """As a server gives it to every request."""

    async def with_its_state(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": dict(state)}, receive, send)

    return with_its_state
