"""Two nodes on a Redis Cluster of three: rooms meet, and a part that dies takes only its own."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial

import httpx
import pytest

from tests.client import Client, Seat, converged, join
from tests.faults.redis.crowd import Crowd, typing_crowd
from tests.faults.scale import scaled
from tests.processes import ServerProcess, create_helpathon
from tests.redis_cluster import RedisCluster
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.timeout(scaled(120, 600))]

# Enough that every part of the Cluster has some.
ROOMS = [f"Raum {number}" for number in range(24)]
ROUNDS = scaled(1, 2)
AWAY_S = scaled(1.0, 20.0)


class City:
    def __init__(self, cluster: RedisCluster, nodes: list[ServerProcess], links: dict[str, str]):
        self.cluster = cluster
        self.nodes = nodes
        self.links = links

    def part_of(self, room: str) -> RedisServer:
        return self.cluster.owner_of(f"helpathon:{{{room}}}:log")

    def rooms(self) -> dict[str, str]:
        """Title → id."""
        token = self.links["participant"].removeprefix("/j/")
        answer = httpx.get(f"{self.nodes[0].url}/api/links/{token}", trust_env=False)
        return {room["title"]: room["id"] for room in answer.raise_for_status().json()["rooms"]}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with RedisCluster(tmp_path_factory.mktemp("cluster")) as cluster:
        links = create_helpathon(cluster.url, "Stadtgrün", ROOMS)
        with ServerProcess(cluster.url) as here, ServerProcess(cluster.url) as there:
            yield City(cluster, [here, there], links)


async def test_rooms_of_every_part_meet_across_nodes(city: City) -> None:
    rooms = city.rooms()
    assert {city.part_of(room).port for room in rooms.values()} == {
        node.port for node in city.cluster.nodes
    }
    async with AsyncExitStack() as staying:
        for title in ROOMS:
            seat = await join(city.nodes[0].url, city.links["participant"], "Ada", title)
            ada = await staying.enter_async_context(Client(seat))
            bo = await staying.enter_async_context(Client(seat.at(city.nodes[1].url)))
            await asyncio.gather(ada.write("a", title), bo.write("b", title))
            await ada.show({"cursor": title})
            await bo.until(partial(_sees, bo, title))
            assert len(await converged(ada, bo)) == 2
            await ada.saved()
            await bo.saved()


async def test_a_clock_started_on_one_node_runs_on_the_other(city: City) -> None:
    seat: Seat = await join(city.nodes[0].url, city.links["facilitator"], "Ada", ROOMS[0])
    async with Client(seat) as ada, Client(seat.at(city.nodes[1].url)) as bo:
        reply = await ada.ask("clock", scope="room", action="start", rev=0, duration_ms=60_000)
        assert reply["ok"], reply

        await bo.until(lambda: bo.records["clock/room"]["rev"] == 1)


async def test_a_part_that_dies_stops_the_saving_of_its_rooms_alone(city: City) -> None:
    rooms = city.rooms()
    people = city.cluster.owner_of(
        f"helpathon:{{{next(iter(rooms.values())).partition('-')[0]}}}:records"
    )
    dies = next(node for node in city.cluster.nodes if node is not people)
    hit = next(title for title, room in rooms.items() if city.part_of(room) is dies)
    spared = next(title for title, room in rooms.items() if city.part_of(room) is not dies)
    async with _typing(city, hit) as theirs, _typing(city, spared) as ours:
        for _ in range(ROUNDS):
            await theirs.many_saved()
            dies.kill()
            async with asyncio.TaskGroup() as both:
                both.create_task(theirs.go_on_unsaved(AWAY_S))
                both.create_task(ours.many_saved(200))
            dies.start()
            await theirs.many_saved()

        for crowd in (theirs, ours):
            await crowd.everything_is_saved()
            crowd.nobody_was_cut_off()
            crowd.memory_is_bounded()


def _sees(client: Client, title: str) -> bool:
    return {"cursor": title} in client.presences.values()


def _typing(city: City, title: str) -> AbstractAsyncContextManager[Crowd]:
    return typing_crowd(city.nodes, city.links, city.cluster.url, title)
