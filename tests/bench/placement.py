"""100,000 rooms on paper: where a proxy puts them, and what each node and each Redis then carries.

    python -m tests.bench.placement --rooms 100000 --nodes 640 --shards 8

Rooms get a size and a liveliness by chance (the seed is fixed, so a run can be repeated), the
proxy's consistent hash gives each a node, Redis Cluster's slots give each a shard. What a person,
an edit and a room cost is measured (docs/benchmarks.md, docs/operations.md) and stands below.
"""

import argparse
import random
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SLOTS = 16384
# As nginx places a server on its ring.
POINTS = 160

# What people do, on average over a session.
PEOPLE_PER_ROOM = (3, 12)
EDITS_PER_PERSON_S = 0.6  # a fifth of the time typing, three updates a second
# Some rooms are silent, some in a rush.
LIVELINESS = (0.0, 2.0)

# What it costs, measured.
CPU_PER_DELIVERY_S = 18e-6  # the table of 50 rooms of 8: nothing is joined in quiet rooms
# A cursor that moves a third of the time, and those of the others 25 times a second.
CPU_PER_PERSON_S = 0.35e-3
NODE_BASE_MB = 60.0
CONNECTION_KB = 10.0
DOCUMENT_KB = 60.0  # some 200 notes with their history
ENTRY_BYTES = 67.0  # an edit of 40 bytes in a Redis stream
ROOM_IN_REDIS_KB = 4.5 + DOCUMENT_KB
# Entries that are not compacted yet: 64 KiB, or a minute's.
TAIL_KB = 64.0
# A commit gathers for this long, so a busy node sends its edits together.
COMMIT_S = 0.005
XADD_PER_S = 150_000.0  # one Redis with appendfsync everysec and a replica, at most


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    people: int
    edits_s: float

    @property
    def deliveries_s(self) -> float:
        return self.edits_s * (self.people - 1)

    @property
    def cores(self) -> float:
        return self.deliveries_s * CPU_PER_DELIVERY_S + self.people * CPU_PER_PERSON_S


class Ring:
    """A consistent hash: of a hundred nodes one that goes takes a hundredth of the rooms along."""

    def __init__(self, nodes: Iterable[str]) -> None:
        points = sorted((point, node) for node in nodes for point in points_of(node))
        self._places = [place for place, _ in points]
        self._nodes = [node for _, node in points]

    def node(self, room: str) -> str:
        at = bisect_left(self._places, zlib.crc32(f"/sync/{room}".encode()))
        return self._nodes[at % len(self._nodes)]


def points_of(node: str) -> Iterable[int]:
    """HOST:PORT on the ring, as nginx's `hash … consistent` computes it."""
    host, _, port = node.partition(":")
    base = zlib.crc32(f"{host}\0{port}".encode())
    point = 0
    for _ in range(POINTS):
        point = zlib.crc32(point.to_bytes(4, "little"), base)
        yield point


def crc16(data: bytes) -> int:
    """XMODEM, as Redis Cluster computes it."""
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
        value &= 0xFFFF
    return value


def shard(room: str, shards: int) -> int:
    """A room's keys carry its id in braces, so they share a slot; shards share slots evenly."""
    return crc16(room.encode()) % SLOTS * shards // SLOTS


def rooms_by_chance(count: int, seed: int) -> list[Room]:
    chance = random.Random(seed)
    rooms = []
    for number in range(count):
        people = chance.randint(*PEOPLE_PER_ROOM)
        edits_s = people * EDITS_PER_PERSON_S * chance.uniform(*LIVELINESS)
        rooms.append(Room(f"{number // 8:08x}-{chance.getrandbits(24):06x}", people, edits_s))
    return rooms


def spread(loads: Sequence[float], unit: str, digits: int = 0) -> str:
    mean, most = sum(loads) / len(loads), max(loads)
    most_text = f"busiest {most:,.{digits}f} ({most / mean:.2f} of the mean)"
    return f"mean {mean:,.{digits}f}{unit}, {most_text}"


def report(count: int, nodes: int, shards: int, seed: int) -> list[str]:
    rooms = rooms_by_chance(count, seed)
    names = [f"10.0.{number // 250}.{number % 250 + 1}:8000" for number in range(nodes)]
    ring = Ring(names)
    placed = [ring.node(room.name) for room in rooms]
    cores = dict.fromkeys(names, 0.0)
    people = dict.fromkeys(names, 0)
    held = dict.fromkeys(names, 0)
    for room, node in zip(rooms, placed, strict=True):
        cores[node] += room.cores
        people[node] += room.people
        held[node] += 1
    memory_mb = [
        NODE_BASE_MB + (people[node] * CONNECTION_KB + held[node] * DOCUMENT_KB) / 1000
        for node in names
    ]
    smaller = Ring(names[1:])
    moved = sum(smaller.node(room.name) != node for room, node in zip(rooms, placed, strict=True))

    edits = [0.0] * shards
    stored_gb = [0.0] * shards
    for room in rooms:
        at = shard(room.name, shards)
        edits[at] += room.edits_s
        stored_gb[at] += (ROOM_IN_REDIS_KB + TAIL_KB) / 1e6
    everybody, all_edits = sum(people.values()), sum(edits)
    per_commit = all_edits / nodes * COMMIT_S / shards
    return [
        f"{count:,} rooms, {everybody:,} people, {all_edits:,.0f} edits/s, "
        f"{sum(room.deliveries_s for room in rooms):,.0f} deliveries/s",
        f"nodes ({nodes}):",
        f"  people   {spread(list(map(float, people.values())), '')}",
        f"  CPU      {spread(list(cores.values()), ' cores', 2)}",
        f"  memory   {spread(memory_mb, ' MB')}",
        f"  one node gone: {moved:,} rooms move ({moved / count:.2%})",
        f"Redis ({shards} shards):",
        f"  entries  {spread(edits, '/s')}, {max(edits) / XADD_PER_S:.0%} of what one carries",
        f"  writes   {sum(edits) * ENTRY_BYTES / 1e6 / shards:.1f} MB/s each",
        f"  memory   {spread(stored_gb, ' GB', 2)}",
        f"  a commit carries {per_commit:.1f} entries per node and shard",
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    options.add_argument("--rooms", type=int, default=100_000)
    options.add_argument("--nodes", type=int, default=640)
    options.add_argument("--shards", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    print("\n".join(report(chosen.rooms, chosen.nodes, chosen.shards, chosen.seed)))


if __name__ == "__main__":
    main()
