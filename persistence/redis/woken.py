"""Reading the streams of a Cluster: looking where somebody says that there is something.

XREAD waits for streams of one slot only, so one that blocks would take a connection per room.
Nodes tell each other by message which streams have grown; whoever misses one looks by himself.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Never

from persistence.redis.link import Client
from persistence.redis.streams import Reading, Streams

log = logging.getLogger(__name__)

# How late an entry comes whose message was lost; also how soon a part of the Cluster that was
# away is looked at again.
LOOK_S = 2.0


class WokenReading:
    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._is_whole = True

    @asynccontextmanager
    async def connected(self, client: Client) -> AsyncIterator[Reading]:
        yield {"read streams": partial(self._read, client)}

    async def _read(self, client: Client) -> Never:
        self._streams.begin()
        while True:
            failed = await self._streams.catch_up(client.read_all)
            if bool(failed) == self._is_whole:
                self._is_whole = not failed
                if failed:
                    log.warning("a part of the Redis Cluster is away: %s", failed[0][1])
            if not await self._streams.turn(LOOK_S):
                self._streams.doubt()
