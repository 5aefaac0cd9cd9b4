"""One Redis that dies, hangs, comes back older or empty while people type on two nodes."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import pytest

from persistence.contract import NodeId
from persistence.open import open_store
from server.app import INSTALLATION
from tests.client import Client, join
from tests.faults.redis.crowd import Crowd, typing_crowd
from tests.faults.scale import scaled
from tests.processes import ServerProcess, create_helpathon
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.timeout(scaled(120, 600))]

ROOMS = [f"Raum {number}" for number in range(10)]
ROUNDS = scaled(1, 2)
AWAY_S = scaled(1.0, 20.0)
HANGS_S = scaled(1.0, 20.0)


class City:
    """A Redis and two nodes on it, with one Helpathon."""

    def __init__(self, redis: RedisServer, nodes: list[ServerProcess], links: dict[str, str]):
        self.redis = redis
        self.nodes = nodes
        self.links = links
        self.room = ""
        self._rooms = iter(ROOMS)

    def typing(self) -> AbstractAsyncContextManager[Crowd]:
        """In a room that nobody was in before."""
        self.room = next(self._rooms)
        return typing_crowd(self.nodes, self.links, self.redis.url, self.room)


@pytest.fixture(scope="module", params=["always"])
def city(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("redis")
    with RedisServer(folder / "files", appendfsync=request.param) as redis:
        links = create_helpathon(redis.url, "Stadtgrün", ROOMS)
        with ServerProcess(redis.url) as here, ServerProcess(redis.url) as there:
            yield City(redis, [here, there], links)


@pytest.mark.parametrize("city", ["always", "everysec"], indirect=True)
async def test_while_a_killed_redis_is_away_nothing_is_called_saved_and_afterwards_everything_is(
    city: City,
) -> None:
    async with city.typing() as crowd:
        for _ in range(ROUNDS):
            await crowd.many_saved()
            city.redis.kill()
            await crowd.go_on_unsaved(AWAY_S)
            city.redis.start()
        await crowd.many_saved()

        await crowd.everything_is_saved()
        crowd.nobody_was_cut_off()
        crowd.memory_is_bounded()


async def test_a_redis_that_hangs_stops_saving_and_nothing_else(city: City) -> None:
    async with city.typing() as crowd:
        await crowd.many_saved()
        city.redis.pause()
        await crowd.go_on_unsaved(HANGS_S)
        city.redis.resume()
        await crowd.many_saved()

        await crowd.everything_is_saved()
        crowd.nobody_was_cut_off()
        crowd.memory_is_bounded()


async def test_a_redis_that_comes_back_with_an_older_file_gets_the_rest_from_the_nodes(
    city: City, tmp_path: Path
) -> None:
    async with city.typing() as crowd:
        await crowd.many_saved()
        city.redis.copy_files(tmp_path / "older")
        await crowd.many_saved(scaled(200, 2000))
        lost = [typist.saved for typist in crowd.typists]
        epoch = crowd.reader.welcome["epoch"]

        city.redis.kill()
        city.redis.restore_files(tmp_path / "older")
        city.redis.start()
        await crowd.many_saved()

        board = await crowd.everything_is_brought_back()
        for typist, words in zip(crowd.typists, lost, strict=True):
            assert len(board[typist.note]["text"].split()) > words
        crowd.nobody_was_cut_off()
        crowd.memory_is_bounded()
        await crowd.reader.reconnect(city.nodes[1].url)
        assert crowd.reader.welcome["epoch"] == epoch


async def test_an_emptied_redis_gets_rooms_and_records_back_and_nobody_is_sent_away(
    city: City,
) -> None:
    async with city.typing() as crowd, AsyncExitStack() as staying:
        seat = await join(city.nodes[0].url, city.links["facilitator"], "Ada", city.room)
        ada = await staying.enter_async_context(Client(seat))
        reply = await ada.ask(
            "clock", scope="room", action="start", rev=0, duration_ms=600_000, label="Ideen"
        )
        assert reply["ok"], reply
        await crowd.many_saved()
        epoch = crowd.reader.welcome["epoch"]
        before = await records(city, ada.seat.room)

        assert city.redis.command("FLUSHALL") == "+OK"
        await crowd.many_saved()

        await crowd.everything_is_brought_back()
        crowd.nobody_was_cut_off()
        crowd.memory_is_bounded()
        assert await records(city, ada.seat.room) == before

        # What came back is whole: a node that knows nothing opens the room with the old cookies.
        city.nodes[1].kill9()
        await asyncio.to_thread(city.nodes[1].start)
        async with Client(ada.seat.at(city.nodes[1].url)) as late:
            assert late.welcome["epoch"] == epoch
            assert late.records["clock/room"] == ada.records["clock/room"]
            assert late.board == crowd.reader.board


async def records(city: City, room: str) -> dict[str, object]:
    store, _ = open_store(city.redis.url, NodeId("test"), read_only=True)
    async with store:
        helpathon = room.partition("-")[0]
        return {scope: (await store.read(scope)).records for scope in (INSTALLATION, helpathon)}
