"""Group commit: one task that carries every room's backlog into the store.

While one commit is being made durable the next one gathers, so a commit grows with the load and
a single edit waits for nobody. A store that is away is asked again until it is back: rooms go on,
and nothing is called saved meanwhile.
"""

import asyncio
import logging
from collections.abc import Callable

from persistence.contract import RoomId, Store, StoreError
from rooms.backlog import Backlog

log = logging.getLogger(__name__)

# A first edit is committed at once. Under load, commits this far apart take a tenth less of the
# CPU than closer ones, and an edit still is durable within 50 ms.
GATHER_S = 0.018
FIRST_RETRY_S = 0.1
LONGEST_RETRY_S = 2.0
# A room that the store refuses, while it takes others, is no matter of a moment.
REFUSED_RETRY_S = 1.0

# (room, its backlog) as long as it has one.
Committed = Callable[[RoomId], None]


class Committer:
    def __init__(self, store: Store, committed: Committed) -> None:
        self._store = store
        self._committed = committed
        self._dirty: dict[RoomId, Backlog] = {}
        # Set aside for a while, so that nobody else waits for them.
        self._refused: dict[RoomId, Backlog] = {}
        # Refused before, and not answered since.
        self._retried: set[RoomId] = set()
        self._work = asyncio.Event()
        self._next_commit = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self.store_away = False

    def wants(self, room: RoomId, backlog: Backlog) -> None:
        """There is something to commit. Call as often as you like."""
        if room not in self._dirty and room not in self._refused:
            self._dirty[room] = backlog
            self._idle.clear()
            self._work.set()

    async def idle(self) -> None:
        """Wait until everything is durable."""
        await self._idle.wait()

    async def emptied(self, backlog: Backlog) -> None:
        """Wait until everything of one room is durable, however busy the others are."""
        while backlog:
            await self._next_commit.wait()

    async def run(self) -> None:
        retry_s = FIRST_RETRY_S
        while True:
            await self._work.wait()
            if await self._commit():
                retry_s = FIRST_RETRY_S
                await asyncio.sleep(GATHER_S)
            else:
                await asyncio.sleep(retry_s)
                retry_s = min(retry_s * 2, LONGEST_RETRY_S)

    async def _commit(self) -> bool:
        taken, self._dirty = self._dirty, {}
        self._work.clear()
        batch = {room: backlog.take() for room, backlog in taken.items()}
        try:
            results = await self._store.append(batch)
        except StoreError as error:
            self._note(away=True, reason=str(error))
            for room, backlog in taken.items():
                backlog.failed()
                self.wants(room, backlog)
            return False
        for room, backlog in taken.items():
            result = results[room]
            if isinstance(result, StoreError):
                log.warning("a room's entries were not stored and will be tried again: %s", result)
                backlog.failed()
                self._set_aside(room, backlog)
            else:
                self._retried.discard(room)
                self._committed(room)
        done, self._next_commit = self._next_commit, asyncio.Event()
        done.set()
        is_away = bool(self._refused or self._retried)
        self._note(away=is_away, reason="some rooms' entries were refused")
        if not self._dirty and not self._refused:
            self._idle.set()
        return True

    def _set_aside(self, room: RoomId, backlog: Backlog) -> None:
        self._dirty.pop(room, None)
        if not self._dirty:
            self._work.clear()
        self._refused[room] = backlog
        asyncio.get_running_loop().call_later(REFUSED_RETRY_S, self._take_back, room)

    def _take_back(self, room: RoomId) -> None:
        self._retried.add(room)
        self.wants(room, self._refused.pop(room))

    def _note(self, *, away: bool, reason: str) -> None:
        if away != self.store_away:
            self.store_away = away
            if away:
                log.warning("the store does not take entries, rooms go on unsaved: %s", reason)
            else:
                log.info("the store takes entries again")
