"""The log holds nothing that people wrote, and nothing that tells who or where they are."""

import asyncio
import json
import logging
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from persistence.contract import StoreUnavailable
from server.logs import JsonLines, TextLines, tell_loop_errors
from sync.messages import Update
from tests.client import Client, Seat, converged, join
from tests.eventually import eventually
from tests.processes import ROOT, STOPS_WITHIN_S, create_helpathon, free_port, helpathon

SECRET = "Nachbarin Gülşen, Tel. 4711"


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    logger = logging.getLogger("tests.logs")
    yield logger
    logger.handlers.clear()


class Lines(logging.Handler):
    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def fail(text: str) -> None:
    raise ValueError(f"cannot parse {text}")


def fail_later(text: str) -> None:
    try:
        fail(text)
    except ValueError as error:
        raise ExceptionGroup(text, [KeyError(text), error]) from error


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()])
@pytest.mark.parametrize("failing", [fail, fail_later, assert_never])
def test_a_fault_is_logged_with_its_places_but_not_with_what_it_quotes(
    logger: logging.Logger, formatter: logging.Formatter, failing: object
) -> None:
    lines = Lines(formatter)
    logger.addHandler(lines)
    try:
        assert callable(failing)
        failing(SECRET)
    except Exception:
        logger.exception("a room failed")

    (line,) = lines.lines
    assert "Gülşen" not in line
    assert "a room failed" in line
    assert "Error" in line
    assert "tests/operations/test_logs.py" in line


def test_what_is_written_for_operators_is_shown(logger: logging.Logger) -> None:
    lines = Lines(JsonLines())
    logger.addHandler(lines)
    try:
        raise StoreUnavailable("the disk is gone")
    except StoreUnavailable:
        logger.exception("not saved")

    (line,) = lines.lines
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("error", "tests.logs", "not saved")
    assert told["time"].endswith("Z")
    assert told["errors"][0]["text"] == "the disk is gone"


def test_a_line_stays_one_line_whatever_is_in_it(logger: logging.Logger) -> None:
    lines = Lines(JsonLines())
    logger.addHandler(lines)
    logger.warning("one\ntwo %s", '"three"')

    (line,) = lines.lines
    assert "\n" not in line
    assert json.loads(line)["message"] == 'one\ntwo "three"'


async def test_the_loops_own_complaints_quote_nothing(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(tell_loop_errors)
    loop.call_soon(fail, SECRET)
    await eventually(lambda: caplog.records)

    (record,) = caplog.records
    assert "Gülşen" not in JsonLines().format(record)
    assert "ValueError" in JsonLines().format(record)


# A whole day in a minute


@dataclass
class Logged:
    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def logged_server(store: str, log: Path) -> Iterator[Logged]:
    """A server that logs all it can, as JSON."""
    port = free_port()
    settings = {"HELPATHON_LOG": "debug", "HELPATHON_LOG_FORMAT": "json"}
    command = [*helpathon("serve", "--no-links", "--store", store), "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, stderr=file, stdout=subprocess.DEVNULL, env=os.environ | settings
        )
    try:
        yield Logged(f"http://127.0.0.1:{port}", log, process)
        process.send_signal(signal.SIGTERM)
        process.wait(STOPS_WITHIN_S)
    finally:
        process.kill()
        process.wait()


async def until_ready(server: Logged) -> None:
    async with httpx.AsyncClient(trust_env=False) as probe, asyncio.timeout(STOPS_WITHIN_S):
        while True:
            try:
                if (await probe.get(f"{server.url}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def test_a_day_leaves_no_name_no_word_no_token_and_no_address_in_the_log(
    tmp_path: Path,
) -> None:
    store = f"sqlite:{tmp_path / 'data' / 'store.db'}"
    links = create_helpathon(store, "Stadtgrün", ["Nordmarkt"])
    with logged_server(store, tmp_path / "log") as server:
        await until_ready(server)
        seat = await join(server.url, links["participant"], "Gülşen")
        guest = await join(server.url, links["guest"], "Bartholomäus")
        async with Client(seat) as ada, Client(guest) as bo:
            await ada.write("note", "Nachbarin Walpurga")
            await ada.saved()
            await converged(ada, bo)
            await bo.write("forbidden", "Walpurga liest nur")  # a guest: closed
            await bo.ended()
        async with Client(seat) as ada:
            await ada.send(Update(b"\xff" * 50 + b"Walpurga"))
            await ada.ended()
        await be_refused(server, seat)
        seen = await be_answered(server, seat, links)

    log = server.log.read_text()
    for word in ("Gülşen", "G\\u00fcl", "Bartholom", "Walpurga", "Nordmarkt", "Stadtgrün"):
        assert word not in log, word
    for token in (seat.cookie, seat.cookie.partition("=")[2], guest.cookie, *links.values(), seen):
        assert token.removeprefix("/j/") not in log
    assert "127.0.0.1" not in log
    assert "/sync/" not in log
    assert server.process.returncode == 0
    assert all(line["level"] != "error" for line in server.lines())


async def be_refused(server: Logged, seat: Seat) -> None:
    """A forged cookie, and a room that is nowhere."""
    for wrong in (Seat(server.url, seat.room, seat.cookie + "x"), Seat(server.url, "Walpurga-1")):
        with pytest.raises(InvalidStatus):
            await Client(wrong, speaks_control=False).open()


async def be_answered(server: Logged, seat: Seat, links: dict[str, str]) -> str:
    """Requests of all kinds, good ones and wrong ones; returns a forged token."""
    forged = links["guest"].removeprefix("/j/")[:-3] + "abc"
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as browser:
        assert (await browser.get(f"/api/links/{forged}")).status_code == 404
        assert (await browser.get(f"/api/rooms/{seat.room}")).status_code == 401
        cookie = {"Cookie": seat.cookie}
        export = await browser.get(f"/api/rooms/{seat.room}/export", headers=cookie)
        assert "Walpurga" in export.text
        body = {"name": "Gülşen" * 100}
        address = f"/api/links/{links['participant'].removeprefix('/j/')}/join"
        assert (await browser.post(address, json=body)).status_code == 400
        assert (await browser.get("/Walpurga")).status_code == 404
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rpartition(":")[2]))
    writer.write(b"GET /Walpurga\r\n\x00Walpurga\r\n\r\n")
    await reader.read()
    writer.close()
    return forged


async def test_a_store_that_goes_away_is_logged_without_what_waits_to_be_saved(
    tmp_path: Path,
) -> None:
    store = f"sqlite:{tmp_path / 'data' / 'store.db'}"
    links = create_helpathon(store, "Stadtgrün", ["Nordmarkt"])
    with logged_server(store, tmp_path / "log") as server:
        await until_ready(server)
        seat = await join(server.url, links["participant"], "Gülşen")
        async with Client(seat) as ada:
            with other_program_locks(tmp_path / "data" / "store.db"):
                await ada.write("note", "Walpurga")
                await eventually(lambda: "does not take entries" in server.log.read_text())
            await ada.saved()

    assert "Walpurga" not in server.log.read_text()
    messages = [str(line["message"]) for line in server.lines()]
    assert any("locked" in message for message in messages)
    assert any("takes entries again" in message for message in messages)


@contextmanager
def other_program_locks(path: Path) -> Iterator[None]:
    import sqlite3

    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")
    finally:
        database.close()
