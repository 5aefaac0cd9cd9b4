"""The server's wall clock jumps by hours: nobody is sent away, a running clock is what it was."""

import asyncio
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.client import Client, converged, join
from tests.faults.scale import scaled
from tests.faults.wall_clock import jump
from tests.processes import ServerProcess, create_helpathon

ROOM = "Nordmarkt"
HOUR_S = 3600
# Forth and back, each from where the one before led to.
OFFSETS_H = scaled([3, -4, 0], [3, -4, 0, 13, -13, 1, 0, 24 * 50, -24 * 50, 0])
CLOCK_MS = 30 * 60 * 1000


@dataclass
class House:
    server: ServerProcess
    links: dict[str, str]
    clock: Path

    def jump(self, offset_h: int) -> None:
        jump(self.clock, offset_h * HOUR_S)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    clock = tmp_path / "clock"
    jump(clock, 0)
    under = (sys.executable, "-m", "tests.faults.wall_clock", str(clock))
    links = create_helpathon(store, "Stadtgrün", [ROOM])
    with ServerProcess(store, under=under) as server:
        yield House(server, links, clock)


async def test_people_stay_and_a_running_clock_is_what_it_was(house: House) -> None:
    server, links = house.server, house.links
    facilitator = await join(server.url, links["facilitator"], "Ada", ROOM)
    participant = await join(server.url, links["participant"], "Bo", ROOM)
    async with Client(facilitator) as ada, Client(participant) as bo:
        clock = {"scope": "room", "label": "Ideen"}
        assert (await ada.ask("clock", action="start", rev=0, duration_ms=CLOCK_MS, **clock))["ok"]
        await until_revision(bo, 1)
        running = bo.records["clock/room"]
        await ada.show({"cursor": [1, 2]})
        await bo.until(lambda: {"cursor": [1, 2]} in bo.presences.values())

        for offset_h in OFFSETS_H:
            house.jump(offset_h)
            assert await hours_ahead(ada) == offset_h
            await a_room_works(ada, bo, f"at {offset_h} h")
            async with Client(participant) as again:  # the cookie of before
                assert again.welcome["you"]["name"] == "Bo"
                assert again.records["clock/room"] == running
            await somebody_joins(house, f"at {offset_h} h")
        assert ada.records["clock/room"] == bo.records["clock/room"] == running
        assert {"cursor": [1, 2]} in bo.presences.values()

        # The clock is right again with the wall clock, and can be worked with.
        reply = await ada.ask("clock", action="adjust", rev=1, delta_ms=60_000, **clock)
        assert reply["ok"], reply
        await until_revision(bo, 2)
        later_ms = bo.records["clock/room"]["value"]["ends_at"] - running["value"]["ends_at"]
        assert later_ms == 60_000


async def test_a_clock_paused_before_a_jump_goes_on_after_it(house: House) -> None:
    facilitator = await join(house.server.url, house.links["facilitator"], "Ada", ROOM)
    clock = {"scope": "room", "label": "Ideen"}
    async with Client(facilitator) as ada:
        await ada.ask("clock", action="start", rev=0, duration_ms=CLOCK_MS, **clock)
        await ada.ask("clock", action="pause", rev=1, **clock)
        await until_revision(ada, 2)
        remaining_ms = ada.records["clock/room"]["value"]["remaining_ms"]
        for number, offset_h in enumerate(OFFSETS_H):
            house.jump(offset_h)
            rev = 2 + 2 * number
            assert (await ada.ask("clock", action="resume", rev=rev, **clock))["ok"]
            reply = await ada.ask("clock", action="pause", rev=rev + 1, **clock)
            assert reply["ok"], reply
            await until_revision(ada, rev + 2)
            left_ms = ada.records["clock/room"]["value"]["remaining_ms"]
            # What the two requests took, not what the wall clock jumped.
            assert remaining_ms - 60_000 < left_ms <= remaining_ms
            remaining_ms = left_ms


async def test_a_server_that_starts_hours_earlier_knows_everybody(house: House) -> None:
    participant = await join(house.server.url, house.links["participant"], "Bo", ROOM)
    async with Client(participant) as bo:
        await bo.write("before")
        await bo.saved()
    house.jump(-5)
    await asyncio.to_thread(house.server.restart)
    async with Client(participant) as bo:
        assert "before" in bo.board
        assert await hours_ahead(bo) == -5
        await bo.write("after")
        await bo.saved()


async def a_room_works(ada: Client, bo: Client, key: str) -> None:
    await ada.write(key)
    await bo.has(key)
    await ada.saved()
    await converged(ada, bo)


async def somebody_joins(house: House, name: str) -> None:
    seat = await join(house.server.url, house.links["participant"], name, ROOM)
    async with Client(seat) as client:
        assert client.welcome["you"]["name"] == name


async def until_revision(client: Client, rev: int) -> None:
    await client.until(lambda: client.records["clock/room"]["rev"] == rev)


async def hours_ahead(client: Client) -> int:
    server_now_ms: int = (await client.ask("time"))["server_now"]
    return round((server_now_ms / 1000 - time.time()) / HOUR_S)
