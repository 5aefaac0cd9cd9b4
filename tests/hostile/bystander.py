"""Two honest people in a room: one types, the other reads. They must notice nothing.

They look at bytes only: what a malicious peer of their own room wrote is not their matter here.
"""

import asyncio
import time
from collections.abc import Callable

import pycrdt
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from sync.messages import Control, Saved, SyncStep1, SyncStep2, Update, decode, encode
from tests.client import LIMITS, Seat

# A hundred times of what a word takes; the machine may be busy with other tests.
NOTICES_AFTER_S = 10.0
# Other programs may keep the disk busy, too.
SAVED_WITHIN_S = 20.0
PAUSE_S = 0.02


class Noticed(Exception):
    """Somebody honest had to wait, was sent home or lost a word."""


class Bystanders:
    """Use `run`; `words` of them have been read and saved so far."""

    def __init__(self, writer: Seat, reader: Seat) -> None:
        self.words = 0
        self.longest_s = 0.0
        self._seats = writer, reader
        self._doc: pycrdt.Doc[pycrdt.Text] = pycrdt.Doc()
        self._text = self._doc.get(f"honest-{self._doc.client_id}", type=pycrdt.Text)
        self._saved = 0
        self._read: set[int] = set()
        self._news = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Type until told to stop. Raises Noticed."""
        async with (
            opened(self._seats[0]) as writer,
            opened(self._seats[1]) as reader,
            asyncio.TaskGroup() as tasks,
        ):
            ears = [
                tasks.create_task(self._listen(writer), name="writer"),
                tasks.create_task(self._listen(reader), name="reader"),
            ]
            sent = 0
            while not stop.is_set():
                sent += 1
                await self._type(writer, sent)
                await asyncio.sleep(PAUSE_S)
            for ear in ears:
                ear.cancel()

    async def check(self) -> None:
        """All words are in what somebody gets who joins now. Raises Noticed."""
        async with opened(self._seats[1]) as late:
            await late.send(encode(SyncStep1(b"\0")))
            async with asyncio.timeout(NOTICES_AFTER_S):
                while True:
                    message = decode(bytes(await late.recv(decode=False)), LIMITS)
                    if isinstance(message, SyncStep2):
                        break
        lost = [word for word in range(1, self.words + 1) if marker(word) not in message.update]
        if lost:
            raise Noticed(f"{len(lost)} of {self.words} saved words are lost, the first {lost[0]}")

    async def _type(self, writer: ClientConnection, number: int) -> None:
        before = self._doc.get_state()
        self._text += marker(number).decode()
        begun_s = time.monotonic()
        await writer.send(encode(Update(self._doc.get_update(before))))
        try:
            await self._until(lambda: number in self._read, NOTICES_AFTER_S)
            await self._until(lambda: self._saved >= number, SAVED_WITHIN_S)
        except TimeoutError:
            state = f"saved {self._saved}, read {max(self._read, default=0)}"
            waited_s = time.monotonic() - begun_s
            raise Noticed(f"word {number} took more than {waited_s:.0f} s: {state}") from None
        self.words = number
        self.longest_s = max(self.longest_s, time.monotonic() - begun_s)

    async def _until(self, condition: Callable[[], bool], within_s: float) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(within_s):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def _listen(self, socket: ClientConnection) -> None:
        async for data in socket:
            match decode(bytes(data), LIMITS):  # type: ignore[arg-type]  # no text comes
                case Control() if not socket.protocol.subprotocol:
                    raise Noticed("a control message for a stock client")
                case SyncStep1():
                    await socket.send(encode(SyncStep2(b"\0\0")))
                    await socket.send(encode(SyncStep1(b"\0")))
                case Saved(count):
                    self._saved = max(self._saved, count)
                case Update(update) | SyncStep2(update):
                    self._find(update)
            self._news.set()
        raise Noticed(f"sent home: {socket.close_code} {socket.close_reason}")

    def _find(self, update: bytes) -> None:
        for number in range(self.words + 1, self.words + 3):
            if marker(number) in update:
                self._read.add(number)


def marker(number: int) -> bytes:
    return f"<{number}>".encode()


def opened(seat: Seat) -> connect:
    return connect(
        seat.socket_url,
        subprotocols=[Subprotocol("helpathon.1")],
        additional_headers={"Cookie": seat.cookie},
        compression=None,
        max_size=None,
        proxy=None,
    )
