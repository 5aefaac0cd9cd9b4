"""A join storm: the people of many rooms come back within two seconds.

Ours after a kill and a restart, from disk, as pages that show who they are; and, beside servers
that keep nothing, a warm one with stock clients in it already.
"""

import asyncio
import base64
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import psutil

from persistence.contract import RoomId
from tests.bench.boards import Board, board, store_logs
from tests.bench.rivals import (
    HERE,
    Contestant,
    contestants,
    fresh_folder,
    node,
    ours,
    pinned,
    running,
    store_in,
)
from tests.bench.scenario import LOAD_CORE
from tests.bench.table import Table, megabytes, milliseconds
from tests.processes import create_helpathon, free_port

ROOMS = 30
PEOPLE = 10  # in each
WITHIN_S = 2.0
NOTES = 150
EDITS_PER_NOTE = 11
SUBPROTOCOL = "helpathon.1"
JOINS_AT_ONCE = 10
HEADINGS = (
    "server",
    "people bring",
    "p50",
    "p99",
    "last one in after",
    "each got",
    "not in",
    "peak memory",
)


@dataclass(frozen=True, slots=True)
class Seat:
    room: str
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Storm:
    p50_ms: float  # from a person's first byte to all they lacked
    p99_ms: float
    last_s: float  # after the first could come
    missed: int
    kilobytes: float  # of state, per person
    notes: int  # the fewest that anybody sees
    peak_bytes: int
    starting_s: float = 0.0

    def row(self, name: str, brings: str) -> list[str]:
        return [
            name,
            brings,
            milliseconds(self.p50_ms),
            milliseconds(self.p99_ms),
            f"{self.last_s:.2f} s",
            f"{self.kilobytes:.1f} kB",
            str(self.missed),
            megabytes(self.peak_bytes),
        ]


def measure() -> list[Table]:
    made = board(NOTES, EDITS_PER_NOTE)
    people = f"{ROOMS * PEOPLE} people of {ROOMS} rooms come back"
    return [
        compare(f"{people} within {WITHIN_S:g} s", made, WITHIN_S),
        compare(f"{people} at the same moment", made, 0),
    ]


def compare(title: str, made: Board, within_s: float) -> Table:
    rows = []
    starting_s = 0.0
    for copy in (True, False):
        storm = after_a_kill(made, within_s, copy=copy)
        starting_s = max(starting_s, storm.starting_s)
        rows.append(storm.row("helpathon, killed and restarted", "a copy" if copy else "nothing"))
    for contestant in contestants():
        storm = warm(contestant, made, within_s)
        rows.append(storm.row(f"{contestant.name}, warm", "nothing"))
    again = f"Killed and restarted: it listens again {starting_s:.1f} s after the kill -9."
    return Table(title, HEADINGS, rows, [again])


def after_a_kill(made: Board, within_s: float, *, copy: bool) -> Storm:
    """Everybody is in and has just written; kill -9; the new process reads all from disk."""
    contestant = ours()
    port = free_port()
    with fresh_folder() as data:
        links = create_helpathon(store_in(data), "Sturm", [f"Raum {n}" for n in range(ROOMS)])
        with running(contestant, port, data):
            seats = asyncio.run(take_seats(port, links["participant"]))
        store_logs(store_in(data), {RoomId(seat.room): made.log for seat in seats})
        with people(contestant, port, seats, made, data) as crowd:
            with running(contestant, port, data) as server:
                crowd.do("join")
                killed_s = time.monotonic()
                server.kill()
            with running(contestant, port, data) as server:
                starting_s = time.monotonic() - killed_s
                storm = crowd.storm(server, within_s, copy=copy)
    # Each of a room's people made one more note before the kill, and it was saved.
    expect(storm, NOTES + PEOPLE)
    return replace(storm, starting_s=starting_s)


def warm(contestant: Contestant, made: Board, within_s: float) -> Storm:
    """Somebody is in each room and brought the board; nothing has to be read from a disk."""
    port = free_port()
    seats = [Seat(f"storm-{number}") for _ in range(PEOPLE) for number in range(ROOMS)]
    with (
        fresh_folder() as data,
        running(contestant, port, data) as server,
        people(contestant, port, seats, made, data) as crowd,
    ):
        crowd.do("fill")
        storm = crowd.storm(server, within_s, copy=False)
    expect(storm, NOTES)
    return storm


def expect(storm: Storm, notes: int) -> None:
    seen = storm.notes
    assert storm.missed or seen == notes, f"expected {notes} notes on each board, got {seen}"


async def take_seats(port: int, link: str) -> list[Seat]:
    """Everybody opens the link, says a name, chooses a room."""
    token = link.removeprefix("/j/")
    gate = asyncio.Semaphore(JOINS_AT_ONCE)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        offered = (await http.get(f"/api/links/{token}")).raise_for_status().json()["rooms"]

        async def sit_down(number: int) -> Seat:
            chosen = {"name": f"Person {number}", "room": offered[number % ROOMS]["id"]}
            async with gate:
                http.cookies.clear()
                answer = await http.post(f"/api/links/{token}/join", json=chosen)
            cookie = answer.raise_for_status().headers["set-cookie"].partition(";")[0]
            return Seat(answer.json()["room"], cookie)

        return await asyncio.gather(*(sit_down(number) for number in range(ROOMS * PEOPLE)))


class Crowd:
    """The load generator's people."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, step: str, **how: Any) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None, "opened as a pipe"
        assert stdout is not None, "opened as a pipe"
        stdin.write(json.dumps({"do": step, **how}) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, "expected the load generator to go on; it ended (see above)"
        answer: dict[str, Any] = json.loads(line)
        assert answer.pop("event") == step, f"expected {step}, got {answer}"
        return answer

    def storm(self, server: psutil.Process, within_s: float, *, copy: bool) -> Storm:
        result = self.do("storm", within_s=within_s, copy=copy)
        return Storm(**result, peak_bytes=peak_bytes(server))


@contextmanager
def people(
    contestant: Contestant, port: int, seats: list[Seat], made: Board, data: Path
) -> Iterator[Crowd]:
    file = data / "board.yjs"
    file.write_bytes(made.state)
    setting = {
        "port": port,
        "path": contestant.path,
        "dialect": contestant.dialect,
        "subprotocol": SUBPROTOCOL if seats[0].cookie else None,
        "seats": [{"room": seat.room, "cookie": seat.cookie} for seat in seats],
        "board": str(file),
        "vector": base64.b64encode(made.vector).decode(),
    }
    with subprocess.Popen(
        [*pinned(LOAD_CORE), node(), str(HERE / "load" / "storm.js"), json.dumps(setting)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Crowd(process)
        finally:
            process.kill()


def peak_bytes(server: psutil.Process) -> int:
    """The most it ever had in memory; what it has now where the system does not remember."""
    if sys.platform == "linux":
        status = Path(f"/proc/{server.pid}/status").read_text()
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
        if found is not None:
            return int(found[1]) * 1024
    rss: int = server.memory_info().rss
    return rss
