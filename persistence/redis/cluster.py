"""A Redis Cluster: every command to the node that has its key, nodes independent of each other.

Not redis-py's RedisCluster: that gives no connection of its own to listen on, ends a batch with
its first error, and limits its waits in a way that can swallow a cancellation.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from redis import exceptions
from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot

from persistence.contract import WrongStore
from persistence.redis.address import Host
from persistence.redis.link import Argument, Link, NodeClient

# After a failure, or when it moved: not more often than this is the Cluster asked who has what.
MAP_AGAIN_S = 0.5
# Commits of all rooms wait for the slowest node: one that hangs is not asked again for a while.
AVOID_S = 10.0
# A slot on the move sends us on once, a failover at the same moment once more.
MOST_REDIRECTIONS = 3
# Where the key stands in a command; 1 where nothing is said.
KEY_AT = {"EVAL": 3}
KEYLESS = {"PING", "PUBLISH", "INFO", "CONFIG", "TIME", "CLUSTER"}

MakeNode = Callable[[Host], NodeClient]


class ClusterClient:
    """A Client. `call_all` answers with errors of a node as replies of the commands it got."""

    def __init__(self, seeds: Sequence[Host], make_node: MakeNode, replicas: int) -> None:
        self.replicas = replicas
        self._seeds = seeds
        self._make_node = make_node
        self._nodes: dict[Host, NodeClient] = {}
        self._owners: list[Host | None] = [None] * REDIS_CLUSTER_HASH_SLOTS
        self._primaries: list[Host] = []
        self._is_stale = True
        self._mapped_s = -MAP_AGAIN_S
        self._mapping = asyncio.Lock()
        self._avoided_until_s: dict[Host, float] = {}

    async def call(self, *command: Argument) -> Any:
        (reply,) = await self.call_all([command])
        if isinstance(reply, exceptions.RedisError):
            raise reply
        return reply

    async def call_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        return await self._call_all(commands, NodeClient.call_all)

    async def read_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        return await self._call_all(commands, NodeClient.read_all)

    async def append_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        return await self._call_all(commands, NodeClient.append_all)

    def link(self) -> Link:
        """To one of the nodes: messages reach all of them."""
        return self._node(self._anybody()).link()

    async def nodes(self) -> list[NodeClient]:
        """One for every primary. Raises RedisError where one of them cannot be asked."""
        self._is_stale = True
        await self._map()
        return [self._node(host) for host in self._primaries]

    async def close(self) -> None:
        for node in self._nodes.values():
            await node.close()

    async def _call_all(
        self,
        commands: Sequence[Sequence[Argument]],
        send: Callable[[NodeClient, Sequence[Sequence[Argument]]], Any],
    ) -> list[Any]:
        await self._map()
        replies: list[Any] = [None] * len(commands)
        waiting = {number: self._host_of(command) for number, command in enumerate(commands)}
        for _ in range(MOST_REDIRECTIONS):
            by_host: dict[Host, list[int]] = {}
            for number, host in waiting.items():
                by_host.setdefault(host, []).append(number)
            answers = await asyncio.gather(
                *(
                    self._ask(host, [commands[number] for number in numbers], send)
                    for host, numbers in by_host.items()
                )
            )
            waiting = {}
            for numbers, answered in zip(by_host.values(), answers, strict=True):
                for number, reply in zip(numbers, answered, strict=True):
                    replies[number] = reply
                    if isinstance(reply, exceptions.AskError):
                        replies[number] = await self._ask_while_it_moves(commands[number], reply)
                    elif isinstance(reply, exceptions.MovedError):
                        self._owners[reply.slot_id] = waiting[number] = (reply.host, reply.port)
                        self._is_stale = True
            if not waiting:
                break
        return replies

    async def _ask(
        self,
        host: Host,
        commands: Sequence[Sequence[Argument]],
        send: Callable[[NodeClient, Sequence[Sequence[Argument]]], Any],
    ) -> list[Any]:
        if time.monotonic() < self._avoided_until_s.get(host, 0.0):
            return [_away(host)] * len(commands)
        try:
            replies: list[Any] = await send(self._node(host), commands)
        except exceptions.RedisError as error:
            self._is_stale = True
            if isinstance(error, exceptions.TimeoutError):
                self._avoided_until_s[host] = time.monotonic() + AVOID_S
            return [error] * len(commands)
        return replies

    async def _ask_while_it_moves(
        self, command: Sequence[Argument], asked: exceptions.AskError
    ) -> Any:
        (_, reply) = await self._ask(
            (asked.host, asked.port), [("ASKING",), command], NodeClient.call_all
        )
        return reply

    def _host_of(self, command: Sequence[Argument]) -> Host:
        name = str(command[0])
        if name in KEYLESS:
            return self._anybody()
        key = command[KEY_AT.get(name, 1)]
        owner = self._owners[key_slot(key if isinstance(key, bytes) else str(key).encode())]
        return owner or self._anybody()

    def _anybody(self) -> Host:
        now_s = time.monotonic()
        hosts = [*self._primaries, *self._seeds]
        return min(hosts, key=lambda host: self._avoided_until_s.get(host, 0.0) > now_s)

    def _node(self, host: Host) -> NodeClient:
        if host not in self._nodes:
            self._nodes[host] = self._make_node(host)
        return self._nodes[host]

    async def _map(self) -> None:
        """Learn who has which slots, if what we know is doubtful.

        Raises RedisError where nothing is known and nobody tells.
        """
        known = bool(self._primaries)
        if not self._is_stale or (known and time.monotonic() - self._mapped_s < MAP_AGAIN_S):
            return
        if known and self._mapping.locked():
            return
        async with self._mapping:
            if self._is_stale:
                await self._map_now()

    async def _map_now(self) -> None:
        failed: exceptions.RedisError | None = None
        for host in dict.fromkeys([*self._primaries, *self._seeds]):
            (answer,) = await self._ask(host, [("CLUSTER", "SLOTS")], NodeClient.call_all)
            if not isinstance(answer, exceptions.RedisError):
                self._learn(answer, host)
                return
            if "cluster support disabled" in str(answer):
                raise WrongStore("expected a Redis Cluster, got a single Redis: say redis://…")
            failed = answer
        self._mapped_s = time.monotonic()
        assert failed is not None, "there are seeds"
        if not self._primaries:
            raise failed

    def _learn(self, answer: Any, asked: Host) -> None:
        self._owners = [None] * REDIS_CLUSTER_HASH_SLOTS
        for first, last, primary, *_ in answer:
            # A node that was never told its own address names none.
            host = ((primary[0] or b"").decode() or asked[0], int(primary[1]))
            self._owners[first : last + 1] = [host] * (last + 1 - first)
        self._primaries = list(dict.fromkeys(host for host in self._owners if host is not None))
        self._is_stale = False
        self._mapped_s = time.monotonic()


def _away(host: Host) -> exceptions.RedisError:
    return exceptions.ConnectionError(f"{host[0]}:{host[1]} did not answer a moment ago")
