"""Two server processes on one Redis serve the same room."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.client import Client, converged, join
from tests.processes import ServerProcess, create_helpathon
from tests.redis_server import RedisServer

pytestmark = pytest.mark.redis


@dataclass
class TwoNodes:
    redis: RedisServer
    first: ServerProcess
    second: ServerProcess
    links: dict[str, str]

    async def client(self, name: str, server: ServerProcess, role: str = "participant") -> Client:
        """Somebody in the room, on one of the nodes."""
        client = Client(await join(server.url, self.links[role], name))
        await client.connect()
        return client


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[TwoNodes]:
    with RedisServer(tmp_path / "redis") as redis:
        links = create_helpathon(redis.url, "Stadtgrün", ["Nordmarkt"])
        options = ("--no-links",)
        with (
            ServerProcess(redis.url, options) as first,
            ServerProcess(redis.url, options) as second,
        ):
            yield TwoNodes(redis, first, second, links)


async def test_edits_presence_members_and_the_clock_cross(nodes: TwoNodes) -> None:
    ada = await nodes.client("Ada", nodes.first, "facilitator")
    ben = await nodes.client("Ben", nodes.second)

    await ada.write("note-a", "von Ada")
    await ben.write("note-b", "von Ben")
    await ada.show({"cursor": [1, 2]})
    reply = await ada.ask("clock", scope="room", action="start", duration_ms=60_000, rev=0)

    assert reply["ok"]
    board = await converged(ada, ben)
    assert {"note-a", "note-b"} == set(board)
    await ben.until(lambda: {"cursor": [1, 2]} in ben.presences.values())
    await ben.until(lambda: (ben.records["clock/room"]["value"] or {}).get("status") == "running")
    assert ben.records["clock/room"] == ada.records["clock/room"]
    for client in (ada, ben):
        await sees(client, {"Ada", "Ben"})
        await client.disconnect()


async def test_two_facilitators_on_two_nodes_at_once_have_one_winner(nodes: TwoNodes) -> None:
    mira = await nodes.client("Mira", nodes.first, "facilitator")
    noah = await nodes.client("Noah", nodes.second, "facilitator")

    replies = await asyncio.gather(
        mira.ask("clock", scope="room", action="start", duration_ms=60_000, rev=0),
        noah.ask("clock", scope="room", action="start", duration_ms=90_000, rev=0),
    )

    assert sorted(reply["ok"] for reply in replies) == [False, True]
    lost = next(reply for reply in replies if not reply["ok"])
    assert lost["error"]["code"] == "conflict"
    assert lost["error"]["rev"] == 1
    await mira.until(lambda: mira.records["clock/room"] == noah.records["clock/room"])
    for client in (mira, noah):
        await client.disconnect()


async def test_a_killed_node_loses_nothing_saved_and_its_people_go_to_the_other(
    nodes: TwoNodes,
) -> None:
    ada = await nodes.client("Ada", nodes.first)
    ben = await nodes.client("Ben", nodes.second)
    await ada.write("note", "")
    for letter in "gespeichert":
        await ada.type("note", letter)
    await ada.saved()

    await asyncio.to_thread(nodes.first.kill9)
    await ada.ended()
    await ada.type("note", " und offline")
    await ben.has("note", text="gespeichert")
    await ben.type("note", "!")
    await ada.reconnect(nodes.second.url)
    await ada.saved()

    text = (await converged(ada, ben))["note"]["text"]
    assert "gespeichert" in text
    assert " und offline" in text
    assert "!" in text
    for client in (ada, ben):
        await client.disconnect()


async def test_redis_killed_and_back_saves_what_was_written_meanwhile(nodes: TwoNodes) -> None:
    ada = await nodes.client("Ada", nodes.first)
    ben = await nodes.client("Ben", nodes.second)
    await ada.write("before")
    await ada.saved()

    nodes.redis.kill()
    await ada.write("meanwhile")
    assert ada.saved_count < ada.sent
    nodes.redis.start()

    await ada.saved()
    await ben.has("meanwhile")
    assert set(await converged(ada, ben)) == {"before", "meanwhile"}
    for client in (ada, ben):
        await client.disconnect()


async def sees(client: Client, names: set[str]) -> None:
    """These people are here, on whichever node."""
    await client.until(lambda: {member["name"] for member in client.members.values()} == names)
