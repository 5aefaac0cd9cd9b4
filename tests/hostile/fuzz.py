"""Hostile inputs against a real server process, while honest people in two rooms type on.

A fault is: the process ends, logs a traceback, answers as it never should, or an honest person
notices anything. Then the last inputs are written to a file, from which they can be said again.
"""

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from random import Random

from tests.client import Seat, join
from tests.hostile.attack import BATCH, Attacker, Fault
from tests.hostile.bystander import Bystanders, Noticed
from tests.hostile.inputs import Input, crafted, endless, in_steps
from tests.processes import ServerProcess, create_helpathon

# A malicious person may fill the room they are in, and judging them there gets slower with each
# byte: here they go on to another one before.
INPUTS_PER_ROOM = 5_000
ROOMS = 100
# As `make test` can afford.
BRIEF = 1_000
# Each is another person: what one may ask of the server's time is bounded.
ATTACKERS = 4
# Inputs that an attacker fetches at a time.
FETCHED = 64
# What may have been on its way when something broke.
REMEMBERED = 4 * ATTACKERS * FETCHED
# Quotas are tested elsewhere: here somebody may say as much as they can.
UNLIMITED = {
    "HELPATHON_PERSON_LIMITS_CONNECTIONS": "1000",
    "HELPATHON_PERSON_LIMITS_REQUESTS_PER_S": "1000000",
    "HELPATHON_PERSON_LIMITS_REQUESTS_BURST": "1000000",
    "HELPATHON_TALK_LIMITS_MESSAGES_PER_S": "1000000000",
    "HELPATHON_TALK_LIMITS_MESSAGES_BURST": "1000000000",
    "HELPATHON_TALK_LIMITS_BYTES_PER_S": "1000000000",
    "HELPATHON_TALK_LIMITS_BYTES_BURST": "1000000000",
}
TROUBLE = (b"Traceback", b"panicked", b"Fatal error")


@dataclass
class Outcome:
    seed: int
    inputs: int = 0
    words: int = 0  # that honest people typed, had saved and read
    longest_s: float = 0.0  # that one of them waited
    codes: Counter[int] = field(default_factory=Counter)
    fault: str = ""
    recent: "deque[Input]" = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def __str__(self) -> str:
        codes = ", ".join(f"{code}: {count}" for code, count in sorted(self.codes.items()))
        return (
            f"seed {self.seed}: {self.inputs} hostile inputs, closed by code {{{codes}}}; "
            f"honest people had {self.words} words saved and read, "
            f"the slowest after {self.longest_s * 1000:.0f} ms"
        )

    def keep(self, folder: Path) -> Path:
        """Write the last inputs down."""
        path = folder / f"fuzz-{self.seed}.jsonl"
        lines = [json.dumps({"kind": it.kind, "wire": it.wire.hex()}) for it in self.recent]
        path.write_text("\n".join([json.dumps({"fault": self.fault}), *lines]) + "\n")
        return path


def kept(path: Path) -> list[Input]:
    _, *lines = path.read_text().splitlines()
    return [Input(it["kind"], bytes.fromhex(it["wire"])) for it in map(json.loads, lines)]


async def fuzz(seconds: float, seed: int, folder: Path) -> Outcome:
    """Random inputs for so long, behind the crafted ones."""
    until_s = time.monotonic() + seconds
    return await run(_rooms_full(Random(seed)), until_s, seed, folder)


async def fuzz_briefly(seed: int, folder: Path) -> Outcome:
    """All crafted inputs but those that build up in steps, among so many random ones."""
    noise = islice(endless(Random(seed)), BRIEF)
    said = chain(_among(crafted(), noise), noise)
    return await run(iter([said]), time.monotonic() + 3600, seed, folder)


async def replay(inputs: Sequence[Input], seed: int, folder: Path) -> Outcome:
    return await run(iter([iter(inputs)]), time.monotonic() + 3600, seed, folder)


