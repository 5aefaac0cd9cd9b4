"""What was shown as saved is there after the power was cut, and nothing else is lost either."""

import asyncio
from pathlib import Path

import pytest

from tests.client import Client, converged, join
from tests.faults.typist import Typist, many_saved
from tests.processes import ServerProcess, create_helpathon
from tests.redis_server import RedisServer

ROOM = "Nordmarkt"


async def arrive(server: ServerProcess, links: dict[str, str], count: int) -> list[Typist]:
    typists = []
    for number in range(count):
        name = "abcdef"[number]
        seat = await join(server.url, links["participant"], name, ROOM)
        typists.append(Typist(seat, name))
    return typists


async def test_work_of_a_page_that_was_offline_while_the_server_died_comes_in(
    tmp_path: Path,
) -> None:
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    links = create_helpathon(store, "Stadtgrün", [ROOM])
    with ServerProcess(store) as server:
        ada, bo = await arrive(server, links, 2)
        async with bo.client:
            await ada.sit_down()
            await ada.client.vanish()
            await ada.type_a_word()
            await bo.client.write("meanwhile")
            await bo.client.saved()
            server.kill9()
            await asyncio.to_thread(server.start)
            await bo.client.reconnect()

            await ada.sit_down()
            await ada.client.saved()
            board = await converged(ada.client, bo.client)
            assert board[ada.note]["text"] == "".join(ada.written)
            assert "meanwhile" in board
            await ada.client.disconnect()


@pytest.mark.redis
async def test_a_killed_redis_stops_saving_and_nothing_else(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "redis") as redis:
        links = create_helpathon(redis.url, "Stadtgrün", [ROOM])
        with ServerProcess(redis.url) as server:
            ada, bo = await arrive(server, links, 2)
            for typist in (ada, bo):
                await typist.sit_down()
            typing = asyncio.create_task(ada.type_until_cut_off())

            for _ in range(2):
                await many_saved([ada], [typing], 100)
                redis.kill()
                await bo.client.write("typed without a store")
                await ada.client.has("typed without a store")
                assert bo.client.saved_count < bo.client.sent
                redis.start()
                await bo.client.saved()

            server.kill9()
            await typing
            await asyncio.to_thread(server.start)
            async with Client(bo.client.seat) as reader:
                ada.check(reader.board)
                assert "typed without a store" in reader.board
            await ada.client.disconnect()
            await bo.client.disconnect()
