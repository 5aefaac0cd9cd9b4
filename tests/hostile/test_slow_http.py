"""Who sends a request bit by bit, or none at all, or reads no answer: nobody waits for them."""

import asyncio
import time
from contextlib import AsyncExitStack
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from server import transport
from server.limits import HttpLimits
from server.settings import Settings
from tests.client import Client
from tests.eventually import eventually
from tests.processes import ServerProcess
from tests.server.listening import listening
from tests.server.wire import dialled, upgrade

IMPATIENT = Settings(open_rooms=True, http_limits=HttpLimits(request_s=0.2))
PATIENT = Settings(open_rooms=True, http_limits=HttpLimits(request_s=3600, unfinished=500))
HOST = b"Host: localhost\r\n"


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\r\n", id="an empty line"),
        pytest.param(b"GET /he", id="half a line"),
        pytest.param(b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: ", id="half a head"),
        pytest.param(upgrade("/sync/room")[:-2], id="half a handshake"),
        pytest.param(
            b"POST /api/links/x/join HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\n{",
            id="half a body",
        ),
        pytest.param(
            b"POST /healthz HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
            id="a body that nobody reads",
        ),
        pytest.param(
            b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\nGET /", id="one and half a second"
        ),
    ],
)
async def test_a_request_that_does_not_come_to_its_end_is_not_waited_for(begun: bytes) -> None:
    async with listening(IMPATIENT) as server, dialled(server.port) as slow:
        slow.writer.write(begun)

        await slow.end()
        await eventually(lambda: not server.running.admission.unfinished)


async def test_an_empty_line_after_an_answer_is_the_beginning_of_a_request() -> None:
    async with listening(IMPATIENT) as server, dialled(server.port) as slow:
        await slow.request(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert not server.running.admission.unfinished

        slow.writer.write(b"\r\n")
        await slow.end()


async def test_a_drop_now_and_then_gains_no_time() -> None:
    async with listening(IMPATIENT) as server, dialled(server.port) as loris:
        loris.writer.write(b"GET /healthz HTTP/1.1\r\n" + HOST)

        async def drip() -> None:
            while True:
                loris.writer.write(b"X: y\r\n")
                await asyncio.sleep(0.02)

        dripping = asyncio.create_task(drip())
        await loris.end()
        dripping.cancel()


async def test_a_thousand_half_open_handshakes_keep_nobody_out() -> None:
    async with listening(PATIENT) as server, AsyncExitStack() as many:
        for _ in range(1000):
            half = await many.enter_async_context(dialled(server.port))
            half.writer.write(upgrade("/sync/room")[:-2])
        unfinished = server.running.admission.unfinished
        await eventually(lambda: len(unfinished) == PATIENT.http_limits.unfinished)

        async with Client(server.seat()) as ada:
            await ada.write("note", "in good time")
            await ada.saved()
        async with httpx.AsyncClient(trust_env=False) as browser:
            answer = await browser.get(f"{server.url}/healthz")
            assert answer.status_code == HTTPStatus.OK
        assert len(unfinished) <= PATIENT.http_limits.unfinished
    assert len(unfinished) == 0


async def test_of_too_many_unfinished_requests_the_oldest_makes_room() -> None:
    few = Settings(open_rooms=True, http_limits=HttpLimits(request_s=3600, unfinished=2))
    async with (
        listening(few) as server,
        dialled(server.port) as first,
        dialled(server.port) as second,
    ):
        unfinished = server.running.admission.unfinished
        await eventually(lambda: len(unfinished) == 2)
        async with dialled(server.port) as third:
            await first.end()

            for peer in (second, third):
                answer = await peer.request(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
                assert answer.status == HTTPStatus.OK


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", id="path"),
        pytest.param(
            b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: a=" + b"x" * 40_000 + b"\r\n\r\n", id="cookie"
        ),
        pytest.param(b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 20_000 + b"\r\n", id="headers"),
        pytest.param(b"GET / HTTP/1.1\r\nX" + b"x" * 400_000, id="a name without an end"),
        pytest.param(b"GET / HTTP/1.1\r\nX: " + b"x" * 400_000, id="a value without an end"),
        pytest.param(
            upgrade("/sync/room")[:-2] + b"Cookie: a=" + b"x" * 40_000 + b"\r\n\r\n", id="upgrade"
        ),
    ],
)
async def test_an_oversized_head_is_refused(head: bytes) -> None:
    async with listening(PATIENT) as server, dialled(server.port) as large:
        large.writer.write(head)

        answer = await large.answer()
        assert answer.status == HTTPStatus.BAD_REQUEST
        await large.end()
        assert not server.running.hub.rooms


async def test_an_upgrade_with_more_headers_than_the_websocket_takes_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transport, "CLOSE_TIMEOUT_S", 0.1)
    head = upgrade("/sync/room")[:-2] + b"X: y\r\n" * 500 + b"\r\n"
    async with listening(PATIENT) as server, dialled(server.port) as large:
        large.writer.write(head)

        await large.end()
        await eventually(lambda: not server.running.admission.connections)


async def test_what_is_no_request_leaves_nothing_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with ServerProcess(f"sqlite:{tmp_path / 'store.db'}", log=log) as server:
        before = log.read_text()
        for junk in (b"\0\n\n", b"GET / HTTP/1.1\r\nX\0: y\r\n\r\n", upgrade("/x")[4:]):
            async with dialled(server.port) as stranger:
                stranger.writer.write(junk)
                await stranger.end()

        assert log.read_text() == before


async def test_who_reads_nothing_of_a_long_answer_is_given_up() -> None:
    impatient = Settings(open_rooms=True, http_limits=HttpLimits(stalled_s=0.2))
    async with listening(impatient) as server:
        async with Client(server.seat()) as ada:
            for number in range(8):
                await ada.write(f"note-{number}", "x" * 100_000)
            await ada.saved()
        async with dialled(server.port) as deaf:
            request = b"GET /api/rooms/room/export HTTP/1.1\r\n" + HOST + b"\r\n"
            for _ in range(20):  # more than all buffers on the way
                deaf.writer.write(request)
            connections = server._server.server_state.connections
            await eventually(lambda: connections)

            await eventually(lambda: not connections)


async def test_who_reads_slowly_is_waited_for() -> None:
    impatient = Settings(open_rooms=True, http_limits=HttpLimits(stalled_s=0.5))
    async with listening(impatient) as server:
        async with Client(server.seat()) as ada:
            for number in range(40):
                await ada.write(f"note-{number}", "x" * 250_000)
            await ada.saved()
        async with dialled(server.port) as slow:
            slow.writer.write(b"GET /api/rooms/room/export HTTP/1.1\r\n" + HOST + b"\r\n")
            head = await slow.reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            begun_s = time.monotonic()
            received = 0
            while received < length:
                received += len(await slow.reader.read(2**18))
                await asyncio.sleep(0.05)

            assert received == length
            assert time.monotonic() - begun_s > impatient.http_limits.stalled_s
