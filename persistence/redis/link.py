"""The door to redis-py: commands out, replies as Redis sends them (bytes, numbers, lists, None).

A Client shares connections for calls that are answered at once: of one Redis (NodeClient) or of
a Cluster (`cluster.py`). A Link is one connection of its own for what blocks or listens, and
would keep others waiting.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Protocol, Self

from redis import exceptions
from redis.asyncio.connection import AbstractConnection, BlockingConnectionPool

Argument = str | bytes | int

# Whoever waits for Redis is told within a few seconds.
TIMEOUT_S = 3.0
# A whole room, or many entries of many, over a busy network.
READ_TIMEOUT_S = 15.0
# Replicas confirm in a round trip; what is missing for so long is not coming.
REPLICATION_MS = 1000


class TooFewReplicas(exceptions.ConnectionError):
    """Redis has it, and would lose it with its machine."""


class Client(Protocol):
    """All calls raise RedisError, in a few seconds at most.

    `replicas` is how many must have what is appended.
    """

    @property
    def replicas(self) -> int: ...

    async def call(self, *command: Argument) -> Any: ...

    async def call_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        """Their replies, in one round trip. A command's own error is its reply."""
        ...

    async def read_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        """As `call_all`, for replies that may be large: they are waited for longer."""
        ...

    async def append_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        """As `call_all`, answered when as many replicas have it as the address asks for."""
        ...

    def link(self) -> "Link": ...

    async def nodes(self) -> Sequence["Client"]:
        """Every Redis that has keys of its own."""
        ...

    async def close(self) -> None: ...


async def nothing() -> None:
    pass


class NodeClient:
    def __init__(
        self,
        pool: BlockingConnectionPool,
        replicas: int = 0,
        closing: Callable[[], Awaitable[None]] = nothing,
    ) -> None:
        self._pool = pool
        self.replicas = replicas
        self._lacks_replicas = False
        self._closing = closing

    async def call(self, *command: Argument) -> Any:
        (reply,) = await self.call_all([command])
        if isinstance(reply, exceptions.ResponseError):
            raise reply
        return reply

    async def call_all(
        self, commands: Sequence[Sequence[Argument]], timeout_s: float = TIMEOUT_S
    ) -> list[Any]:
        """Their replies, in one round trip. A command's own error is its reply."""
        async with _within(timeout_s):
            connection = await self._pool.get_connection()  # type: ignore[no-untyped-call]
            try:
                return await _call_all(connection, commands)
            finally:
                await self._pool.release(connection)

    async def read_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        # That Redis hangs shows with a short question.
        await self.call_all([("PING",)])
        return await self.call_all(commands, READ_TIMEOUT_S)

    async def append_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        if not self.replicas:
            return await self.call_all(commands)
        if self._lacks_replicas:
            # Or each attempt would make the log longer by the same entries.
            await self._wait_for_replicas([])
        return await self._wait_for_replicas(commands)

    async def _wait_for_replicas(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        """On one connection: it waits for what was written on it."""
        wait = ("WAIT", self.replicas, REPLICATION_MS)
        *replies, found = await self.call_all([*commands, wait])
        if isinstance(found, exceptions.ResponseError):
            raise found
        self._lacks_replicas = found < self.replicas
        if self._lacks_replicas:
            raise TooFewReplicas(f"expected {self.replicas} replicas to have it, got {found}")
        return replies

    def link(self) -> "Link":
        return Link(_new_connection(self._pool))

    async def nodes(self) -> Sequence[Client]:
        return [self]

    async def close(self) -> None:
        await self._pool.aclose()
        await self._closing()


class Link:
    """Connected inside `async with`. After a RedisError the link is over."""

    def __init__(self, connection: AbstractConnection) -> None:
        self._connection = connection

    async def __aenter__(self) -> Self:
        async with _within(TIMEOUT_S):
            await self._connection.connect()  # type: ignore[no-untyped-call]
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._connection.disconnect(nowait=True)

    async def call(self, *command: Argument, timeout_s: float = TIMEOUT_S) -> Any:
        """`timeout_s` is longer than the command itself waits in Redis."""
        async with _within(timeout_s):
            await self._send(*command)
            return await self._connection.read_response()

    async def read_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        """Their replies, which may be large. A command's own error is its reply."""
        await self.call("PING")
        async with _within(READ_TIMEOUT_S):
            return await _call_all(self._connection, commands)

    async def send(self, *command: Argument) -> None:
        async with _within(TIMEOUT_S):
            await self._send(*command)

    async def receive(self, timeout_s: float) -> Any:
        """The next message, or None when there is none in time."""
        return await self._connection.read_response(timeout=timeout_s)

    async def _send(self, *command: Argument) -> None:
        packed = self._connection.pack_command(*command)
        await self._connection.send_packed_command(packed, check_health=False)


def check(pool: BlockingConnectionPool) -> None:
    """Raises TypeError or ValueError for options no connection can be made with."""
    _new_connection(pool)


def _new_connection(pool: BlockingConnectionPool) -> AbstractConnection:
    connection: AbstractConnection = pool.make_connection()  # type: ignore[no-untyped-call]
    return connection


@asynccontextmanager
async def _within(timeout_s: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except TimeoutError as error:
        raise exceptions.TimeoutError(f"no answer within {timeout_s:g} s") from error


async def _call_all(
    connection: AbstractConnection, commands: Sequence[Sequence[Argument]]
) -> list[Any]:
    packed = connection.pack_commands(commands)
    await connection.send_packed_command(packed, check_health=False)
    return [await _reply(connection) for _ in commands]


async def _reply(connection: AbstractConnection) -> Any:
    try:
        return await connection.read_response()
    except exceptions.ResponseError as error:
        return error
