"""SIGTERM while everybody works: nothing is lost, all are back moments after the new process."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from websockets.exceptions import InvalidHandshake

from tests.client import Client, converged, join
from tests.faults.scale import SEED, scaled
from tests.faults.stored import stored_board
from tests.faults.typist import Typist, many_saved
from tests.interop.crowd import Crowd
from tests.processes import ServerProcess, create_helpathon

pytestmark = pytest.mark.node

ROOMS = [f"Raum {number}" for number in range(5)]
READERS = scaled(20, 200)
RESTARTS = scaled(1, 5)
STOCK = ("ada", "bob", "cem", "dua", "eva")
BACK_WITHIN_S = 5.0
# As the page does, see web/sync/connection.js.
RETRY_FIRST_S, RETRY_LONGEST_S = 0.5, 20.0
MOST_MEMORY_BYTES = 250 * 2**20


@pytest.mark.timeout(scaled(120, 300))
@pytest.mark.parametrize("seed", [SEED])
async def test_everybody_is_back_at_once_and_nothing_is_lost(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    links = create_helpathon(store, "Stadtgrün", ROOMS)
    with ServerProcess(store) as server:
        typists = [
            Typist(await join(server.url, links["participant"], f"t{number}", room), f"t{number}")
            for number, room in enumerate(ROOMS)
        ]
        readers = [
            Client(await join(server.url, links["guest"], f"r{number}", ROOMS[number % len(ROOMS)]))
            for number in range(READERS)
        ]
        stock = await join(server.url, links["participant"], "stock", ROOMS[0])
        for typist in typists:
            await typist.sit_down()
        for reader in readers:
            await reader.connect()
        clients = [*(typist.client for typist in typists), *readers]
        with Crowd(server.url, stock.room, cookie=stock.cookie) as crowd:
            await asyncio.to_thread(crowd.enter, *STOCK)
            for restart in range(RESTARTS):
                walk = asyncio.create_task(asyncio.to_thread(crowd.walk, seed + restart, 120))
                typing = [asyncio.create_task(typist.type_until_cut_off()) for typist in typists]
                await many_saved(typists, typing, rng.randrange(10, 60))

                assert await asyncio.to_thread(server.stop) == 0
                await asyncio.gather(*typing)
                for typist in typists:
                    typist.check(await stored_board(store, typist.client.seat.room))
                    typist.get_up()
                coming = [asyncio.create_task(come_back(client, rng)) for client in clients]
                await asyncio.to_thread(server.start)
                async with asyncio.timeout(BACK_WITHIN_S):
                    await asyncio.gather(*coming)
                await walk
                await asyncio.to_thread(crowd.connect, *STOCK)
                assert server.memory_bytes < MOST_MEMORY_BYTES

            for typist, room in zip(typists, rooms_of(typists, readers), strict=True):
                await typist.type_a_word()
                await typist.client.saved()
                board = await converged(typist.client, *room)
                assert board[typist.note]["text"] == "".join(typist.written)
            covering = typists[0].client.doc.get_state()
            held = await asyncio.to_thread(crowd.settled, covering=covering)
            first = typists[0].client
            await first.until(lambda: first.board == held["objects"])
        for client in clients:
            await client.disconnect()


async def come_back(client: Client, rng: random.Random) -> None:
    """What a page does that was told to come back."""
    assert await client.ended() == (1012, "the server restarts")
    (drain,) = client.heard_of("drain")
    await asyncio.sleep(drain["retry_ms"] / 1000)
    longest_s = RETRY_FIRST_S
    while True:
        await asyncio.sleep(longest_s * (0.5 + 0.5 * rng.random()))
        longest_s = min(2 * longest_s, RETRY_LONGEST_S)
        try:
            return await client.connect()
        except (OSError, InvalidHandshake):
            continue  # it is not there yet


def rooms_of(typists: Sequence[Typist], readers: Sequence[Client]) -> list[list[Client]]:
    return [
        [reader for reader in readers if reader.seat.room == typist.client.seat.room]
        for typist in typists
    ]
