"""The websocket, given to uvicorn as its `ws=` class.

websockets' sans-I/O ServerProtocol parses and answers frames; this class moves its bytes and
hands whole messages to a room. TLS, HTTP, signals and shutdown stay uvicorn's. uvicorn does not
document the constructor and the calls it makes, so tests/server/test_transport.py holds them.
"""

import asyncio
import logging
import socket
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Protocol, cast

from websockets.datastructures import Headers
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from rooms.live import LiveRoom
from rooms.member import ConnectionId, Member, Person
from rooms.room import TRY_AGAIN_TOO_FAST
from rooms.stage.helpathon import new_id
from server.account import Account
from server.framing import Splitter
from server.limits import TalkLimits
from sync.errors import SyncError

log = logging.getLogger(__name__)

SUBPROTOCOL = Subprotocol("helpathon.1")
# The first synchronisation of somebody who worked offline; the session bounds the rest lower.
MAX_MESSAGE_BYTES = 8 * 2**20
# Above this much unread data a peer counts as slow; about two seconds of a busy room.
WRITE_HIGH_BYTES = 256 * 1024
# Without it the kernel takes megabytes before we learn that nobody reads.
UNSENT_LOW_WATER_BYTES = 128 * 1024
PING_AFTER_S = 20.0
# One lost ping is a bad network, two are a closed laptop.
GONE_AFTER_S = 45.0
CLOSE_TIMEOUT_S = 5.0
# Longer would hide a peer that is gone; no page ever comes near.
MOST_OWED_S = 30.0
HANDSHAKE_TIMEOUT_S = 10.0


