"""A bad line between people and a server: stops for a while, or carries one byte at a time.

async with Line(server.port) as line:
    async with Client(seat.at(line.url)) as ada:
        line.stall()
"""

import asyncio
import socket
from types import TracebackType
from typing import Self

# The kernel would else take megabytes for somebody who does not read.
BUFFER_BYTES = 16 * 1024


class Line:
    """A TCP proxy on this machine. `piece_bytes`: it hands on no more than that at once."""

    def __init__(self, port: int, *, piece_bytes: int = BUFFER_BYTES) -> None:
        self.carried_bytes = 0  # from the server
        self._server_port = port
        self._piece_bytes = piece_bytes
        self._flows = asyncio.Event()
        self._flows.set()
        self._calls: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._listening is not None, "inside `async with`"
        self._listening.close()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    @property
    def url(self) -> str:
        assert self._listening is not None, "inside `async with`"
        return f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    def stall(self) -> None:
        """Nothing comes through from the server; it sees somebody who does not read."""
        self._flows.clear()

    def flow(self) -> None:
        self._flows.set()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call is not None, "a task per call"
        self._calls.add(call)
        try:
            await self._connect(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # either end went away
        finally:
            self._calls.discard(call)
            writer.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        raw.setblocking(False)
        await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", self._server_port))
        there_reader, there_writer = await asyncio.open_connection(sock=raw, limit=BUFFER_BYTES)
        for each in (writer, there_writer):
            each.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._carry_up(reader, there_writer))
                ways.create_task(self._carry_down(there_reader, writer))
        except* ConnectionError:
            pass
        finally:
            there_writer.close()

    async def _carry_up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(self._piece_bytes):
            await self._hand_on(piece, writer)
        writer.write_eof()

    async def _carry_down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await self._flows.wait()
            piece = await reader.read(self._piece_bytes)
            if not piece:
                break
            await self._flows.wait()
            self.carried_bytes += len(piece)
            await self._hand_on(piece, writer)
        writer.write_eof()

    async def _hand_on(self, piece: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(piece)
        await writer.drain()
        # Whoever reads has a turn of the loop: small pieces arrive as they are.
        await asyncio.sleep(0)
