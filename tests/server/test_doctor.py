"""What the doctor finds; what it prints: test_cli."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from persistence.contract import Finding, NodeId, StoreUnavailable
from persistence.memory import Memory, MemoryStore
from persistence.open import open_store
from server import doctor
from server.doctor import (
    examine,
    examine_clock,
    examine_files,
    examine_permissions,
    examine_python,
    examine_store,
    examine_variables,
)
from server.proxy_probe import examine_address
from server.settings import Settings
from tests.fakes import FaultyStore
from tests.processes import free_port
from tests.server.listening import listening


class AilingStore(FaultyStore):
    async def ping(self) -> None:
        raise StoreUnavailable("the disk is gone")


def memory() -> MemoryStore:
    return MemoryStore(NodeId("here"), Memory())


def subjects(findings: list[Finding]) -> set[str]:
    return {finding.subject for finding in findings}


async def test_a_healthy_machine_has_no_errors(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'data' / 'store.db'}"
    store, _ = open_store(url, NodeId("here"))
    async with store:
        findings = await examine(Settings(store=url, max_connections=10), None, {})

    assert not [finding for finding in findings if finding.level != "ok"]
    assert subjects(findings) >= {
        *("store", "durability", "disk", "folder", "clock", "eventloop", "loop"),
        *("files", "python", "variables", "address"),
    }


async def test_a_store_that_does_not_answer_is_an_error_and_says_what_to_do() -> None:
    (finding,) = await examine_store(AilingStore(memory()))

    assert (finding.level, finding.subject) == ("error", "store")
    assert finding.text.startswith("the disk is gone; expected an answer")


async def test_a_redis_that_is_not_there_does_not_keep_the_rest_from_being_examined() -> None:
    nowhere = Settings(store=f"redis://127.0.0.1:{free_port()}")
    findings = await examine(nowhere, None, {})

    assert [it.subject for it in findings if it.level == "error"] == ["store"]
    assert {"clock", "loop", "files"} <= subjects(findings)


def test_a_machine_that_lives_in_the_past_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "EARLIEST_PLAUSIBLE_S", 2**40)

    assert examine_clock().level == "error"


def test_too_few_open_files_for_the_connections_are_a_warning() -> None:
    assert examine_files(1).level == "ok"
    finding = examine_files(2**40)
    assert finding.level == "warning"
    assert "LimitNOFILE" in finding.text


def test_an_old_python_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert examine_python().level == "ok"
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (4, 0))
    assert examine_python().level == "error"


async def test_another_event_loop_than_uvloop_is_a_warning() -> None:
    async def look() -> Finding:
        return doctor.examine_loop_library()

    def look_in_asyncio() -> Finding:
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            return runner.run(look())

    assert (await asyncio.to_thread(look_in_asyncio)).level == "warning"
    assert doctor.examine_loop_library().level == "ok"


def test_a_folder_that_others_read_is_a_warning_with_the_command_that_helps(
    tmp_path: Path,
) -> None:
    store = f"sqlite:{tmp_path / 'store.db'}"
    tmp_path.chmod(0o755)
    (finding,) = examine_permissions(store, None)
    assert finding.level == "warning"
    assert f"chmod 700 {tmp_path}" in finding.text

    tmp_path.chmod(0o700)
    (finding,) = examine_permissions(store, None)
    assert finding.level == "ok"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (finding,) = examine_permissions(f"sqlite:{tmp_path / 'no' / 'store.db'}", None)

    assert finding.level == "error"


def test_a_settings_file_that_others_read_is_a_warning(tmp_path: Path) -> None:
    config = tmp_path / "helpathon.toml"
    config.touch(0o644)
    (finding,) = examine_permissions("redis://host", config)

    assert finding.level == "warning"
    assert f"chmod 600 {config}" in finding.text


def test_a_variable_with_a_typing_error_is_a_warning() -> None:
    assert examine_variables({"HELPATHON_STORE": "x"}).level == "ok"
    finding = examine_variables({"HELPATHON_STOER": "x"})
    assert finding.level == "warning"
    assert "HELPATHON_STOER" in finding.text


# The address, through a proxy


@asynccontextmanager
async def behind_proxy(
    added: Mapping[str, str], dropped: tuple[str, ...] = (), trusted: str = "127.0.0.1"
) -> AsyncIterator[Settings]:
    """A server behind a proxy that adds and drops headers of each request."""
    async with listening(Settings()) as server:
        hop = 0

        async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(2**16):
                sink.write(data)
            sink.close()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal hop
            hop += 1
            inside, outside = await asyncio.open_connection("127.0.0.1", server.port)
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            kept = [it for it in head[1:-2] if it.partition(":")[0].lower() not in dropped]
            more = [f"{name}: {value}" for name, value in added.items()]
            close = [] if "websocket" in "".join(kept) else ["Connection: close"]
            outside.write("\r\n".join([head[0], *kept, *more, *close, "", ""]).encode())
            await carry(inside, writer)
            outside.close()

        proxy = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with proxy:
            port = proxy.sockets[0].getsockname()[1]
            yield Settings(address=f"http://localhost:{port}")


async def test_a_proxy_that_passes_everything_is_well() -> None:
    async with behind_proxy({}) as settings:
        finding = await asyncio.to_thread(examine_address, settings)

    assert finding.level == "ok", finding
    assert "websockets" in finding.text


@pytest.mark.parametrize(
    ("added", "dropped", "words"),
    [
        ({"X-Forwarded-Proto": "https"}, (), "X-Forwarded-Proto"),
        ({"Host": "inside:8000"}, ("host",), "pass Host on"),
        ({}, ("upgrade",), "pass Upgrade and Connection on"),
    ],
    ids=["scheme", "host", "upgrade"],
)
async def test_a_proxy_that_loses_something_is_an_error_that_says_what(
    added: dict[str, str], dropped: tuple[str, ...], words: str
) -> None:
    async with behind_proxy(added, dropped) as settings:
        finding = await asyncio.to_thread(examine_address, settings)

    assert finding.level == "error", finding
    assert words in finding.text


@pytest.mark.parametrize(
    ("address", "level"),
    [("", "ok"), ("helpathon.example", "error"), ("http://helpathon.example", "warning")],
)
def test_an_address_is_looked_at_before_it_is_asked(address: str, level: str) -> None:
    assert examine_address(Settings(address=address)).level == level


def test_an_address_where_nobody_answers_is_a_warning() -> None:
    finding = examine_address(Settings(address=f"http://localhost:{free_port()}"))

    assert finding.level == "warning"
    assert "start server and proxy" in finding.text
