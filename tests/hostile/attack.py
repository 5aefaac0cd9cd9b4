"""A connection that says hostile things to a server, and how that ended."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto

from websockets.frames import Frame, Opcode

from tests.client import Seat
from tests.hostile.inputs import Input
from tests.server.wire import Peer, dialled, upgrade

# What a fault of the peer may be answered with; 1011 and silence are faults of ours.
ANSWERS = {1000, 1001, 1002, 1003, 1005, 1007, 1009, 4400, 4403, 4409, 4413, 4508, 4529}
STILL_THERE = b"still there?"
PING = Frame(Opcode.PING, STILL_THERE).serialize(mask=True)


class End(Enum):
    TAKEN = auto()  # all of it, and the connection lives
    CLOSED = auto()


class Fault(Exception):
    """The server answered as it never should."""


class Attacker:
    """One malicious person's connection; opens another one whenever it was closed."""

    def __init__(self, port: int, seat: Seat) -> None:
        self.codes: Counter[int] = Counter()
        self.said = 0  # inputs that were surely looked at: of a batch that ended it, one
        self._port = port
        self._head = upgrade(f"/sync/{seat.room}", {"Cookie": seat.cookie, **OURS})

    async def say(self, batches: Sequence[Sequence[Input]]) -> None:
        """Raises Fault."""
        waiting = list(reversed(batches))
        while waiting:
            async with dialled(self._port) as peer:
                answer = await peer.request(self._head)
                if answer.status != 101:
                    raise Fault(f"expected 101, got {answer.status}")
                while waiting:
                    batch = waiting.pop()
                    if await self._say(peer, batch) is End.CLOSED:
                        self.said += 1
                        break
                    self.said += len(batch)

    async def _say(self, peer: Peer, batch: Sequence[Input]) -> End:
        peer.writer.write(b"".join(each.wire for each in batch) + PING)
        if any(each.kind == "frames" for each in batch):
            # It may have begun a frame that takes the ping for its own.
            peer.writer.write_eof()
            await peer.end()
            return End.CLOSED
        try:
            while True:
                opcode, payload = await peer.frame()
                if opcode is Opcode.PONG and payload == STILL_THERE:
                    return End.TAKEN
                if opcode is Opcode.CLOSE:
                    code = int.from_bytes(payload[:2]) if payload else 1005
                    self.codes[code] += 1
                    if code not in ANSWERS:
                        raise Fault(f"closed with {code}: {payload[2:]!r}")
                    return End.CLOSED
        except TimeoutError:
            raise Fault("no answer") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Fault("ended without a close frame") from None


OURS = {"Sec-WebSocket-Protocol": "helpathon.1"}
