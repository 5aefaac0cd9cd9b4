"""Who gets a websocket: identity before accept, and an orderly end for everybody."""

import asyncio
import logging
import random
import re
import time
from collections import Counter
from http import HTTPStatus
from urllib.parse import unquote

from websockets.datastructures import Headers

from persistence.contract import RoomId, StoreError
from rooms import control
from rooms.books import UnknownHelpathon
from rooms.effects import Close, Send
from rooms.hub import COME_BY_LINK, RESTART, Hub, UnknownRoom
from rooms.live import LiveRoom
from rooms.member import Person, PersonId
from rooms.roles import Role
from rooms.room import REVOKED, TRY_AGAIN_TOO_FAST
from rooms.stage.helpathon import MEMBER_COLOURS, helpathon_of, new_id
from rooms.stage.records import RecordBook
from server import people
from server.account import Account
from server.http_protocol import Unfinished
from server.identity import Identity, Pass
from server.limits import HttpLimits, TalkLimits
from server.origin import is_foreign
from server.problems import Problem
from server.quotas import Quotas
from server.settings import Settings, is_loopback
from server.transport import Refused, WebSocketTransport

log = logging.getLogger(__name__)

ROOM_PATH = "/sync/"
ROOM_ID = re.compile(r"[A-Za-z0-9_.~-]{1,80}")
CLOSE_CODES = {
    "not-signed-in": COME_BY_LINK,
    "link-unknown": COME_BY_LINK,
    "link-expired": COME_BY_LINK,
    "link-revoked": REVOKED,
    "forbidden": 4403,
    "room-unknown": 4404,
    # A page tries again: a tab that was lost makes room.
    "too-many": TRY_AGAIN_TOO_FAST,
}
CHECK_ALIVE_S = 5.0
# A new process is up within seconds; coming back spread out, people don't trample it.
COME_BACK_MS = (500, 4000)
LAST_COMMIT_S = 5.0


class Admissions:
    def __init__(self, hub: Hub, identity: Identity, settings: Settings) -> None:
        self.connections: set[WebSocketTransport] = set()
        self.talk_limits: TalkLimits = settings.talk_limits
        self.http_limits: HttpLimits = settings.http_limits
        self.unfinished = Unfinished(settings.http_limits.unfinished)
        self.quotas = Quotas(settings)
        self.draining = False
        # Upgrades that were refused, by HTTP status.
        self.refused: Counter[int] = Counter()
        self._hub = hub
        self._identity = identity
        self._settings = settings
        self._farewell: asyncio.Task[None] | None = None
        self._gave_up = False

    async def admit(self, path: str, headers: Headers) -> tuple[LiveRoom, Person]:
        """Raises Refused."""
        try:
            return await self._admit(path, headers)
        except Refused as refusal:
            self.refused[refusal.status] += 1
            raise

    async def _admit(self, path: str, headers: Headers) -> tuple[LiveRoom, Person]:
        self._require_capacity()
        self._require_same_origin(headers)
        room = self._room_of(path)
        try:
            return await self._find(headers, room)
        except Problem as problem:
            code = CLOSE_CODES.get(problem.code)
            raise Refused(problem.status, problem.detail, code) from problem
        except (UnknownHelpathon, UnknownRoom) as error:
            raise Refused(HTTPStatus.NOT_FOUND, "no such room", 4404) from error
        except StoreError as error:
            log.warning("a room could not be loaded: %s", error)
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "the store does not answer") from error

    async def _find(self, headers: Headers, room: RoomId) -> tuple[LiveRoom, Person]:
        """Raises Problem, UnknownHelpathon, UnknownRoom, StoreError, Refused."""
        if self._settings.open_rooms:
            return await self._hub.room(room), anybody()
        book, holder = await self._identify(headers, room)
        live = await self._hub.room(room)
        # Loading takes time: a link may have been revoked, the process told to end.
        self._require_capacity()
        person = people.person_of(book, holder)
        people.require_room(book, person, room)
        self.quotas.require_seat(self._hub.census, person)
        return live, person

    async def _identify(self, headers: Headers, room: RoomId) -> tuple[RecordBook, Pass]:
        """Raises Problem, before anything is loaded for somebody who may not have it."""
        book = await self._hub.books.of(helpathon_of(room))
        cookies = "; ".join(headers.get_all("Cookie"))
        holder = people.pass_in(cookies, book.scope, self._identity)
        if holder is None:
            raise Problem("not-signed-in", "expected the cookie of somebody who joined")
        self.quotas.count_request(holder.person)
        people.require_room(book, await people.find_person(book, holder), room)
        return book, holder

    def _room_of(self, path: str) -> RoomId:
        path = unquote(path.partition("?")[0])
        room = path.removeprefix(ROOM_PATH)
        if room == path or not is_room_id(room):
            raise Refused(HTTPStatus.NOT_FOUND, "expected the path /sync/{room}")
        return RoomId(room)

    def _require_capacity(self) -> None:
        if self.draining or len(self.connections) > self._settings.max_connections:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "come back in a moment")

    def _require_same_origin(self, headers: Headers) -> None:
        """Another site's page must not open a socket with our cookie."""
        hosts = headers.get_all("Host")
        if is_foreign(headers.get_all("Origin"), hosts):
            raise Refused(HTTPStatus.FORBIDDEN, "expected a page of this server")
        # A name of another site that points to this machine makes its pages look like ours.
        if self._settings.open_rooms and not (hosts and is_loopback(hosts[0])):
            raise Refused(HTTPStatus.FORBIDDEN, "expected an address of this machine")

    def account(self, person: Person) -> Account | None:
        """An account whose limits all connections of a person share; None where nobody is known."""
        return None if self._settings.open_rooms else self.quotas.account(person)

    # Keeping and ending connections

    async def keep_alive(self) -> None:
        while True:
            await asyncio.sleep(CHECK_ALIVE_S)
            now_s = time.monotonic()
            for connection in list(self.connections):
                connection.check_alive(now_s)

    def drain(self) -> None:
        """Once: what people wrote becomes durable, they hear of it, then they are sent home."""
        if self._farewell is None:
            self.draining = True
            self._farewell = asyncio.create_task(self._say_goodbye(), name="drain")

    async def _say_goodbye(self) -> None:
        for connection in self.connections:
            connection.stop_listening()
        await self.last_commit()
        for live in self._hub.rooms.values():
            for member in list(live.room.members.values()):
                if member.speaks_control:
                    retry_ms = random.randint(*COME_BACK_MS)  # noqa: S311  # spreads load
                    drain = control.message({"t": "drain", "retry_ms": retry_ms})
                    live.perform([Send(member, drain)])
                live.perform([Close(member, RESTART, "the server restarts")])

    async def last_commit(self) -> None:
        """What was taken in becomes durable, if the store lets it; waited for once."""
        if self._gave_up:
            return
        try:
            async with asyncio.timeout(LAST_COMMIT_S):
                await self._hub.committer.idle()
        except TimeoutError:
            self._gave_up = True
            log.warning("the store did not take the last entries; clients keep theirs")


def is_room_id(text: str) -> bool:
    return ROOM_ID.fullmatch(text) is not None


def anybody() -> Person:
    """In open rooms nobody is known: each connection is somebody else."""
    person = PersonId(new_id(12))
    return Person(person, "", Role.PARTICIPANT, hash(person) % MEMBER_COLOURS, "")
