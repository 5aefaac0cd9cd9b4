"""uvicorn's HTTP with an end to patience: whole requests soon, bounded heads, readers that read.

uvicorn bounds neither the time nor the size of a request's head. Given to it as its `http=` class;
tests/hostile/test_slow_http.py holds what it calls.
"""

import asyncio
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from server.limits import HttpLimits


class Unfinished:
    """Connections whose request is not whole yet, the oldest first.

    Bounded: where one too many comes, the oldest is closed. An honest request is whole within
    its round trip, so those that lie here are the ones that wait on purpose.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._connections: dict[HttpProtocol, None] = {}

    def __len__(self) -> int:
        return len(self._connections)

    def add(self, connection: "HttpProtocol") -> None:
        self._connections[connection] = None
        if len(self._connections) > self._most:
            next(iter(self._connections)).give_up()

    def discard(self, connection: "HttpProtocol") -> None:
        self._connections.pop(connection, None)


class HttpProtocol(HttpToolsProtocol):
    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits: HttpLimits = app_state["admission"].http_limits
        self._unfinished: Unfinished = app_state["admission"].unfinished
        self._deadline: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0  # at least so many of this request

    # Called by the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast("asyncio.Transport", transport))
        self._begin()

    def data_received(self, data: bytes) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self._begin()  # whatever it is, empty lines too
        super().data_received(data)
        if self._in_head and self._deadline is not None:
            # The parser keeps an unfinished header to itself.
            self._head_bytes += len(data)
            if self._head_bytes > self._limits.head_bytes:
                self.send_400_response("The head of this request is too large.")

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish()
        self._stop_watching()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        self._stop_watching()
        super().resume_writing()

    # Called by the parser

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._begin()

    def on_headers_complete(self) -> None:
        size_bytes = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size_bytes > self._limits.head_bytes:
            # The parser stops, and uvicorn answers 400.
            raise ValueError(f"expected a head of {self._limits.head_bytes} bytes at most")
        self._in_head = False
        if any(
            name == b"content-type" and value.startswith(b"image/") for name, value in self.headers
        ):
            self._wait(self._limits.upload_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._finish()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        # From here on server.transport has its own deadline.
        self._finish()
        super().handle_websocket_upgrade()
        # It knows us as we know it: as uvicorn does at the end, or both wait for a collection.
        self.parser = None  # type: ignore[assignment]

    # Called by those who wait for it

    def give_up(self) -> None:
        self._finish()
        self.transport.close()

    # Inside

    def _begin(self) -> None:
        if self._deadline is None and not self.transport.is_closing():
            self._wait(self._limits.request_s)
            self._unfinished.add(self)

    def _wait(self, seconds: float) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self.give_up)

    def _finish(self) -> None:
        self._unfinished.discard(self)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _watch(self, unsent_bytes: int) -> None:
        self._stop_watching()
        self._stalled = self.loop.call_later(self._limits.stalled_s, self._look, unsent_bytes)

    def _look(self, unsent_before: int) -> None:
        """A slow line takes a little each time; who takes nothing holds our memory on purpose."""
        unsent_bytes = self.transport.get_write_buffer_size()
        if unsent_bytes < unsent_before:
            self._watch(unsent_bytes)
        else:
            self.transport.abort()

    def _stop_watching(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
