"""Hours of a Helpathon in minutes against one server: what it did, and what its memory did.

The people are in load/ (Node): they come, type, move, leave and come back, and keep account of
every word. This side runs the server and reads its memory and its metrics.
"""

import json
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.bench.rivals import fresh_folder, node, ours, running
from tests.processes import free_port
from tests.soak.slope import slope

LOAD = Path(__file__).resolve().parent / "load" / "main.js"
METRIC = re.compile(r"^(helpathon_\w+) (\S+)$", re.MULTILINE)
HOUR_S = 3600.0
# Everybody leaves in good order; far longer than that takes.
ENDS_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who comes, and what they do. Rates are per person."""

    teams: int = 24
    people: int = 6  # in each team
    types_per_s: float = 4.0
    moves_per_s: float = 5.0
    visit_s: float = 20.0  # then the page is reloaded
    board_s: float = 30.0  # then the team works on another board


@dataclass(frozen=True, slots=True)
class Sample:
    at_s: float
    rss_bytes: int
    # Of these, without pages of files, which the kernel gives and takes as it likes.
    own_bytes: int
    document_bytes: float  # of all boards in memory
    rooms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    samples: Sequence[Sample]
    tally: dict[str, Any]  # see load/ledger.js

    @property
    def problems(self) -> dict[str, int]:
        found: dict[str, int] = self.tally["problems"]
        return found

    @property
    def most_rooms(self) -> float:
        return max(sample.rooms for sample in self.samples)

    def mb_per_hour(self, warm_up_s: float) -> float:
        """How fast the memory beside the boards grows, after a warm-up."""
        return (
            HOUR_S
            / 2**20
            * slope(
                [
                    (sample.at_s, sample.own_bytes - sample.document_bytes)
                    for sample in self.samples
                    if sample.at_s >= warm_up_s
                ]
            )
        )


def soak(crowd: Crowd, seconds: float, every_s: float) -> Outcome:
    """Let them work for so long, with a sample every so often."""
    contestant = ours("--open-rooms")
    port = free_port()
    samples: list[Sample] = []
    with (
        fresh_folder() as data,
        running(contestant, port, data) as server,
        at_work(crowd, port, contestant.path) as load,
    ):
        began_s = time.monotonic()
        while (at_s := time.monotonic() - began_s) < seconds:
            samples.append(sample(at_s, port, server))
            load.wait(every_s)
        samples.append(sample(at_s, port, server))
        return Outcome(samples, load.end())


def sample(at_s: float, port: int, server: psutil.Process) -> Sample:
    metrics = read_metrics(port)
    memory = server.memory_info()
    return Sample(
        at_s,
        memory.rss,
        # Linux alone tells them apart.
        memory.rss - getattr(memory, "shared", 0),
        metrics["helpathon_document_bytes"],
        metrics["helpathon_rooms"],
    )


def read_metrics(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return {name: float(value) for name, value in METRIC.findall(answer.read().decode())}


class Load:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def wait(self, seconds: float) -> None:
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError(f"expected people to go on; they ended with {code} (see above)")

    def end(self) -> dict[str, Any]:
        """Everybody leaves: the account of it all."""
        told, _ = self._process.communicate("end\n", ENDS_WITHIN_S)
        tally: dict[str, Any] = json.loads(told)
        return tally


@contextmanager
def at_work(crowd: Crowd, port: int, path: str) -> Iterator[Load]:
    setting = {"port": port, "path": path, **asdict(crowd)}
    with subprocess.Popen(
        [node(), str(LOAD), json.dumps(setting)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Load(process)
        finally:
            process.kill()
