"""What is followed, and how far: one blocking read for all rooms and scopes.

A stream that was just followed, or whose Redis was away, is caught up with first: one script per
stream looks whether anything is missing and returns what came. Then XREAD waits for all of them.
"""

import asyncio
import logging
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any, Never

from redis.exceptions import ResponseError

from persistence.contract import START, Entry, NodeId, Position, RoomId, Sink
from persistence.redis.entries import entries_of
from persistence.redis.keys import Keys
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


class Streams:
    def __init__(
        self,
        node: NodeId,
        sink: Sink,
        keys: Keys,
        scripts: Scripts,
        appended: MutableMapping[RoomId, Position],
    ) -> None:
        self._node = node
        self._sink = sink
        self._keys = keys
        self._scripts = scripts
        self._appended = appended
        self._followed: dict[str, Followed] = {}
        self._changed = asyncio.Event()

    def follow(self, room: RoomId, after: Position) -> None:
        self._followed[self._keys.log(room)] = FollowedRoom(room, after)
        self._changed.set()

    def unfollow(self, room: RoomId) -> None:
        self._followed.pop(self._keys.log(room), None)
        self._appended.pop(room, None)

    def follow_records(self, scope: str, after: Position) -> None:
        self._followed[self._keys.changes(scope)] = FollowedScope(scope, after)
        self._changed.set()

    def unfollow_records(self, scope: str) -> None:
        self._followed.pop(self._keys.changes(scope), None)

    async def read(self, link: Link) -> Never:
        """Raises RedisError when the link is over."""
        loop = asyncio.get_running_loop()
        self._doubt()
        turned_s = loop.time()
        while True:
            self._changed.clear()
            if loop.time() - turned_s > STALLED_S:
                self._doubt()
            turned_s = loop.time()
            await self._catch_up(link)
            if self._followed:
                await self._wait_for_entries(link)
            else:
                await self._wait_for_streams(link)

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

    def _doubt(self) -> None:
        for followed in self._followed.values():
            followed.caught_up = False

    async def _catch_up(self, link: Link) -> None:
        while page := [
            (key, followed) for key, followed in self._followed.items() if not followed.caught_up
        ][:PAGE_STREAMS]:
            replies = await link.call_all([self._question(followed) for _, followed in page])
            for (key, followed), reply in zip(page, replies, strict=True):
                if isinstance(reply, ResponseError):
                    raise reply
                if self._followed.get(key) is followed:
                    self._caught_up(key, followed, reply)

    def _question(self, followed: Followed) -> list[Argument]:
        keys = self._keys
        match followed:
            case FollowedRoom(room, cursor):
                own = self._appended.get(room, START)
                names = [keys.log(room), keys.snap(room)]
                return ["EVAL", self._scripts.follow, 2, *names, cursor, own, PAGE_ENTRIES]
            case FollowedScope(scope, cursor):
                names = [keys.records(scope), keys.changes(scope)]
                return ["EVAL", self._scripts.follow_records, 2, *names, cursor]

    def _caught_up(self, key: str, followed: Followed, reply: Any) -> None:
        match followed:
            case FollowedRoom(room):
                if reply is None:
                    del self._followed[key]
                    self._appended.pop(room, None)
                    tell(self._sink.on_gap, room)
                    return
                followed.caught_up = len(reply) < PAGE_ENTRIES
                self._take_entries(followed, entries_of(reply))
            case FollowedScope():
                last, names = reply
                followed.caught_up = True
                followed.cursor = Position(last.decode())
                self._take_names(followed, names)

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
        foreign = [entry for entry in entries if entry.node != self._node]
        if foreign:
            tell(self._sink.on_entries, followed.room, foreign)

    def _take_names(self, followed: FollowedScope, names: Iterable[bytes]) -> None:
        if found := list(dict.fromkeys(name.decode() for name in names)):
            tell(self._sink.on_records, followed.scope, found)
