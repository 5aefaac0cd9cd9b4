"""The command line as whoever types it sees it: what it prints, where, and how it ends."""

import asyncio
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server import cli
from tests.client import Client, Seat, join
from tests.processes import READY_WITHIN_S, ROOT, STOPS_WITHIN_S, ServerProcess, helpathon

LINK = re.compile(
    r"^(Facilitator \(secret\)|Participant|Guest \(reads only\)) +(\S+)$", re.MULTILINE
)
FINDING = re.compile(r"^(?P<mark>\w+)\s+(?P<subject>\w+): .+$", re.MULTILINE)
ADDRESS = re.compile(r"^Helpathon runs at (\S+) \(Ctrl\+C stops it\)$", re.MULTILINE)


@dataclass
class Outcome:
    status: int
    output: str
    complaint: str

    def is_one_line(self, *words: str) -> bool:
        """One line on stderr, with these words, and nothing else."""
        return (
            self.output == ""
            and self.complaint.count("\n") == 1
            and self.complaint.startswith("helpathon: ")
            and all(word in self.complaint for word in words)
        )


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """`serve` sets up the logging of its process, which here is that of all tests."""
    root = logging.getLogger()
    level = root.level
    yield
    for handler in [each for each in root.handlers if type(each) is logging.StreamHandler]:
        root.removeHandler(handler)
    root.setLevel(level)