async def run(rooms: Iterator[Iterator[Input]], until_s: float, seed: int, folder: Path) -> Outcome:
    """`rooms` gives what is said in each room that is attacked, one after the other."""
    outcome = Outcome(seed)
    store, log = f"sqlite:{folder / 'fuzz.db'}", folder / "server.log"
    links = create_helpathon(store, "Angriff", [f"Team {number}" for number in range(ROOMS)])
    server = ServerProcess(store, environment=UNLIMITED, log=log)
    await asyncio.to_thread(server.start)
    try:
        await _attack_rooms(server, links["participant"], rooms, until_s, outcome)
    except* (Fault, Noticed, OSError) as group:
        outcome.fault = "; ".join(str(error) for error in _leaves(group))
    finally:
        if not server.running:
            outcome.fault = f"the server ended: {outcome.fault}"
        else:
            server.stop()
    trouble = [line for line in log.read_bytes().splitlines() if any(t in line for t in TROUBLE)]
    if trouble and not outcome.fault:
        outcome.fault = f"in the log: {trouble[0].decode(errors='replace')}"
    return outcome


async def _attack_rooms(
    server: ServerProcess,
    link: str,
    rooms: Iterator[Iterator[Input]],
    until_s: float,
    outcome: Outcome,
) -> None:
    far = [await join(server.url, link, name, "Team 0") for name in ("Ada", "Bo")]
    elsewhere = Bystanders(far[0], far[1])
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(elsewhere.run(stop), name="elsewhere")
        try:
            for number, inputs in enumerate(rooms):
                if time.monotonic() > until_s:
                    break
                title = f"Team {1 + number % (ROOMS - 1)}"
                names = ("Cy", "Dee", *(f"Mal {number}" for number in range(ATTACKERS)))
                seats = [await join(server.url, link, name, title) for name in names]
                await _attack(server, seats, inputs, until_s, outcome)
        finally:
            stop.set()
    _count(elsewhere, outcome)
    await elsewhere.check()


async def _attack(
    server: ServerProcess,
    seats: Sequence[Seat],
    inputs: Iterator[Input],
    until_s: float,
    outcome: Outcome,
) -> None:
    """In one room, with two honest people in it."""
    writer, reader, *malicious = seats
    beside = Bystanders(writer, reader)
    stop = asyncio.Event()
    attackers = [Attacker(server.port, seat) for seat in malicious]
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(beside.run(stop), name="beside")
        try:
            async with asyncio.TaskGroup() as attack:
                for attacker in attackers:
                    attack.create_task(_keep_on(attacker, inputs, until_s, outcome))
        finally:
            stop.set()
            for attacker in attackers:
                outcome.codes += attacker.codes
                outcome.inputs += attacker.said
    _count(beside, outcome)
    await beside.check()


async def _keep_on(
    attacker: Attacker, inputs: Iterator[Input], until_s: float, outcome: Outcome
) -> None:
    while time.monotonic() < until_s:
        fetched = list(islice(inputs, FETCHED))
        if not fetched:
            return
        outcome.recent.extend(fetched)
        await attacker.say(fetched)


def _rooms_full(random: Random) -> Iterator[Iterator[Input]]:
    bombs = crafted()
    while True:
        yield _mixed(bombs, islice(endless(random), INPUTS_PER_ROOM))


def _mixed(bombs: Iterable[Input], noise: Iterator[Input]) -> Iterator[Input]:
    """The crafted ones first; then those that build up in steps."""
    yield from _among(bombs, noise)
    yield from in_steps()
    yield from noise


def _among(bombs: Iterable[Input], noise: Iterator[Input]) -> Iterator[Input]:
    """One by one among others."""
    for bomb in bombs:
        yield bomb
        yield from islice(noise, BATCH - 1)


def _count(bystanders: Bystanders, outcome: Outcome) -> None:
    outcome.words += bystanders.words
    outcome.longest_s = max(outcome.longest_s, bystanders.longest_s)


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
