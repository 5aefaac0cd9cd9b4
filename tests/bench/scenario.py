"""What is done to a server, and how it did: a fixed load, or the highest one it sustains.

The load generator measures deliveries and their age; this side reads the server's CPU and memory
at the same moments.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import psutil

from persistence.contract import RoomId
from tests.bench.boards import store_snapshots
from tests.bench.rivals import (
    HERE,
    Contestant,
    fresh_folder,
    node,
    pinned,
    running,
    started,
    store_in,
)
from tests.processes import free_port

LOAD_CORE = 1
# Nobody calls a board live that shows a letter later than this.
SUSTAINED_P99_MS = 100.0
WARM_S = 1.0
DRAIN_S = 6.0
PROBE_WARM_S = 0.5
PROBE_S = 1.5
# Where the search for the highest rate begins, in updates a second and person.
FIRST_RATE = 8.0
# Our server reads more slowly from a connection that sends more than 200 messages a second.
HIGHEST_RATE = 190.0
LOWEST_RATE = 0.1
# Each halves the ratio between the highest good and the lowest bad rate; three leave 9 %.
REFINEMENTS = 3
# Short probes flatter: what held for a second and a half may not hold for longer.
CONFIRMATIONS = 8
CPU_CLOCK = 2  # CPUCLOCK_SCHED, see clock_getcpuclockid(3)


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    title: str
    rooms: int
    people: int  # in each room
    kind: str = "text"  # or "cursors"
    rate: float | None = None  # a second and person; None: the highest sustained
    subprotocol: str | None = None  # of a page that hears what is saved


SCENARIOS = (
    Scenario("teams", "50 rooms of 8, 10 updates a second each", 50, 8, rate=10),
    Scenario("teams-most", "25 rooms of 10, highest sustained", 25, 10),
    Scenario("hall", "one room of 100, 3 updates a second each", 1, 100, rate=3),
    Scenario("hall-most", "one room of 100, highest sustained", 1, 100),
    Scenario("cursors", "100 cursors at 30 Hz in one room", 1, 100, kind="cursors", rate=30),
)


@dataclass(frozen=True, slots=True)
class Figures:
    rate: float  # updates a second and person
    deliveries_per_s: float
    cpu: float  # share of one core
    us_per_delivery: float
    us_per_edit: float
    p50_ms: float
    p99_ms: float
    lost: int
    memory_mb: float
    skipped: float  # share of cursor positions replaced by newer ones before they were sent
    generator_cpu: float
    others_cpu: float  # what else ran on the server's core
    closed: tuple[str, ...]  # why connections ended
    saved_p50_ms: float  # until an edit is called saved; 0 where nobody says so
    saved_p95_ms: float
    is_sustained: bool = True  # False: no rate at all stayed below SUSTAINED_P99_MS

    @property
    def is_good(self) -> bool:
        return self.lost == 0 and not self.closed and self.p99_ms <= SUSTAINED_P99_MS


def at_rate(
    scenario: Scenario, contestant: Contestant, seconds: float, boards: Mapping[RoomId, bytes]
) -> Figures:
    """At a fixed rate, in rooms that hold these boards already."""
    assert scenario.rate is not None, "a scenario with a rate"
    port = free_port()
    with fresh_folder() as data:
        if boards:
            store_snapshots(store_in(data), boards)
        with (
            running(contestant, port, data) as server,
            Load.of(scenario, contestant, port) as load,
        ):
            return load.step(server, scenario.rate, WARM_S, seconds)


def measure(scenario: Scenario, contestant: Contestant, seconds: float) -> Figures:
    with started(contestant) as (port, server), Load.of(scenario, contestant, port) as load:
        if scenario.rate is not None:
            return load.step(server, scenario.rate, WARM_S, seconds)
        return highest_sustained(load, server, seconds)


def highest_sustained(load: "Load", server: psutil.Process, seconds: float) -> Figures:
    rate = good = bad = 0.0
    while (not good or not bad) and LOWEST_RATE < (rate := next_rate(good, bad)) <= HIGHEST_RATE:
        good, bad = probe(load, server, rate, good, bad)
    for _ in range(REFINEMENTS if good and bad else 0):
        good, bad = probe(load, server, (good * bad) ** 0.5, good, bad)
    rate = good or bad
    for _ in range(CONFIRMATIONS):
        figures = load.step(server, rate, WARM_S, seconds)
        if figures.is_good:
            return figures
        rate *= 0.9
    return replace(figures, is_sustained=False)


def next_rate(good: float, bad: float) -> float:
    """Up from what was good, down from what was bad, until both are known."""
    if good >= HIGHEST_RATE:
        return HIGHEST_RATE + 1
    if good:
        return min(good * 2, HIGHEST_RATE)
    return bad / 2 if bad else FIRST_RATE


def probe(
    load: "Load", server: psutil.Process, rate: float, good: float, bad: float
) -> tuple[float, float]:
    is_good = load.step(server, rate, PROBE_WARM_S, PROBE_S).is_good
    return (rate, bad) if is_good else (good, rate)


class Load:
    """The load generator, connected to a server."""

    def __init__(self, process: subprocess.Popen[str], people: int) -> None:
        self._process = process
        self._people = people  # in all rooms

    @classmethod
    @contextmanager
    def of(cls, scenario: Scenario, contestant: Contestant, port: int) -> "Iterator[Load]":
        setting = {
            "port": port,
            "path": contestant.path,
            "dialect": contestant.dialect,
            "rooms": scenario.rooms,
            "people": scenario.people,
            "kind": scenario.kind,
            "subprotocol": scenario.subprotocol,
        }
        with subprocess.Popen(
            [*pinned(LOAD_CORE), node(), str(HERE / "load" / "main.js"), json.dumps(setting)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            load = cls(process, scenario.rooms * scenario.people)
            try:
                load._hear("ready")
                yield load
            finally:
                process.kill()

    def step(self, server: psutil.Process, rate: float, warm_s: float, measure_s: float) -> Figures:
        assert self._process.stdin is not None, "opened as a pipe"
        wanted = {"rate": rate, "warm_s": warm_s, "measure_s": measure_s, "drain_s": DRAIN_S}
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        self._hear("begin")
        cpu_before_s, core_before_s = cpu_s(server), core_s()
        self._hear("end")
        server_cpu_s, core_busy_s = cpu_s(server) - cpu_before_s, core_s() - core_before_s
        memory_mb = server.memory_info().rss / 2**20
        result = self._hear("result")
        return Figures(
            rate=rate,
            deliveries_per_s=result["deliveries"] / result["seconds"],
            cpu=server_cpu_s / result["seconds"],
            us_per_delivery=1e6 * server_cpu_s / max(result["deliveries"], 1),
            us_per_edit=1e6 * server_cpu_s / (result["seconds"] * rate * self._people),
            p50_ms=result["p50_ms"],
            p99_ms=result["p99_ms"],
            lost=result["lost"],
            memory_mb=memory_mb,
            skipped=result["skipped"],
            generator_cpu=result["generator_cpu"],
            others_cpu=max(core_busy_s - server_cpu_s, 0) / result["seconds"],
            closed=tuple(result["closed"]),
            saved_p50_ms=result["saved_p50_ms"],
            saved_p95_ms=result["saved_p95_ms"],
        )

    def _hear(self, event: str) -> dict[str, Any]:
        assert self._process.stdout is not None, "opened as a pipe"
        line = self._process.stdout.readline()
        assert line, "expected the load generator to go on; it ended (see above)"
        heard: dict[str, Any] = json.loads(line)
        assert heard["event"] == event, f"expected {event}, got {heard}"
        return heard


def cpu_s(server: psutil.Process) -> float:
    """What a server used up to now, all its threads."""
    if sys.platform != "linux":
        times = server.cpu_times()
        return times.user + times.system
    # The kernel's own count of another process's CPU time; psutil's comes in steps of 10 ms.
    return time.clock_gettime((~server.pid << 3) | CPU_CLOCK)


def core_s() -> float:
    """What programs used of the server's core; its work for the network is the server's."""
    if sys.platform != "linux":
        return 0.0
    times = psutil.cpu_times(percpu=True)[0]
    return times.user + times.nice + times.system