class Refused(Exception):
    """Nobody gets in with this request.

    `status` answers clients that only know HTTP. `close_code` is for pages that speak
    helpathon.1: a browser cannot read the status of a refused upgrade, so those are let in and
    closed with a code they can explain. Overload has none: everybody must see it as a refusal.
    """

    def __init__(self, status: HTTPStatus, reason: str, close_code: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.close_code = close_code


class Admission(Protocol):
    """Decides who gets in; implemented by server.admission."""

    connections: "set[WebSocketTransport]"
    talk_limits: TalkLimits

    async def admit(self, path: str, headers: Headers) -> tuple[LiveRoom, Person]:
        """The room and the person of a request. Raises Refused."""
        ...

    def account(self, person: Person) -> Account | None:
        """An account whose limits all connections of a person share; None where nobody is known."""
        ...

    def drain(self) -> None:
        """The process is about to end: say good-bye to everybody, once all is durable."""
        ...


class WebSocketTransport(asyncio.Protocol):
    def __init__(
        self,
        config: Any,
        server_state: Any,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.id = ConnectionId(new_id(10))
        self.blocked = False  # it reads less than we write
        self._blocked_since_s = 0.0
        self._uvicorn_connections: set[Any] = server_state.connections
        self._admission: Admission = app_state["admission"]
        self._protocol = _Protocol(subprotocols=[SUBPROTOCOL], max_size=MAX_MESSAGE_BYTES)
        self._loop = _loop or asyncio.get_event_loop()
        self._transport: asyncio.Transport = None  # type: ignore[assignment]  # connection_made
        self._opening: asyncio.Task[None] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._resume: asyncio.TimerHandle | None = None
        self._is_deaf = True  # until the request is examined, and again when the process ends
        self._is_ending = False
        self._splitter: Splitter | None = None  # from the first frame on
        self._fragments: list[bytes] = []
        self._live: LiveRoom | None = None
        self._member: Member | None = None
        self._last_heard_s = now_s = time.monotonic()
        limits = self._admission.talk_limits
        self._account = Account.alone(limits, now_s)

    def __repr__(self) -> str:
        return f"<WebSocketTransport {self.id} {self._protocol.state.name} {self._member}>"

    # Called by the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast("asyncio.Transport", transport)
        self._uvicorn_connections.add(self)
        self._admission.connections.add(self)
        transport.set_write_buffer_limits(high=WRITE_HIGH_BYTES)
        limit_unsent(transport)
        self._deadline = self._loop.call_later(HANDSHAKE_TIMEOUT_S, transport.abort)

    def data_received(self, data: bytes) -> None:
        self._last_heard_s = time.monotonic()
        if self._splitter is None:
            # uvicorn hands the whole head over at once.
            head, end, data = data.partition(b"\r\n\r\n")
            self._protocol.receive_data(head + end)
            self._after_input()
            self._splitter = Splitter()
        frames_before = self._splitter.frames
        for is_message, piece in self._splitter.split(data):
            if is_message:
                self._receive(piece)
            else:
                self._protocol.receive_data(piece)
                self._after_input()
        self._charge(self._splitter.frames - frames_before, len(data))

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._after_input()

    def pause_writing(self) -> None:
        self.blocked = True
        self._blocked_since_s = time.monotonic()

    def resume_writing(self) -> None:
        self.blocked = False
        if self._live is not None and self._member is not None:
            self._live.drained(self._member)

    def connection_lost(self, exc: Exception | None) -> None:
        self._uvicorn_connections.discard(self)
        self._admission.connections.discard(self)
        for timer in (self._deadline, self._resume):
            if timer is not None:
                timer.cancel()
        if self._opening is not None:
            self._opening.cancel()
        self._leave()
        self._protocol.forget()

    # Called by uvicorn when it stops

    def shutdown(self) -> None:
        self._admission.drain()

    # Called by the room

    def write(self, frames: bytes) -> None:
        if self._member is not None:
            self._transport.write(frames)

    def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake; the peer gets a moment to answer it."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code, reason[:120])
            self._send_output()
            self._expect_end()

    # Called by the admission

    def stop_listening(self) -> None:
        """Take nothing more in; what came before is still answered."""
        self._is_deaf = True
        self._listen()

    def check_alive(self, now_s: float) -> None:
        """Ping a silent peer, give up one that stays silent."""
        if self.blocked:
            # It may still talk, at its rate, and what it is answered stays bounded so.
            if now_s - self._blocked_since_s > GONE_AFTER_S:
                self._transport.abort()
            return
        if self.is_paused:
            return  # its silence is ours
        silent_s = now_s - self._last_heard_s
        if silent_s > GONE_AFTER_S:
            self._transport.abort()
        elif silent_s > PING_AFTER_S and self._protocol.state is State.OPEN:
            self._protocol.send_ping(b"")
            self._send_output()

    @property
    def is_paused(self) -> bool:
        """It said so much that we listen to others first."""
        return self._resume is not None

    @property
    def speaks_control(self) -> bool:
        return self._protocol.subprotocol == SUBPROTOCOL

    # Inside

    def _after_input(self) -> None:
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._begin_opening(event)
            elif isinstance(event, Frame):
                self._receive_frame(event)
        self._send_output()
        if self._protocol.parser_exc is not None or self._protocol.close_expected():
            self._expect_end()

    def _send_output(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            elif self._transport.can_write_eof():
                self._transport.write_eof()
            else:
                self._transport.close()  # TLS cannot half-close

    def _begin_opening(self, request: Request) -> None:
        # Nothing is read while the request is examined: what a peer may send is not known yet.
        self._listen()
        self._opening = self._loop.create_task(self._open(request), name=f"open {self.id}")

    async def _open(self, request: Request) -> None:
        response = self._protocol.accept(request)
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            self._respond(response)
            return
        try:
            live, person = await self._admission.admit(request.path, request.headers)
            self._enter(live, person, response)
        except Refused as refusal:
            self._refuse(refusal, response)
        except Exception:
            log.exception("a connection could not be opened")
            self._refuse(Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "a fault of ours"), response)

    def _enter(self, live: LiveRoom, person: Person, response: Response) -> None:
        self._protocol.send_response(response)
        self._send_output()
        self._stop_deadline()
        # Coming back must not be a way to a new burst.
        self._account = self._admission.account(person) or self._account
        try:
            self._member = live.join(self, person, speaks_control=self.speaks_control)
        except SyncError as error:
            self.close(error.code, error.reason)
            return
        self._live = live
        self._is_deaf = False
        self._listen()

    def _refuse(self, refusal: Refused, response: Response) -> None:
        if refusal.close_code is not None and self.speaks_control:
            self._protocol.send_response(response)
            self._send_output()
            self.close(refusal.close_code, refusal.reason)
            return
        answer = self._protocol.reject(refusal.status, f"{refusal.reason}\n")
        if refusal.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
            answer.headers["Retry-After"] = "5"
        self._respond(answer)

    def _respond(self, response: Response) -> None:
        self._protocol.send_response(response)
        self._send_output()
        self._expect_end()

    def _receive_frame(self, frame: Frame) -> None:
        match frame.opcode:
            case Opcode.BINARY | Opcode.CONT:
                if frame.data:  # empty pieces never reach the largest size
                    self._fragments.append(bytes(frame.data))
                if frame.fin:
                    message = b"".join(self._fragments)
                    self._fragments.clear()
                    self._receive(message)
            case Opcode.TEXT:
                self.close(CloseCode.UNSUPPORTED_DATA, "expected binary messages, got text")
            case _:
                pass  # ping, pong and close are answered by the protocol

    def _receive(self, message: bytes) -> None:
        if self._live is not None and self._member is not None:
            self._live.receive(self._member, message)

    def _charge(self, frames: int, size_bytes: int) -> None:
        """Every frame counts, pings and pieces too: each costs us the same work."""
        now_s = time.monotonic()
        owed_s = self._account.charge(frames, size_bytes, now_s - self._last_heard_s, now_s)
        if owed_s > MOST_OWED_S:
            self.close(TRY_AGAIN_TOO_FAST, "expected fewer messages")
        elif owed_s > 0 and not self.is_paused:
            self._resume = self._loop.call_later(owed_s, self._read_on)
            self._listen()

    def _read_on(self) -> None:
        self._resume = None
        self._last_heard_s = time.monotonic()
        self._listen()

    def _listen(self) -> None:
        """Read on, or not: the one place that knows all reasons."""
        silenced = self._is_deaf or self.is_paused
        if silenced and not self._is_ending:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def _expect_end(self) -> None:
        self._leave()
        self._transport.resume_reading()
        if self._protocol.close_rcvd or not self._protocol.close_expected():
            self._transport.close()
        elif not self._is_ending:
            # Once: who goes on talking gains no time.
            self._is_ending = True
            self._stop_deadline()
            self._deadline = self._loop.call_later(CLOSE_TIMEOUT_S, self._transport.abort)

    def _leave(self) -> None:
        live, member, self._live, self._member = self._live, self._member, None, None
        if live is not None and member is not None:
            live.leave(member)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _Protocol(ServerProtocol):
    def select_subprotocol(self, subprotocols: Sequence[Subprotocol]) -> Subprotocol | None:
        """A client that asks for another one, or for none, still gets in."""
        return SUBPROTOCOL if SUBPROTOCOL in subprotocols else None

    def forget(self) -> None:
        """Its circles would wait for a full collection: minutes, as long as few people come."""
        self.parser.close()
        self.parser_exc = None


def limit_unsent(transport: asyncio.Transport) -> None:
    """Keep the kernel from taking megabytes for a peer that does not read (Linux, macOS)."""
    option = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    raw = transport.get_extra_info("socket")
    if option is not None and raw is not None:
        raw.setsockopt(socket.IPPROTO_TCP, option, UNSENT_LOW_WATER_BYTES)
