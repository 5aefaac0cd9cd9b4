"""The life of a serving process: how it starts, how it ends, and what it says when it cannot."""

import asyncio
import os
import signal
import socket
from collections.abc import Mapping, Sequence

import pytest

from persistence.contract import (
    Bus,
    NodeId,
    Position,
    RoomId,
    Sink,
    StoreError,
    StoreUnavailable,
)
from persistence.local import LocalBus
from persistence.memory import Memory, MemoryStore
from server import admission
from server.running import Running
from server.serve import ServeError, bind, serve_until_stopped
from tests.client import Client, Seat
from tests.eventually import eventually
from tests.fakes import FaultyStore
from tests.server.listening import OPEN


class Process:
    """`serve_until_stopped` on a store in memory."""

    def __init__(self, listener: socket.socket, store: type[FaultyStore] = FaultyStore) -> None:
        self.memory = Memory()
        self.inner = MemoryStore(NodeId("here"), self.memory)
        self.store = store(self.inner)
        self.listener = listener
        self.ready = asyncio.Event()
        self.failure: Exception | None = None

    @property
    def seat(self) -> Seat:
        return Seat(f"http://127.0.0.1:{self.listener.getsockname()[1]}", "room")

    async def serve(self) -> None:
        await serve_until_stopped(OPEN, self.store, self._make_bus, self.listener, self._ready)

    async def _ready(self, _: Running) -> None:
        if self.failure is not None:
            raise self.failure
        self.ready.set()

    def _make_bus(self, sink: Sink) -> Bus:
        return LocalBus(NodeId("here"), sink, self.memory.feed, self.inner)


class BrokenStore(FaultyStore):
    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        raise RuntimeError("a fault in the store")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_and_leaves_time_to_close_the_store(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with bind("127.0.0.1", 0) as listener:
        process = Process(listener)
        serving = asyncio.create_task(process.serve())
        await process.ready.wait()
        async with Client(process.seat) as ada:
            await ada.write("note")
            os.kill(os.getpid(), number)

            await serving  # returns: whoever opened the store closes it
            assert (await ada.ended())[0] == 1012
            assert ada.saved_count == ada.sent
    assert signal.getsignal(number) is before


async def test_what_keeps_it_from_starting_is_logged_and_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with bind("127.0.0.1", 0) as listener:
        process = Process(listener)
        process.failure = StoreUnavailable("the disk is gone")

        with pytest.raises(ServeError, match="could not start"):
            await process.serve()

    assert "the disk is gone" in caplog.text


async def test_what_breaks_it_ends_it_with_a_reason(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LAST_COMMIT_S", 0.1)
    with bind("127.0.0.1", 0) as listener:
        process = Process(listener, BrokenStore)
        serving = asyncio.create_task(process.serve())
        await process.ready.wait()
        async with Client(process.seat) as ada:
            await ada.write("note")
            await eventually(serving.done)

        with pytest.raises(ServeError, match="cannot go on"):
            await serving
    assert caplog.text.count("a fault in the store") >= 1


def test_a_port_is_ours_from_the_moment_it_is_bound() -> None:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServeError, match=f"Port {port} is taken"):
            bind("127.0.0.1", port)
    bind("127.0.0.1", port).close()


@pytest.mark.parametrize("host", ["192.0.2.7", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(ServeError, match=host):
        bind(host, 0)
