"""SQLite and Redis do what the memory driver does, whatever is asked in whatever order."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from persistence.contract import START, Change, Conflict, Position, Record, RoomId, Store
from tests.contracts.deployments import MemoryNodes, RedisNodes, SqliteNodes
from tests.redis_server import RedisServer

STEPS = 300
ROOMS = [RoomId("hall-1"), RoomId("hall-2")]
NAMES = ["clock", "agenda", "room/1"]


@dataclass
class Witness:
    """One store, asked the same as another. Positions differ, so they are told by number."""

    store: Store
    numbers: dict[tuple[RoomId, Position], int] = field(default_factory=dict)
    positions: dict[tuple[RoomId, int], Position] = field(default_factory=dict)

    async def append(self, room: RoomId, entries: list[bytes]) -> object:
        await self.store.append({room: entries})
        return await self.load(room)

    async def load(self, room: RoomId) -> object:
        stored = await self.store.load(room)
        for entry in stored.entries:
            self._number(room, entry.position)
        return (
            stored.snapshot,
            self._number(room, stored.covered),
            self._number(room, stored.last),
            [(self._number(room, entry.position), entry.data) for entry in stored.entries],
        )

    async def compact(self, room: RoomId, snapshot: bytes, covers: int, replaces: int) -> bool:
        return await self.store.compact(
            room,
            snapshot,
            covers=self.positions.get((room, covers), START),
            replaces=self.positions.get((room, replaces), START),
        )

    async def write(self, changes: list[Change]) -> object:
        try:
            return await self.store.write("scope", changes)
        except Conflict as conflict:
            return (conflict.name, conflict.current)

    async def read(self) -> dict[str, Record]:
        return (await self.store.read("scope")).records

    def _number(self, room: RoomId, position: Position) -> int:
        if position == START:
            return 0
        known = sum(1 for each, _ in self.numbers if each == room)
        number = self.numbers.setdefault((room, position), known + 1)
        self.positions[room, number] = position
        return number


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("driver", ["sqlite", pytest.param("redis", marks=pytest.mark.redis)])
async def test_a_driver_agrees_with_memory(
    driver: str, seed: int, tmp_path: Path, shared_redis: RedisServer
) -> None:
    chance = random.Random(seed)
    nodes = (
        SqliteNodes(tmp_path / "store.db")
        if driver == "sqlite"
        else RedisNodes(f"{shared_redis.url}?prefix={tmp_path.name}:")
    )
    async with MemoryNodes().node("here")[0] as expected, nodes.node("here")[0] as found:
        witnesses = [Witness(expected), Witness(found)]
        outcomes: set[str] = set()
        for number in range(STEPS):
            step, arguments = _step(chance, number)
            told = [await getattr(witness, step)(*arguments) for witness in witnesses]
            assert told[0] == told[1], f"step {number}: {step} {arguments}"
            outcomes.add(f"{step} {type(told[0]).__name__} {told[0] is True}")

    # The walk did real work: both outcomes of both compare-and-sets came up.
    assert {"compact bool True", "compact bool False"} <= outcomes
    assert {"write dict False", "write tuple False"} <= outcomes


def _step(chance: random.Random, number: int) -> tuple[str, tuple[object, ...]]:
    room = chance.choice(ROOMS)
    match chance.choice(["append", "append", "load", "compact", "compact", "write", "read"]):
        case "append":
            return "append", (room, [b"%d" % number] * chance.randint(1, 3))
        case "compact":
            return "compact", (room, b"snap %d" % number, *_two_positions(chance))
        case "write":
            changes = [
                Change(name, chance.choice([None, b"%d" % number]), chance.randint(0, 3))
                for name in chance.sample(NAMES, chance.randint(1, 2))
            ]
            return "write", (changes,)
        case "read":
            return "read", ()
        case _:
            return "load", (room,)


def _two_positions(chance: random.Random) -> tuple[int, int]:
    return chance.randint(0, 12), chance.choice([0, 0, *range(12)])
