"""A server with one Helpathon, for those who try its door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from rooms.roles import Role
from rooms.stage.helpathon import rooms_of
from rooms.stage.records import RecordBook
from server.helpathons import Invitation, create_helpathon
from server.identity import Pass, cookie_name
from server.settings import Settings
from tests.client import Client, Seat
from tests.server.listening import Listening, listening

ROOMS = ("Nordmarkt", "Hörde")


@dataclass
class Door:
    server: Listening
    invitation: Invitation
    book: RecordBook

    def token(self, role: Role = Role.PARTICIPANT) -> str:
        return self.invitation.paths[role].removeprefix("/j/")

    def link_of(self, role: Role) -> str:
        return self.server.running.identity.read_link(self.token(role))[1]

    async def change_link(self, role: Role, **fields: Any) -> None:
        name = f"link/{self.link_of(role)}"
        await self.book.put(name, self.book.value(name) | fields, self.book.version(name))

    def cookie_of(self, person: str, link: str) -> str:
        holder = Pass(self.book.scope, person, link)
        return f"{cookie_name(self.book.scope)}={self.server.running.identity.sign_pass(holder)}"

    async def join(
        self, name: str, role: Role = Role.PARTICIPANT, room: int = 0, cookie: str = ""
    ) -> httpx.Response:
        body = {"name": name, "room": rooms_of(self.book)[room].id}
        async with httpx.AsyncClient(base_url=self.server.url, trust_env=False) as http:
            path = f"/api/links/{self.token(role)}/join"
            return await http.post(path, json=body, headers={"Cookie": cookie})

    async def seat(
        self, name: str = "Ada", role: Role = Role.PARTICIPANT, room: int = 0, cookie: str = ""
    ) -> Seat:
        answer = (await self.join(name, role, room, cookie)).raise_for_status()
        cookie = answer.headers["set-cookie"].partition(";")[0]
        return Seat(self.server.url, answer.json()["room"], cookie)

    async def refused(self, seat: Seat) -> tuple[int, int]:
        """How a stock client and our own page are turned away: HTTP status, close code."""
        with pytest.raises(InvalidStatus) as raised:
            await Client(seat, speaks_control=False).open()
        page = Client(seat)
        await page.open()
        code, reason = await page.ended()
        assert reason
        assert page.heard == []
        await page.disconnect()
        return raised.value.response.status_code, code


async def furnished(server: Listening) -> Door:
    """A new Helpathon on it."""
    invitation = await create_helpathon(server.store, "Stadtgrün", ROOMS, "de")
    return Door(server, invitation, await server.running.hub.books.of(invitation.id))


@asynccontextmanager
async def open_door(settings: Settings) -> AsyncIterator[Door]:
    async with listening(settings) as server:
        yield await furnished(server)
