"""A websocket client that can do everything wrong, byte by byte."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from websockets.frames import Frame, Opcode

DEADLINE_S = 15.0
# The example of RFC 6455, section 1.3.
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


@dataclass
class Answer:
    """The head of an HTTP answer, and its body where it has one."""

    status: int
    headers: dict[str, str]
    body: bytes


class Peer:
    """One TCP connection to a server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def request(self, head: bytes) -> Answer:
        self.writer.write(head)
        return await self.answer()

    async def answer(self) -> Answer:
        async with asyncio.timeout(DEADLINE_S):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.rstrip().split("\r\n")
            pairs = (line.partition(": ") for line in lines)
            headers = {name.lower(): value for name, _, value in pairs}
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(first.split(" ")[1]), headers, body)

    def send(
        self, opcode: Opcode, payload: bytes = b"", *, fin: bool = True, masked: bool = True
    ) -> None:
        self.writer.write(Frame(opcode, payload, fin=fin).serialize(mask=masked))

    async def frame(self) -> tuple[Opcode, bytes]:
        """The server's next frame, whole: it never fragments and never masks."""
        async with asyncio.timeout(DEADLINE_S):
            first, length = await self.reader.readexactly(2)
            assert first & 0xF0 == 0x80, "final, without extensions"
            assert length < 128, "not masked"
            if length == 126:
                length = int.from_bytes(await self.reader.readexactly(2))
            elif length == 127:
                length = int.from_bytes(await self.reader.readexactly(8))
            return Opcode(first & 0x0F), await self.reader.readexactly(length)

    async def frame_of(self, wanted: Opcode) -> bytes:
        """The payload of the next frame of a kind."""
        while True:
            opcode, payload = await self.frame()
            if opcode is wanted:
                return payload

    async def close_code(self) -> int:
        """The server closes: with which code."""
        return int.from_bytes((await self.frame_of(Opcode.CLOSE))[:2])

    async def end(self) -> None:
        """The server ends the connection; whatever it still sends is passed over."""
        async with asyncio.timeout(DEADLINE_S):
            try:
                while await self.reader.read(2**16):
                    pass
            except ConnectionResetError:
                pass


def upgrade(path: str, headers: Mapping[str, str | None] | None = None) -> bytes:
    """A websocket's opening request; a header given as None is left out."""
    all_headers: dict[str, str | None] = {
        "Host": "localhost",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
        **(headers or {}),
    }
    lines = [f"{name}: {value}" for name, value in all_headers.items() if value is not None]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


@asynccontextmanager
async def dialled(port: int) -> AsyncIterator[Peer]:
    """A TCP connection, nothing said yet. What is not read here fills the buffers on the way."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
    try:
        yield Peer(reader, writer)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def peer(
    port: int, room: str = "room", headers: Mapping[str, str | None] | None = None
) -> AsyncIterator[Peer]:
    """A websocket in a room."""
    async with dialled(port) as peer:
        answer = await peer.request(upgrade(f"/sync/{room}", headers))
        assert answer.status == 101, answer
        yield peer
