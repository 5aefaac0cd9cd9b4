"""A connection that says hostile things to a server, and how that ended."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable
from itertools import islice

from websockets.frames import Frame, Opcode

from tests.client import Seat
from tests.hostile.inputs import Input
from tests.server.wire import Peer, dialled, upgrade

STILL_THERE = b"still there?"
PING = Frame(Opcode.PING, STILL_THERE).serialize(mask=True)
# What a fault of the peer may be answered with; 1011 and silence are faults of ours.
ANSWERS = {1000, 1001, 1002, 1003, 1005, 1007, 1009, 4400, 4403, 4409, 4413, 4508, 4529}
# Said without waiting for an answer in between, as nobody has to.
BATCH = 8


class Fault(Exception):
    """The server answered as it never should."""


class Attacker:
    """One malicious person's connection; opens another one whenever it was closed."""

    def __init__(self, port: int, seat: Seat) -> None:
        self.codes: Counter[int] = Counter()
        self.said = 0  # inputs that were surely looked at
        self._port = port
        self._head = upgrade(f"/sync/{seat.room}", {"Cookie": seat.cookie, **OURS})

    async def say(self, inputs: Iterable[Input]) -> None:
        """All of them: behind one that ended the connection, the next comes on another.

        Raises Fault.
        """
        waiting = deque(inputs)
        while waiting:
            async with dialled(self._port) as peer:
                answer = await peer.request(self._head)
                if answer.status != 101:
                    raise Fault(f"expected 101, got {answer.status}")
                while waiting and await self._is_taken(peer, waiting):
                    pass

    async def _is_taken(self, peer: Peer, waiting: deque[Input]) -> bool:
        """Say the next few; those that were looked at wait no more. False at the end of it."""
        batch = batch_of(waiting)
        peer.writer.write(b"".join(each.wire + PING for each in batch))
        is_broken = batch[-1].kind == "frames"
        if is_broken:
            # It may have begun a frame that takes the ping for its own.
            peer.writer.write_eof()
        looked_at = 0
        try:
            while looked_at < len(batch):
                opcode, payload = await peer.frame()
                if opcode is Opcode.PONG and payload == STILL_THERE:
                    looked_at += 1
                elif opcode is Opcode.CLOSE:
                    looked_at += 1
                    if not (is_broken and looked_at == len(batch)):  # which may say how to end
                        self._note(payload)
                    return False
        except TimeoutError:
            raise Fault("no answer") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            if not is_broken:
                raise Fault("ended without a close frame") from None
            looked_at = max(looked_at, 1)
            return False
        finally:
            for _ in range(looked_at):
                waiting.popleft()
            self.said += looked_at
        return not is_broken

    def _note(self, close: bytes) -> None:
        code = int.from_bytes(close[:2]) if close else 1005
        self.codes[code] += 1
        if code not in ANSWERS:
            raise Fault(f"closed with {code}: {close[2:]!r}")


def batch_of(waiting: Iterable[Input]) -> list[Input]:
    """What can be said at once: behind broken frames nothing is understood."""
    batch: list[Input] = []
    for each in islice(waiting, BATCH):
        batch.append(each)
        if each.kind == "frames":
            break
    return batch


OURS = {"Sec-WebSocket-Protocol": "helpathon.1"}
