"""Killed again and again, at any moment, while ten people write: the ledger of what was saved."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.client import converged, join
from tests.faults.scale import SEED, scaled
from tests.faults.stored import stored_board
from tests.faults.typist import Typist, many_saved
from tests.interop.crowd import Crowd
from tests.processes import ServerProcess, create_helpathon

pytestmark = pytest.mark.node

ROOM = "Nordmarkt"
KILLS = scaled(3, 50)
STOCK = ("ada", "bob", "cem", "dua", "eva")
# Ten people and their board take far less; what a killed server leaves behind must not add up.
MOST_MEMORY_BYTES = 200 * 2**20


@pytest.mark.timeout(scaled(120, 800))
@pytest.mark.parametrize("seed", [SEED])
async def test_every_edit_shown_as_saved_survives_kills_at_random_moments(
    seed: int, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    links = create_helpathon(store, "Stadtgrün", [ROOM])
    with ServerProcess(store) as server:
        typists = [
            Typist(await join(server.url, links["participant"], name, ROOM), name)
            for name in "abcde"
        ]
        seat = typists[0].client.seat
        stock_seat = await join(server.url, links["participant"], "stock", ROOM)
        with Crowd(server.url, stock_seat.room, cookie=stock_seat.cookie) as crowd:
            await asyncio.to_thread(crowd.enter, *STOCK)
            unsaved = 0
            for kill in range(KILLS):
                async with asyncio.TaskGroup() as everybody:
                    steps = rng.randrange(60, 160)
                    everybody.create_task(asyncio.to_thread(crowd.walk, seed + kill, steps))
                    everybody.create_task(type_until_killed(server, typists, rng))
                board = await stored_board(store, seat.room)
                for typist in typists:
                    typist.check(board)
                unsaved += sum(len(typist.written) - typist.saved for typist in typists)
                await asyncio.to_thread(server.start)
            assert unsaved, "it died in the middle of something"

            await sit_down(typists)
            clients = [typist.client for typist in typists]
            for client in clients:
                await client.saved()
            board = await converged(*clients)
            held = await asyncio.to_thread(crowd.settled, covering=clients[0].doc.get_state())
            await clients[0].until(lambda: clients[0].board == held["objects"])
            for typist in typists:
                assert board[typist.note]["text"] == "".join(typist.written)
                await typist.client.disconnect()
    assert await stored_board(store, seat.room) == held["objects"]


async def type_until_killed(
    server: ServerProcess, typists: Sequence[Typist], rng: random.Random
) -> None:
    await sit_down(typists)
    typing = [asyncio.create_task(typist.type_until_cut_off()) for typist in typists]
    await many_saved(typists, typing, rng.randrange(1, 40))
    # Waits for nothing: the moment is what is tried.
    await asyncio.sleep(rng.uniform(0, 0.05))
    assert server.memory_bytes < MOST_MEMORY_BYTES
    server.kill9()
    await asyncio.gather(*typing)


async def sit_down(typists: Sequence[Typist]) -> None:
    for typist in typists:
        await typist.sit_down()
