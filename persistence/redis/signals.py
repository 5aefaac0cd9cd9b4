"""Signals between nodes on pub/sub: at most once, for what nobody misses when it is lost."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Never

from redis import exceptions

from persistence.contract import NodeId, Sink
from persistence.redis.keys import Keys
from persistence.redis.link import Client, Link
from persistence.redis.tell import tell

Woken = Callable[[Sequence[str]], None]

# A tenth of a second of presence from every room of a busy node; older is worth nothing.
SIGNALS_WAITING = 1000
# A silent connection is asked this often whether it is still there.
ASK_AFTER_S = 2.0


class Signals:
    def __init__(self, node: NodeId, sink: Sink, keys: Keys, woken: Woken | None = None) -> None:
        """`woken` is told the names of streams that other nodes made grow."""
        self._node = node
        self._sink = sink
        self._keys = keys
        self._woken = woken
        self._topics: dict[str, str] = {}
        self._subscribed: set[str] = set()
        self._changed = asyncio.Event()
        # Full: the oldest goes.
        self._outgoing: deque[tuple[str, bytes]] = deque(maxlen=SIGNALS_WAITING)
        self._pending = asyncio.Event()

    def publish(self, topic: str, data: bytes) -> None:
        message = self._node.encode() + b"\0" + data
        self._outgoing.append((self._keys.channel(topic), message))
        self._pending.set()

    def wake(self, streams: Sequence[str]) -> None:
        """Tell the other nodes. One that misses it looks by itself in a few seconds."""
        names = "\0".join([self._node, *streams])
        self._outgoing.append((self._keys.wakes, names.encode()))
        self._pending.set()

    def subscribe(self, topic: str) -> None:
        self._topics[self._keys.channel(topic)] = topic
        self._changed.set()

    def unsubscribe(self, topic: str) -> None:
        self._topics.pop(self._keys.channel(topic), None)
        self._changed.set()

    async def send(self, client: Client) -> Never:
        """Raises RedisError when Redis is away."""
        while True:
            await self._pending.wait()
            self._pending.clear()
            waiting = [("PUBLISH", channel, message) for channel, message in self._outgoing]
            self._outgoing.clear()
            await client.call_all(waiting)

    async def subscribe_changed(self, link: Link) -> Never:
        self._subscribed = set()
        while True:
            wanted = set(self._topics)
            if self._woken is not None:
                wanted.add(self._keys.wakes)
            added, removed = wanted - self._subscribed, self._subscribed - wanted
            self._subscribed = wanted
            self._changed.clear()
            if added:
                await link.send("SUBSCRIBE", *added)
            if removed:
                await link.send("UNSUBSCRIBE", *removed)
            await self._changed.wait()

    async def listen(self, link: Link) -> Never:
        asked = False
        while True:
            message = await link.receive(ASK_AFTER_S)
            if message is not None:
                asked = False
                self._take(message)
            elif asked:
                raise exceptions.ConnectionError("no answer on the connection for signals")
            else:
                asked = True
                await link.send("PING")

    def _take(self, message: Any) -> None:
        match message:
            case [b"message", bytes(channel), bytes(payload)]:
                topic = self._topics.get(channel.decode())
                node, _, data = payload.partition(b"\0")
                if self._woken is not None and channel.decode() == self._keys.wakes:
                    self._woken(data.decode().split("\0"))
                if topic is not None and node.decode() != self._node:
                    tell(self._sink.on_signal, topic, NodeId(node.decode()), data)
