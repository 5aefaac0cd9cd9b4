"""What only Redis can get wrong as a bus: connections that break, logs that come back shorter."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from persistence.contract import (
    START,
    Bus,
    Change,
    NodeId,
    Position,
    RoomId,
    Store,
    StoreUnavailable,
)
from persistence.open import open_store
from persistence.redis.known import MOST_UNREAD
from persistence.redis.signals import SIGNALS_WAITING
from tests.contracts.sink import Heard
from tests.eventually import eventually
from tests.redis_server import RedisServer

pytestmark = pytest.mark.redis

ROOM = RoomId("hall-1")
LOG = "helpathon:{hall-1}:log"
SCOPE = "linz24"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path / "redis") as server:
        yield server


@asynccontextmanager
async def a_node(url: str, name: str) -> AsyncIterator[tuple[Store, Bus, Heard]]:
    store, make_bus = open_store(url, NodeId(name))
    heard = Heard()
    async with store, make_bus(heard) as bus:
        await heard.until(lambda: heard.is_up)
        yield store, bus, heard


async def append(store: Store, *entries: bytes) -> Position:
    await store.load(ROOM)
    (result,) = (await store.append({ROOM: entries})).values()
    assert isinstance(result, str)
    return result


async def spoken_until_heard(speaker: Bus, heard: Heard) -> None:
    """Subscribing takes a moment, and what is published before is lost: as promised."""
    heard.signals.clear()
    while not heard.signals:
        speaker.publish("cursors", b"x")
        try:
            await heard.until(lambda: bool(heard.signals), 0.1)
        except TimeoutError:
            continue


async def test_what_came_while_the_connection_was_lost_arrives(server: RedisServer) -> None:
    async with (
        a_node(server.url, "here") as (_, bus, heard),
        a_node(server.url, "there") as (store, _, _),
    ):
        bus.follow(ROOM, START)
        bus.follow_records(SCOPE, START)
        await append(store, b"before")
        await heard.until(lambda: heard.data(ROOM) == [b"before"])

        server.command("CLIENT", "KILL", "TYPE", "normal")
        await heard.until(lambda: not heard.is_up)
        _append_now(server, b"meanwhile")
        async with a_node(server.url, "third") as (third, _, _):
            await third.write(SCOPE, [Change("clock", b"x", 0)])

        await heard.until(lambda: heard.data(ROOM) == [b"before", b"meanwhile"])
        await heard.until(lambda: "clock" in heard.names.get(SCOPE, []))
        assert heard.states == [True, False, True]
        assert heard.gaps == []


async def test_following_goes_on_when_a_killed_redis_is_back(server: RedisServer) -> None:
    async with (
        a_node(server.url, "here") as (_, bus, heard),
        a_node(server.url, "there") as (store, _, heard_there),
    ):
        bus.follow(ROOM, START)
        await append(store, b"before")
        await heard.until(lambda: heard.data(ROOM) == [b"before"])

        server.kill()
        await heard.until(lambda: not heard.is_up)
        server.start()
        await heard_there.until(lambda: heard_there.is_up)
        _append_now(server, b"after")

        await heard.until(lambda: heard.data(ROOM) == [b"before", b"after"])
        assert heard.gaps == []


async def test_a_bus_starts_without_redis_and_comes_up_with_it(server: RedisServer) -> None:
    store, make_bus = open_store(server.url, NodeId("here"))
    heard = Heard()
    async with store:
        server.kill()
        async with make_bus(heard) as bus:
            bus.follow(ROOM, START)
            bus.subscribe("cursors")
            server.start()
            await heard.until(lambda: heard.is_up)
            assert heard.states == [True]


async def test_a_bus_can_be_left_in_the_moment_it_loses_redis(server: RedisServer) -> None:
    for _ in range(5):
        async with a_node(server.url, "here") as (store, _, _):
            server.command("CLIENT", "KILL", "TYPE", "normal")
            # The loop hears of all broken connections at once, the bus of its own too.
            with pytest.raises(StoreUnavailable):
                await store.ping()


async def test_a_bus_can_be_left_while_it_connects_to_a_redis_that_hangs(
    server: RedisServer,
) -> None:
    store, make_bus = open_store(server.url, NodeId("here"))
    async with store:
        server.pause()
        async with make_bus(Heard()):
            for _ in range(20):
                await asyncio.sleep(0)  # it is connecting


async def test_a_redis_that_hangs_is_told_and_recovers(server: RedisServer) -> None:
    async with (
        a_node(server.url, "here") as (_, bus, heard),
        a_node(server.url, "there") as (store, _, _),
    ):
        bus.follow(ROOM, START)
        await append(store, b"before")
        await heard.until(lambda: heard.data(ROOM) == [b"before"])

        server.pause()
        await heard.until(lambda: not heard.is_up)
        server.resume()
        await heard.until(lambda: heard.is_up)
        _append_now(server, b"after")

        await heard.until(lambda: heard.data(ROOM) == [b"before", b"after"])


async def test_signals_are_subscribed_again_after_a_lost_connection(server: RedisServer) -> None:
    async with (
        a_node(server.url, "here") as (_, bus, heard),
        a_node(server.url, "there") as (_, speaker, _),
    ):
        bus.subscribe("cursors")
        await spoken_until_heard(speaker, heard)

        server.command("CLIENT", "KILL", "TYPE", "pubsub")
        await heard.until(lambda: heard.states == [True, False, True])

        await spoken_until_heard(speaker, heard)


async def test_signals_that_wait_for_redis_are_bounded_and_the_oldest_go(
    server: RedisServer,
) -> None:
    async with a_node(server.url, "here") as (_, bus, heard):
        bus.subscribe("cursors")
        async with a_node(server.url, "there") as (_, speaker, _):
            await spoken_until_heard(speaker, heard)
        heard.signals.clear()

        store, make_bus = open_store(server.url, NodeId("late"))
        async with store:
            late = make_bus(Heard())
            for number in range(SIGNALS_WAITING + 500):
                late.publish("cursors", b"%d" % number)
            async with late:
                await heard.until(lambda: len(heard.signals) == SIGNALS_WAITING)

        assert [data for _, _, data in heard.signals] == [
            b"%d" % number for number in range(500, SIGNALS_WAITING + 500)
        ]


async def test_trimmed_past_our_position_is_a_gap(server: RedisServer) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        await store.load(ROOM)
        _append_in_the_past(server, "1000-0", "2000-0", "3000-0")
        await store.compact(ROOM, b"snapshot", covers=Position("2000-0"), replaces=START)

        bus.follow(ROOM, Position("1000-0"))

        await heard.until(lambda: heard.gaps == [ROOM])
        assert heard.data(ROOM) == []


async def test_trimmed_up_to_our_position_is_no_gap(server: RedisServer) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        await store.load(ROOM)
        _append_in_the_past(server, "1000-0", "2000-0", "3000-0")
        await store.compact(ROOM, b"snapshot", covers=Position("2000-0"), replaces=START)

        bus.follow(ROOM, (await store.load(ROOM)).covered)

        await heard.until(lambda: heard.data(ROOM) == [b"3000-0"])
        assert heard.gaps == []


async def test_trimmed_to_nothing_while_the_connection_was_lost_is_a_gap(
    server: RedisServer,
) -> None:
    async with a_node(server.url, "here") as (_, bus, heard):
        _append_in_the_past(server, "1000-0")
        bus.follow(ROOM, START)
        await heard.until(lambda: heard.data(ROOM) == [b"1000-0"])

        server.pause()
        await heard.until(lambda: not heard.is_up)
        server.resume()
        _append_in_the_past(server, "2000-0")
        async with a_node(server.url, "third") as (third, _, _):
            await third.load(ROOM)
            assert await third.compact(ROOM, b"snap", covers=Position("2000-0"), replaces=START)

        # Whichever was first, the reader or the compaction: heard, or known to be missed.
        await heard.until(lambda: heard.gaps == [ROOM] or heard.data(ROOM)[1:] == [b"2000-0"])


async def test_a_log_that_lost_everything_is_a_gap_told_once(server: RedisServer) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        bus.follow(ROOM, (await store.load(ROOM)).last)
        await append(store, b"mine")

        server.kill()
        server.lose_files()
        server.start()

        await heard.until(lambda: heard.gaps == [ROOM])
        await heard.until(lambda: heard.is_up)
        stored = await store.load(ROOM)
        assert stored.entries == ()
        bus.follow(ROOM, stored.last)
        _append_now(server, b"theirs")
        await heard.until(lambda: heard.data(ROOM) == [b"theirs"])
        assert heard.gaps == [ROOM]


async def test_a_log_that_lost_only_what_we_appended_last_is_a_gap(
    server: RedisServer, tmp_path: Path
) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        kept = await append(store, b"kept")
        server.copy_files(tmp_path / "copy")
        await append(store, b"acknowledged, but lost")

        server.kill()
        server.restore_files(tmp_path / "copy")
        server.start()
        _append_now(server, b"by another node, with a later position")
        bus.follow(ROOM, kept)

        await heard.until(lambda: heard.gaps == [ROOM])
        assert heard.data(ROOM) == []


async def test_a_log_that_lost_nothing_of_ours_is_no_gap(
    server: RedisServer, tmp_path: Path
) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        await append(store, b"mine")
        bus.follow(ROOM, (await store.load(ROOM)).last)

        server.kill()
        server.start()
        _append_now(server, b"theirs")

        await heard.until(lambda: heard.data(ROOM) == [b"theirs"])
        assert heard.gaps == []


async def test_an_emptied_redis_is_a_gap_in_every_room_though_no_connection_breaks(
    server: RedisServer,
) -> None:
    empty = RoomId("never-written")
    async with a_node(server.url, "here") as (store, bus, heard):
        bus.follow(ROOM, await append(store, b"mine"))
        bus.follow(empty, (await store.load(empty)).last)
        await _life_is_known(server)

        server.command("FLUSHALL")

        await heard.until(lambda: set(heard.gaps) == {ROOM, empty})
        assert heard.states == [True]


async def test_records_of_an_emptied_redis_are_told_without_names(server: RedisServer) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        await store.write(SCOPE, [Change("clock", b"x", 0)])
        bus.follow_records(SCOPE, (await store.read(SCOPE)).position)
        await _life_is_known(server)

        server.command("FLUSHALL")

        await heard.until(lambda: heard.names.get(SCOPE) == [])


async def test_an_entry_lost_before_it_was_read_back_is_a_gap_though_a_later_one_is_there(
    server: RedisServer,
) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        await append(store, b"kept")
        lost = await append(store, b"acknowledged, but lost")
        kept = (await store.load(ROOM)).entries[0].position
        server.command("XDEL", LOG, lost)
        await append(store, b"after the loss")

        bus.follow(ROOM, kept)

        await heard.until(lambda: heard.gaps == [ROOM])


async def test_a_room_with_more_unread_entries_than_are_remembered_is_read_as_a_whole(
    server: RedisServer,
) -> None:
    async with a_node(server.url, "here") as (store, bus, heard):
        for number in range(MOST_UNREAD + 1):
            await append(store, b"%d" % number)

        bus.follow(ROOM, START)

        await heard.until(lambda: heard.gaps == [ROOM])


async def test_changes_trimmed_away_tell_every_name(server: RedisServer) -> None:
    async with (
        a_node(server.url, "here") as (_, bus, heard),
        a_node(server.url, "there") as (store, _, _),
    ):
        await store.write(SCOPE, [Change("a", b"x", 0), Change("b", b"x", 0)])
        await store.write(SCOPE, [Change("b", None, 1)])

        bus.follow_records(SCOPE, Position("1000-0"))

        await heard.until(lambda: set(heard.names.get(SCOPE, [])) == {"a", "b"})


async def test_a_sink_that_raises_does_not_end_the_bus(
    server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    class Clumsy(Heard):
        def on_records(self, scope: str, names: list[str]) -> None:
            raise RuntimeError("oops")

    store, make_bus = open_store(server.url, NodeId("here"))
    heard = Clumsy()
    async with store, make_bus(heard) as bus:
        bus.follow_records(SCOPE, START)
        bus.follow(ROOM, START)
        await store.write(SCOPE, [Change("clock", b"x", 0)])
        _append_now(server, b"theirs")

        await heard.until(lambda: heard.data(ROOM) == [b"theirs"])
    assert "oops" in caplog.text


async def _life_is_known(server: RedisServer) -> None:
    await eventually(lambda: server.command("EXISTS", "helpathon:life") == ":1")


def _append_in_the_past(server: RedisServer, *positions: str) -> None:
    for position in positions:
        answer = server.command("XADD", LOG, position, "n", "there", "d", position)
        assert answer.startswith("$"), answer


def _append_now(server: RedisServer, entry: bytes) -> None:
    answer = server.command("XADD", LOG, "*", "n", "there", "d", entry.decode())
    assert answer.startswith("$"), answer
