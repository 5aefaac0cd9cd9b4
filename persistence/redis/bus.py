"""The bus on Redis: two connections of its own, made again together when either is lost."""

import asyncio
import logging
import random
from types import TracebackType
from typing import Self

from redis.exceptions import RedisError

from persistence.contract import NodeId, Position, RoomId, Sink
from persistence.redis.link import Client
from persistence.redis.signals import Signals
from persistence.redis.streams import Streams
from persistence.redis.tell import tell
from persistence.redis.woken import WokenReading
from persistence.task import stop

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 3.0


class RedisBus:
    def __init__(
        self,
        node: NodeId,
        sink: Sink,
        client: Client,
        streams: Streams,
        reading: Streams | WokenReading,
        signals: Signals,
    ) -> None:
        self._node = node
        self._sink = sink
        self._client = client
        self._streams = streams
        self._reading = reading
        self._signals = signals
        self._task: asyncio.Task[None] | None = None
        self._up = False
        self._leaving = False

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name=f"redis bus of {self._node}")
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._task is not None, "entered before it is left"
        self._leaving = True
        await stop(self._task)

    def follow(self, room: RoomId, after: Position) -> None:
        self._streams.follow(room, after)

    def unfollow(self, room: RoomId) -> None:
        self._streams.unfollow(room)

    def follow_records(self, scope: str, after: Position) -> None:
        self._streams.follow_records(scope, after)

    def unfollow_records(self, scope: str) -> None:
        self._streams.unfollow_records(scope)

    def publish(self, topic: str, data: bytes) -> None:
        self._signals.publish(topic, data)

    def subscribe(self, topic: str) -> None:
        self._signals.subscribe(topic)

    def unsubscribe(self, topic: str) -> None:
        self._signals.unsubscribe(topic)

    async def _run(self) -> None:
        pause_s = FIRST_PAUSE_S
        # Its being cancelled alone would not do: a TaskGroup that ends with errors at the same
        # moment forgets it, before Python 3.13.
        while not self._leaving:
            try:
                await self._connected()
            except* (RedisError, OSError) as lost:
                log.warning("the bus lost Redis: %s", lost.exceptions[0])
            if self._up:
                pause_s = FIRST_PAUSE_S
                self._set_up(False)
            # Nodes that lost one Redis at once don't come back at once.
            await asyncio.sleep(pause_s * random.uniform(0.5, 1))  # noqa: S311
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    async def _connected(self) -> None:
        """Until one of the connections is lost. Raises RedisError, alone or in a group."""
        async with (
            self._reading.connected(self._client) as reading,
            self._client.link() as listening,
            asyncio.TaskGroup() as tasks,
        ):
            for name, read in reading.items():
                tasks.create_task(read(), name=name)
            tasks.create_task(self._signals.listen(listening), name="listen for signals")
            tasks.create_task(
                self._signals.subscribe_changed(listening), name="subscribe to signals"
            )
            tasks.create_task(self._signals.send(self._client), name="send signals")
            self._set_up(True)

    def _set_up(self, up: bool) -> None:
        self._up = up
        tell(self._sink.on_bus_state, up)
