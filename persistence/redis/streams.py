"""What is followed, and how far: one blocking read for all rooms and scopes.

A stream that was just followed, or whose Redis was away, is caught up with first: one script per
stream looks whether anything is missing and returns what came. Then XREAD waits for all of them.
"""

import asyncio
import logging
import secrets
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Never

from redis.exceptions import RedisError, ResponseError

from persistence.contract import Entry, NodeId, Position, RoomId, Sink
from persistence.redis.entries import entries_of
from persistence.redis.keys import Keys
from persistence.redis.known import Known
from persistence.redis.link import Argument, Client, Link
from persistence.redis.scripts import Scripts
from persistence.redis.tell import tell

log = logging.getLogger(__name__)

# Also how long following takes at most where Redis does not let us interrupt a read.
BLOCK_MS = 2000
# Redis answers a blocking read in BLOCK_MS; what takes longer is not there any more.
BLOCKED_TIMEOUT_S = 5.0
# Half of what entries are kept for: a process that slept longer looks for gaps.
STALLED_S = 30.0
# One read names every stream: nodes that commit every few milliseconds share it.
GATHER_S = 0.005
# How long an emptied Redis goes unnoticed.
LOOK_EVERY_S = 1.0
# Entries per stream and turn, streams per round trip of catching up.
PAGE_ENTRIES = 200
PAGE_STREAMS = 50
# Until the read has noticed that it is interrupted.
INTERRUPT_AGAIN_S = 0.01


@dataclass(slots=True, eq=False)
class FollowedRoom:
    room: RoomId
    cursor: Position
    caught_up: bool = False


@dataclass(slots=True, eq=False)
class FollowedScope:
    scope: str
    cursor: Position
    caught_up: bool = False


Followed = FollowedRoom | FollowedScope
ReadAll = Callable[[Sequence[Sequence[Argument]]], Awaitable[list[Any]]]
# What runs while Redis is there, by name.
Reading = Mapping[str, Callable[[], Coroutine[Any, Any, None]]]


