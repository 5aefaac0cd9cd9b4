"""Two server processes on one Redis serve one room, and outlive each other."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from persistence.contract import NodeId
from persistence.open import open_store
from rooms.stage.records import RecordBook
from server.app import INSTALLATION
from server.identity import Identity
from tests.client import Client, Seat, converged, join
from tests.faults.typist import Typist, many_saved
from tests.processes import ServerProcess, create_helpathon
from tests.redis_server import RedisServer

pytestmark = pytest.mark.redis


@dataclass
class City:
    """Two nodes with one Helpathon; every test takes a room of its own."""

    redis: RedisServer
    here: ServerProcess
    there: ServerProcess
    links: dict[str, str]
    rooms: list[str]
    _taken: list[str] = field(default_factory=list)

    def take_room(self) -> str:
        self._taken.append(self.rooms[len(self._taken)])
        return self._taken[-1]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    rooms = [f"Raum {number}" for number in range(20)]
    with RedisServer(tmp_path_factory.mktemp("redis")) as redis:
        links = create_helpathon(redis.url, "Stadtgrün", rooms)
        with ServerProcess(redis.url) as here, ServerProcess(redis.url) as there:
            yield City(redis, here, there, links, rooms)


async def seats(city: City, role: str = "participant") -> tuple[Seat, Seat]:
    """Two people in one room that nobody was in before, one on each node."""
    room = city.take_room()
    return (
        await join(city.here.url, city.links[role], "Ada", room),
        await join(city.there.url, city.links["participant"], "Bo", room),
    )


async def test_edits_cross(city: City) -> None:
    one, other = await seats(city)
    async with Client(one) as ada, Client(other) as bo:
        for number in range(20):
            await ada.write(f"a{number}", "von Ada")
            await bo.write(f"b{number}", "von Bo")
        await ada.has("b19")
        await bo.has("a19")
        await asyncio.gather(*(ada.type("b0", ", Ada"), bo.type("b0", ", Bo"), bo.erase("a0")))

        board = await converged(ada, bo)
        assert len(board) == 39
        assert sorted(board["b0"]["text"].split(", ")) == ["Ada", "Bo", "von Bo"]


async def test_who_joined_on_one_node_opens_the_room_on_the_other_at_once(city: City) -> None:
    room = city.take_room()
    for number in range(5):
        seat = await join(city.here.url, city.links["participant"], f"P{number}", room)
        async with Client(seat.at(city.there.url)) as client:
            assert client.welcome["you"]["name"] == f"P{number}"


async def test_people_see_each_other_come_and_go(city: City) -> None:
    one, other = await seats(city)
    async with Client(one) as ada:
        async with Client(other) as bo:
            await ada.until(lambda: names(ada) == ["Ada", "Bo"])
            await bo.until(lambda: names(bo) == ["Ada", "Bo"])
        await ada.until(lambda: names(ada) == ["Ada"])


async def test_cursors_cross_and_leave_with_their_people(city: City) -> None:
    one, other = await seats(city)
    async with Client(one) as ada, Client(other, speaks_control=False) as bo:
        await ada.show({"cursor": [1, 2]})
        await bo.until(lambda: {"cursor": [1, 2]} in bo.presences.values())
        await bo.show({"cursor": [3, 4]})
        await ada.until(lambda: {"cursor": [3, 4]} in ada.presences.values())

        await ada.disconnect()
        await bo.until(lambda: not bo.presences)


async def test_a_clock_started_on_one_node_runs_on_the_other(city: City) -> None:
    one, other = await seats(city, "facilitator")
    async with Client(one) as ada, Client(other) as bo:
        reply = await ada.ask(
            "clock", scope="room", action="start", rev=0, duration_ms=60_000, label="Ideen"
        )
        assert reply["ok"], reply

        await bo.until(lambda: bo.records["clock/room"]["rev"] == 1)
        await ada.until(lambda: ada.records["clock/room"]["rev"] == 1)
        assert bo.records["clock/room"] == ada.records["clock/room"]
        assert bo.records["clock/room"]["value"]["label"] == "Ideen"
        async with Client(other) as late:
            assert late.records["clock/room"] == ada.records["clock/room"]


async def test_of_two_facilitators_at_the_same_moment_one_wins_and_the_other_is_told(
    city: City,
) -> None:
    one, _ = await seats(city, "facilitator")
    async with Client(one) as ada, Client(one.at(city.there.url)) as bo:
        replies = await asyncio.gather(
            *(
                client.ask("clock", scope="room", action="start", rev=0, duration_ms=duration_ms)
                for client, duration_ms in ((ada, 60_000), (bo, 120_000))
            )
        )

        won = [reply for reply in replies if reply["ok"]]
        lost = [reply["error"] for reply in replies if not reply["ok"]]
        assert len(won) == len(lost) == 1
        assert lost[0]["code"] == "conflict"
        assert lost[0]["rev"] == 1
        await ada.until(lambda: ada.records["clock/room"]["rev"] == 1)
        await bo.until(lambda: bo.records["clock/room"]["rev"] == 1)
        assert ada.records["clock/room"] == bo.records["clock/room"]


async def test_a_revoked_link_ends_its_connections_on_both_nodes(city: City) -> None:
    room = city.take_room()
    async with open_store(city.redis.url, NodeId(secrets.token_hex(4)))[0] as store:
        installation = RecordBook(INSTALLATION, store)
        await installation.load()
        identity = Identity(installation.value("secret"))
        helpathon, link = identity.read_link(city.links["guest"].removeprefix("/j/"))
        seat = await join(city.here.url, city.links["guest"], "Gast", room)
        async with Client(seat) as one, Client(seat.at(city.there.url)) as other:
            book = RecordBook(helpathon, store)
            await book.load()
            name = f"link/{link}"
            value = book.value(name)
            await book.put(name, value | {"revoked": True}, book.version(name))

            assert (await one.ended())[0] == (await other.ended())[0] == 4410
        await book.put(name, value, book.version(name))


async def test_both_nodes_export_the_same(city: City) -> None:
    one, other = await seats(city)
    async with Client(one) as ada, Client(other) as bo:
        await ada.write("a", "von Ada", pos=[0.0, 0.0])
        await bo.write("b", "von Bo", pos=[0.0, 500.0])
        await converged(ada, bo)
        exports = [await export(seat) for seat in (one, other)]

    assert exports[0] == exports[1]
    assert [it["text"] for it in exports[0]] == ["von Ada", "von Bo"]


async def test_a_node_that_stops_sends_its_people_to_the_other(city: City) -> None:
    one, other = await seats(city)
    async with Client(one) as ada, Client(other) as bo:
        await ada.write("last-word")
        stopping = asyncio.create_task(asyncio.to_thread(city.here.stop))

        assert (await ada.ended())[0] == 1012
        assert ada.saved_count == ada.sent
        await bo.until(lambda: names(bo) == ["Bo"])
        await ada.reconnect(city.there.url)
        await bo.until(lambda: names(bo) == ["Ada", "Bo"])
        assert "last-word" in await converged(ada, bo)

        assert await stopping == 0
        await asyncio.to_thread(city.here.start)


async def test_a_node_killed_in_the_middle_of_typing_loses_nothing_it_called_saved(
    city: City,
) -> None:
    one, other = await seats(city)
    ada, bo = Typist(one, "a"), Typist(other, "b")
    for typist in (ada, bo):
        await typist.sit_down()
    typing = [asyncio.create_task(typist.type_until_cut_off()) for typist in (ada, bo)]
    await many_saved([ada, bo], typing, 200)

    city.here.kill9()
    await typing[0]
    await many_saved([bo], typing[1:], 50)  # its people go on
    ada.check(bo.client.board)

    await ada.sit_down(city.there.url)
    await ada.type_a_word()
    await ada.client.saved()
    await asyncio.to_thread(city.here.start)
    async with Client(one) as reader:  # on the node that came back
        await asyncio.to_thread(city.there.kill9)
        await typing[1]
        bo.check(reader.board)
        assert ada.written[-1] in reader.board[ada.note]["text"]
        await bo.sit_down(city.here.url)
        await ada.client.reconnect(city.here.url)

        board = await converged(ada.client, bo.client, reader)
        for typist in (ada, bo):
            assert board[typist.note]["text"] == "".join(typist.written)
            await typist.client.saved()
            await typist.client.disconnect()
    await asyncio.to_thread(city.there.start)


async def test_nodes_that_start_together_on_an_empty_store_know_each_others_people(
    city: City,
) -> None:
    store = f"{city.redis.url}?prefix={secrets.token_hex(4)}:"
    nodes = [ServerProcess(store) for _ in range(2)]
    with nodes[0], nodes[1]:
        links = create_helpathon(store, "Neu", ["Raum"])
        for node in nodes:
            seat = await join(node.url, links["participant"], "Ada")
            for other in nodes:
                async with Client(seat.at(other.url)) as ada:
                    assert ada.welcome["helpathon"]["title"] == "Neu"


def names(client: Client) -> list[str]:
    return sorted(member["name"] for member in client.members.values())


async def export(seat: Seat) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(trust_env=False) as browser:
        address = f"{seat.server}/api/rooms/{seat.room}/export"
        answer = await browser.get(address, headers={"Cookie": seat.cookie})
        objects: list[dict[str, Any]] = answer.raise_for_status().json()["objects"]
        return objects
