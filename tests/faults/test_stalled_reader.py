"""Somebody who stops reading costs nobody anything, and gets all they missed as one difference."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.client import Client, Seat, converged, join
from tests.eventually import eventually
from tests.faults.figures import figure
from tests.faults.line import Line
from tests.faults.scale import LONG, scaled
from tests.processes import ServerProcess, create_helpathon

ROOM = "Nordmarkt"
STALLED = scaled(12, 40)
EDITS = scaled(250, 600)
PADDING = "·" * 10_000  # 20 kB
# Were all kept for each of them that it does not read, it would be 60 MiB, or 460.
MOST_GROWTH_BYTES = scaled(40, 200) * 2**20
# What fits into the buffers of the kernel and of ours, in edits; the rest is one difference.
MOST_UPDATES = EDITS // 2
# The limit of 30 s, the round in which the server looks, and the close handshake.
CLOSED_WITHIN_S = 90.0


@dataclass
class Hall:
    server: ServerProcess
    seat: Seat
    line: Line
    stalled: list[Client]


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    links = create_helpathon(store, "Stadtgrün", [ROOM])
    with ServerProcess(store) as server:
        seat, *seats = [
            await join(server.url, links["participant"], f"P{number}", ROOM)
            for number in range(STALLED + 1)
        ]
        async with Line(server.port) as line, AsyncExitStack() as stack:
            stalled = [Client(each.at(line.url)) for each in seats]
            for client in stalled:
                await stack.enter_async_context(client)
            yield Hall(server, seat, line, stalled)


async def write_much(ada: Client, bo: Client) -> None:
    """Both see each edit at once, and ada hears that it is saved, whoever else reads."""
    for number in range(EDITS):
        await ada.write(f"note-{number % 20}", PADDING, number=number)
        if number % 10 == 0:
            await bo.has(f"note-{number % 20}", number=number)
            await ada.saved()
    await ada.saved()


@pytest.mark.timeout(scaled(120, 300))
async def test_who_does_not_read_costs_nobody_anything_and_gets_one_difference(hall: Hall) -> None:
    async with Client(hall.seat) as ada, Client(hall.seat) as bo:
        before_bytes = hall.server.memory_bytes
        hall.line.stall()

        await write_much(ada, bo)
        assert figure(hall.server, "helpathon_members_behind") == STALLED
        assert hall.server.memory_bytes - before_bytes < MOST_GROWTH_BYTES
        assert not any(client.closed for client in hall.stalled)

        updates = [0] * STALLED
        for index, client in enumerate(hall.stalled):

            def count(_event: object, index: int = index) -> None:
                updates[index] += 1

            client.doc.observe(count)
        hall.line.flow()
        board = await converged(ada, bo, *hall.stalled)

        assert max(updates) < MOST_UPDATES, updates
        assert len(board) == 20
        assert figure(hall.server, "helpathon_members_behind") == 0
        for client in hall.stalled:  # they go on as if nothing had been
            await client.write("back")
            await client.saved()
        assert "back" in await converged(ada, bo, *hall.stalled)


@pytest.mark.skipif(not LONG, reason="takes a minute: FAULTS=long")
@pytest.mark.timeout(240)
async def test_who_does_not_read_for_too_long_is_asked_to_come_back(hall: Hall) -> None:
    async with Client(hall.seat) as ada, Client(hall.seat) as bo:
        hall.line.stall()
        await write_much(ada, bo)
        gone = asyncio.create_task(
            ada.until(lambda: len(ada.heard_of("member.left")) == STALLED, CLOSED_WITHIN_S)
        )
        await gone
        hall.line.flow()  # the code waits behind what they did not read
        endings = [await client.ended() for client in hall.stalled]

        assert {code for code, _ in endings} == {4508}
        for client in hall.stalled:
            await client.reconnect()
        await converged(ada, bo, *hall.stalled)


@pytest.mark.skipif(not LONG, reason="takes a minute: FAULTS=long")
@pytest.mark.timeout(240)
async def test_who_never_reads_again_is_given_up(hall: Hall) -> None:
    async with Client(hall.seat) as ada, Client(hall.seat) as bo:
        hall.line.stall()
        await write_much(ada, bo)
        connections = "helpathon_connections"
        await eventually(lambda: figure(hall.server, connections) == 2, CLOSED_WITHIN_S)

        hall.line.flow()
        for client in hall.stalled:
            assert (await client.ended())[0] in {1006, 4508}
            await client.reconnect(hall.server.url)
        await converged(ada, bo, *hall.stalled)