class Streams:
    def __init__(
        self,
        node: NodeId,
        sink: Sink,
        keys: Keys,
        scripts: Scripts,
        known: Known,
    ) -> None:
        self._node = node
        self._sink = sink
        self._keys = keys
        self._scripts = scripts
        self._known = known
        self._followed: dict[str, Followed] = {}
        self._changed = asyncio.Event()
        self._began = False
        self._life: bytes | None = None
        self._looked_s = 0.0

    def follow(self, room: RoomId, after: Position) -> None:
        self._known.read_up_to(room, after)
        self._followed[self._keys.log(room)] = FollowedRoom(room, after)
        self._changed.set()

    def unfollow(self, room: RoomId) -> None:
        self._followed.pop(self._keys.log(room), None)
        self._known.forget_appended(room)

    def follow_records(self, scope: str, after: Position) -> None:
        self._followed[self._keys.changes(scope)] = FollowedScope(scope, after)
        self._changed.set()

    def unfollow_records(self, scope: str) -> None:
        self._followed.pop(self._keys.changes(scope), None)

    @asynccontextmanager
    async def connected(self, client: Client) -> AsyncIterator[Reading]:
        async with client.link() as link:
            reader = await link.call("CLIENT", "ID")
            yield {
                "read streams": partial(self.read, link),
                "interrupt reads": partial(self.interrupt, client, reader),
            }

    async def read(self, link: Link) -> Never:
        """Raises RedisError when the link is over."""
        loop = asyncio.get_running_loop()
        self.begin()
        turned_s = loop.time()
        while True:
            self._changed.clear()
            if loop.time() - turned_s > STALLED_S:
                self.doubt()
            turned_s = loop.time()
            if turned_s - self._looked_s > LOOK_EVERY_S:
                self._looked_s = turned_s
                await self._look_for_life(link)
            for _, error in await self.catch_up(link.read_all):
                raise error
            if self._followed:
                await self._wait_for_entries(link)
            else:
                await self._wait_for_streams(link)

    def grown(self, streams: Iterable[str]) -> None:
        """Look what these have, if they are followed."""
        for key in streams:
            if followed := self._followed.get(key):
                followed.caught_up = False
                self._changed.set()

    async def turn(self, within_s: float) -> bool:
        """Wait until there is something to catch up with. False: nothing came in time."""
        try:
            async with asyncio.timeout(within_s):
                await self._changed.wait()
        except TimeoutError:
            return False
        await asyncio.sleep(GATHER_S)
        self._changed.clear()
        return True

    async def interrupt(self, client: Client, reader: int) -> None:
        """While something new is followed, keep the reader from waiting for the old."""
        while True:
            await self._changed.wait()
            try:
                await client.call("CLIENT", "UNBLOCK", reader)
            except ResponseError:
                log.warning("Redis lets us interrupt no read: following takes up to 2 s")
                return
            await asyncio.sleep(INTERRUPT_AGAIN_S)

    async def _look_for_life(self, link: Link) -> None:
        """An emptied Redis breaks no connection, and its streams go on from the next entry."""
        found = await link.call("GET", self._keys.life)
        if found is None:
            await link.call("SET", self._keys.life, secrets.token_hex(8), "NX")
            found = await link.call("GET", self._keys.life)
        lived, self._life = self._life, found
        if lived not in {None, found}:
            log.error("Redis lost what it held: rooms and records in memory are brought back")
            self._everything_is_lost()

    def _everything_is_lost(self) -> None:
        """Looking for gaps would not do: what we read since may be of the new streams."""
        for key, followed in list(self._followed.items()):
            match followed:
                case FollowedRoom():
                    self._tell_gap(key, followed)
                case FollowedScope(scope):
                    followed.caught_up = False
                    tell(self._sink.on_records, scope, [])

    def begin(self) -> None:
        """Redis was away, if it ever was there: what a stream has lost may lie before it grew."""
        self.doubt()
        if self._began:
            for followed in list(self._followed.values()):
                if isinstance(followed, FollowedScope):
                    tell(self._sink.on_records, followed.scope, [])
        self._began = True

    def doubt(self) -> None:
        for followed in self._followed.values():
            followed.caught_up = False

    async def catch_up(self, read_all: ReadAll) -> list[tuple[str, RedisError]]:
        """Read what the doubtful streams have. Returns those that could not be asked."""
        failed: dict[str, RedisError] = {}
        while page := [
            (key, followed)
            for key, followed in self._followed.items()
            if not followed.caught_up and key not in failed
        ][:PAGE_STREAMS]:
            replies = await read_all([self._question(followed) for _, followed in page])
            for (key, followed), reply in zip(page, replies, strict=True):
                if isinstance(reply, RedisError):
                    failed[key] = reply
                elif self._followed.get(key) is followed:
                    self._caught_up(key, followed, reply)
        return list(failed.items())

    def _question(self, followed: Followed) -> list[Argument]:
        keys = self._keys
        match followed:
            case FollowedRoom(room, cursor):
                names = [keys.log(room), keys.snap(room)]
                epoch = self._known.epochs.get(room, "")
                unread = self._known.unread(room)
                if unread is None:
                    # Nobody's epoch: the room is read as a whole.
                    epoch, unread = "-", []
                arguments: list[Argument] = [cursor, PAGE_ENTRIES, epoch, *unread]
                return ["EVAL", self._scripts.follow, 2, *names, *arguments]
            case FollowedScope(scope, cursor):
                names = [keys.records(scope), keys.changes(scope)]
                return ["EVAL", self._scripts.follow_records, 2, *names, cursor]

    def _caught_up(self, key: str, followed: Followed, reply: Any) -> None:
        match followed:
            case FollowedRoom() if reply is None:
                self._tell_gap(key, followed)
            case FollowedRoom():
                followed.caught_up = len(reply) < PAGE_ENTRIES
                self._take_entries(followed, entries_of(reply))
            case FollowedScope():
                last, names, lost = reply
                followed.caught_up = True
                followed.cursor = Position(last.decode())
                self._take_names(followed, names)
                if lost and not names:
                    tell(self._sink.on_records, followed.scope, [])

    def _tell_gap(self, key: str, followed: FollowedRoom) -> None:
        del self._followed[key]
        self._known.forget_appended(followed.room)
        tell(self._sink.on_gap, followed.room)

    async def _wait_for_entries(self, link: Link) -> None:
        asked = dict(self._followed)
        cursors = [followed.cursor for followed in asked.values()]
        limits: list[Argument] = ["COUNT", PAGE_ENTRIES, "BLOCK", BLOCK_MS]
        reply = await link.call(
            "XREAD", *limits, "STREAMS", *asked, *cursors, timeout_s=BLOCKED_TIMEOUT_S
        )
        for key_bytes, raw in reply or ():
            key = key_bytes.decode()
            followed = asked[key]
            if self._followed.get(key) is not followed:
                continue
            match followed:
                case FollowedRoom():
                    self._take_entries(followed, entries_of(raw))
                case FollowedScope():
                    followed.cursor = Position(raw[-1][0].decode())
                    self._take_names(followed, [n for _, fields in raw for n in fields[1::2]])
        if reply:
            await asyncio.sleep(GATHER_S)

    async def _wait_for_streams(self, link: Link) -> None:
        await link.call("PING")
        try:
            async with asyncio.timeout(BLOCK_MS / 1000):
                await self._changed.wait()
        except TimeoutError:
            pass

    def _take_entries(self, followed: FollowedRoom, entries: list[Entry]) -> None:
        if not entries:
            return
        followed.cursor = entries[-1].position
        self._known.read_up_to(followed.room, followed.cursor)
        foreign = [entry for entry in entries if entry.node != self._node]
        if foreign:
            tell(self._sink.on_entries, followed.room, foreign)

    def _take_names(self, followed: FollowedScope, names: Iterable[bytes]) -> None:
        if found := list(dict.fromkeys(name.decode() for name in names)):
            tell(self._sink.on_records, followed.scope, found)