class CommandLine:
    """`helpathon …` in this process: quicker, and the same from `main` on."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._capture = capture

    def __call__(self, *arguments: str, **environment: str) -> Outcome:
        self._patch.setattr(sys, "argv", ["helpathon", *arguments])
        for name in ("PORT", "REDIS_URL", *filter(re.compile("HELPATHON_").match, os.environ)):
            self._patch.delenv(name, raising=False)
        for name, value in environment.items():
            self._patch.setenv(name, value)
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert isinstance(end.value.code, int)
        captured = self._capture.readouterr()
        return Outcome(end.value.code, captured.out, captured.err)


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'data' / 'helpathon.db'}"


# What is wrong


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serve", "--port", "abc"], ["--port", "integer"]),
        (["serve", "--port", "65536"], ["--port", "65535"]),
        (["serve", "--port", "-1"], ["--port", "0"]),
        (["serve", "--nonsense"], ["--nonsense", "serve --help"]),
        (["serve", "--store"], ["--store"]),
        (["serve", "--port", "0", "--store", "nonsense"], ["--store", "sqlite:", "nonsense"]),
        (["serve", "--port", "0", "--store", "mysql://host"], ["--store", "redis://", "mysql"]),
        (["serve", "--port", "0", "--store", "sqlite:"], ["--store", "sqlite:PATH"]),
        (["serve", "--port", "0", "--store", "sqlite:/proc/no/x.db"], ["/proc/no/x.db"]),
        (["nonsense"], ["nonsense", "helpathon --help"]),
        (["create"], ["title", "create --help"]),
        (["create", "  "], ["name"]),
        (["create", "X", "--language", "fr"], ["--language", "fr"]),
        (["create", "X", "--rooms", "0"], ["--rooms", "1"]),
        (["create", "X", "--rooms", "101"], ["--rooms", "100"]),
        (["create", "X", "--room", " "], ["name"]),
        (["create", "X", *["--room", "R"] * 101], ["100", "101"]),
        (["export"], ["room", "export --help"]),
        (["export", "room", "--store", "sqlite:/nowhere/x.db"], ["/nowhere/x.db"]),
        (["doctor", "--store", "sqlite:/nowhere/x.db"], ["/nowhere/x.db"]),
    ],
    ids=lambda value: " ".join(value)[:40],
)
def test_a_wrong_option_is_one_clear_line_and_exit_code_2(
    command_line: CommandLine, arguments: list[str], words: list[str]
) -> None:
    outcome = command_line(*arguments)

    assert outcome.status == 2
    assert outcome.is_one_line(*words), outcome


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "abc"}, ["PORT", "whole number"]),
        ({"PORT": "65536"}, ["PORT", "65535"]),
        ({"HELPATHON_MAX_CONNECTIONS": "-1"}, ["HELPATHON_MAX_CONNECTIONS", "above 0"]),
        ({"HELPATHON_CONFIG": "/no/such.toml"}, ["/no/such.toml"]),
        ({"HELPATHON_STORE": "nonsense"}, ["nonsense"]),
        ({"HELPATHON_LOG": "loud"}, ["HELPATHON_LOG", "loud"]),
    ],
)
def test_a_wrong_environment_is_one_clear_line_too(
    command_line: CommandLine, environment: dict[str, str], words: list[str]
) -> None:
    outcome = command_line("serve", **{"PORT": "0", **environment})

    assert outcome.status == 2
    assert outcome.is_one_line(*words), outcome


def test_a_process_ends_the_same_way() -> None:
    ended = subprocess.run(helpathon("serve", "--nonsense"), cwd=ROOT, capture_output=True)

    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org", ""])
def test_open_rooms_are_for_this_machine_only(command_line: CommandLine, host: str) -> None:
    outcome = command_line("serve", "--open-rooms", "--host", host)

    assert outcome.status == 2
    assert outcome.is_one_line("--open-rooms", "127.0.0.1"), outcome


def test_a_taken_port_says_what_to_do(command_line: CommandLine, store: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        outcome = command_line("serve", "--port", str(port), "--store", store)

    assert outcome.status == 1
    assert outcome.is_one_line(f"Port {port} is taken", f"PORT={port + 1} make run"), outcome


def test_an_address_that_is_not_ours_is_named(command_line: CommandLine, store: str) -> None:
    outcome = command_line("serve", "--port", "0", "--host", "192.0.2.7", "--store", store)

    assert outcome.status == 1
    assert outcome.is_one_line("192.0.2.7"), outcome


def test_a_file_that_is_no_database_stays_as_it_is(
    command_line: CommandLine, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada, " * 100)
    outcome = command_line("serve", "--port", "0", "--store", f"sqlite:{letter}")

    assert outcome.status == 2
    assert outcome.is_one_line("not a database"), outcome
    assert letter.read_text() == "Dear Ada, " * 100


def test_a_redis_that_is_not_there_is_said_in_one_line(command_line: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    outcome = command_line("serve", "--port", "0", "--store", f"redis://127.0.0.1:{port}")

    assert outcome.status == 1
    assert outcome.is_one_line("Redis", str(port)), outcome


def test_without_a_command_there_is_help(command_line: CommandLine) -> None:
    outcome = command_line()

    assert outcome.status == 2
    assert all(command in outcome.output for command in ("serve", "create", "doctor", "export"))
    assert outcome.complaint == ""


# create, doctor, export


def test_create_prints_a_link_per_role(command_line: CommandLine, store: str) -> None:
    outcome = command_line(
        "create", "Stadtgrün", "--store", store, "--room", "Nordmarkt", "--room", "Hörde"
    )

    assert outcome.status == 0
    assert "Stadtgrün · Nordmarkt, Hörde" in outcome.output
    links = dict(LINK.findall(outcome.output))
    assert len(links) == 3
    assert all(link.startswith("http://localhost:8000/j/") for link in links.values())


def test_create_counts_rooms_and_knows_the_towns_address(
    command_line: CommandLine, store: str
) -> None:
    outcome = command_line(
        "create", "X", "--rooms", "2", HELPATHON_ADDRESS="https://ideen.example/", **at(store)
    )

    assert "X · Team 1, Team 2\n" in outcome.output
    assert "https://ideen.example/j/" in outcome.output


def test_doctor_says_what_it_looked_at(command_line: CommandLine, store: str) -> None:
    command_line("create", "X", "--store", store)
    outcome = command_line("doctor", "--store", store)

    assert outcome.status == 0
    found = {it["subject"]: it["mark"] for it in FINDING.finditer(outcome.output)}
    assert len(found) == len(outcome.output.splitlines())
    assert {"clock", "loop", "files"} < found.keys()
    assert set(found.values()) <= {"ok", "look"}


def test_doctor_warns_of_a_store_that_forgets(command_line: CommandLine) -> None:
    outcome = command_line("doctor", "--store", "memory:")

    assert outcome.status == 0
    assert re.search(r"^look\s.*durability", outcome.output, re.MULTILINE)


def test_export_of_a_room_that_does_not_exist_is_one_line(
    command_line: CommandLine, store: str
) -> None:
    command_line("create", "X", "--store", store)
    outcome = command_line("export", "nowhere-1", "--store", store)

    assert outcome.status == 1
    assert outcome.is_one_line("nowhere-1"), outcome


# serve


@contextmanager
def served(store: str, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server, and what it printed until it could be opened."""
    process = subprocess.Popen(
        helpathon("serve", "--port", "0", "--store", store, *options),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        printed = "".join(lines_until(process, "ROOM" if "--open-rooms" in options else "Guest"))
        yield process, printed
    finally:
        process.kill()
        process.communicate()


def rest_of(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What it still printed, and its complaints; then it has ended."""
    assert process.stdout is not None
    assert process.stderr is not None
    rest, complaint = process.stdout.read(), process.stderr.read()
    process.wait(STOPS_WITHIN_S)
    return rest, complaint


def lines_until(process: subprocess.Popen[str], word: str) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if word in line:
            return
    raise AssertionError(f"the server ended: {process.communicate()}")


async def test_a_first_start_prints_links_that_work_and_a_second_the_same(store: str) -> None:
    with served(store) as (process, first):
        (address,) = re.findall(
            r"^Helpathon runs at (\S+) \(Ctrl\+C stops it\)$", first, re.MULTILINE
        )
        links = dict(LINK.findall(first))
        seat = await join(address, "/j/" + links["Participant"].split("/j/")[1], "Ada")
        async with Client(seat) as ada:
            await ada.write("note", "hallo")
            await ada.saved()
        process.send_signal(signal.SIGTERM)
        rest, complaint = rest_of(process)
        assert process.returncode == 0
        assert rest.splitlines()[-1] == "Helpathon has stopped."
        assert complaint == ""

    with served(store) as (_, second):
        (new_address,) = ADDRESS.findall(second)
        assert second.replace(new_address, address) == first
        async with Client(seat.at(new_address)) as ada:  # the cookie still holds
            assert ada.board["note"]["text"] == "hallo"


def test_ctrl_c_stops_it_without_a_word_too_many(store: str) -> None:
    with served(store) as (process, _):
        process.send_signal(signal.SIGINT)
        rest, complaint = rest_of(process)

    assert process.returncode == 0
    assert rest == "Helpathon has stopped.\n"
    assert complaint == ""


def test_on_this_machine_only_there_is_no_code_for_phones(store: str) -> None:
    with served(store) as (process, printed):
        process.send_signal(signal.SIGINT)
        rest, _ = rest_of(process)

    assert "phones" not in printed + rest


def test_in_the_network_there_is_a_code_for_phones(store: str) -> None:
    with served(store, "--host", "0.0.0.0") as (process, printed):
        process.send_signal(signal.SIGINT)
        rest, _ = rest_of(process)

    assert "For phones in the same network" in printed + rest
    assert "http://0.0.0.0" not in printed


async def test_open_rooms_need_no_link(store: str) -> None:
    with served(store, "--open-rooms") as (_, printed):
        (address,) = ADDRESS.findall(printed)
        assert f"{address.replace('http', 'ws')}/sync/ROOM" in printed
        assert "/j/" not in printed
        async with Client(Seat(address, "any.name-1"), speaks_control=False) as stock:
            await stock.write("note")


def test_a_second_server_on_the_same_file_is_refused(command_line: CommandLine, store: str) -> None:
    with served(store):
        outcome = command_line("serve", "--port", "0", "--store", store)

    assert outcome.status == 2
    assert outcome.is_one_line("in use by another server"), outcome


def test_an_export_beside_a_running_server_is_what_the_server_exports(
    command_line: CommandLine, store: str
) -> None:
    with served(store) as (_, printed):
        (address,) = ADDRESS.findall(printed)
        seat, live = asyncio.run(write_and_export(address, dict(LINK.findall(printed))))
        outcome = command_line("export", seat.room, "--store", store)
        seen_by_doctor = command_line("doctor", "--store", store)

    assert outcome.status == 0
    stored = json.loads(outcome.output)
    assert [it["id"] for it in stored["objects"]] == ["first", "second"]
    assert {**stored, "exported_at": ""} == {**live, "exported_at": ""}
    assert seen_by_doctor.status == 0


def test_a_server_that_is_killed_leaves_nothing_in_the_way(store: str) -> None:
    with ServerProcess(store) as server:
        server.kill9()
        server.restart()
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=READY_WITHIN_S) as answer:
            assert answer.status == 200


# What the tests above need


def at(store: str) -> dict[str, str]:
    return {"HELPATHON_STORE": store}


async def write_and_export(address: str, links: dict[str, str]) -> tuple[Seat, dict[str, Any]]:
    seat = await join(address, "/j/" + links["Participant"].split("/j/")[1], "Ada")
    async with Client(seat) as ada:
        await ada.write("second", "zwei", pos=[0.0, 500.0], size=[100, 100])
        await ada.write("first", "eins 😀", pos=[0.0, 0.0], size=[100, 100])
        await ada.saved()
        request = urllib.request.Request(
            f"{address}/api/rooms/{seat.room}/export", headers={"Cookie": seat.cookie}
        )
        live = await asyncio.to_thread(fetch, request)
    return seat, live


def fetch(request: urllib.request.Request) -> dict[str, Any]:
    with urllib.request.urlopen(request, timeout=READY_WITHIN_S) as answer:
        content: dict[str, Any] = json.loads(answer.read())
        return content
