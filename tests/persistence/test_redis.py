"""What only Redis can get wrong as a store: a server that dies, hangs, forgets or refuses."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path

import pytest

from persistence.contract import (
    START,
    Change,
    NodeId,
    Position,
    Record,
    RoomId,
    Store,
    StoreError,
    StoreFull,
    StoreUnavailable,
    WrongStore,
)
from persistence.open import open_store
from tests.contracts.sink import DEADLINE_S
from tests.redis_server import RedisServer

pytestmark = pytest.mark.redis

ROOM = RoomId("hall-1")
# A few seconds is what the contract of the driver says; the machine may be busy.
QUICKLY_S = 6.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path / "redis") as server:
        yield server


@pytest.fixture
async def store(server: RedisServer) -> AsyncIterator[Store]:
    async with opened(server) as store:
        yield store


def opened(server: RedisServer, *, read_only: bool = False) -> Store:
    return open_store(server.url, NodeId("here"), read_only=read_only)[0]


async def data(store: Store, room: RoomId = ROOM) -> list[bytes]:
    return [entry.data for entry in (await store.load(room)).entries]


async def answering(store: Store) -> None:
    """Connections that broke meanwhile are noticed by the first call that uses them."""
    async with asyncio.timeout(DEADLINE_S):
        while True:
            try:
                return await store.ping()
            except StoreUnavailable:
                continue


async def test_a_killed_redis_is_unavailable_and_works_again_when_it_is_back(
    server: RedisServer, store: Store
) -> None:
    await store.append({ROOM: [b"one"]})
    server.kill()

    for call in (store.append({ROOM: [b"two"]}), store.load(ROOM), store.ping()):
        with pytest.raises(StoreUnavailable, match="can't be reached"):
            await call

    server.start()
    await answering(store)
    await store.append({ROOM: [b"three"]})
    assert await data(store) == [b"one", b"three"]


async def test_a_redis_that_hangs_is_unavailable_quickly(server: RedisServer, store: Store) -> None:
    await store.append({ROOM: [b"one"]})
    server.pause()

    began_s = time.monotonic()
    results = await asyncio.gather(
        *(store.append({ROOM: [b"two"]}) for _ in range(3)),
        store.load(ROOM),
        store.ping(),
        return_exceptions=True,
    )

    assert time.monotonic() - began_s < QUICKLY_S
    assert {type(result) for result in results} == {StoreUnavailable}
    server.resume()
    await answering(store)
    await store.append({ROOM: [b"three"]})
    assert (await data(store))[-1] == b"three"


async def test_every_acknowledged_entry_survives_kill_9_of_redis(
    server: RedisServer, store: Store
) -> None:
    acknowledged: list[int] = []
    enough = asyncio.Event()

    async def append_until_it_fails() -> None:
        for number in range(1_000_000):
            await store.append({RoomId(f"room-{room}"): [b"%d" % number] for room in range(5)})
            acknowledged.append(number)
            if number == 100:
                enough.set()

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        appending = tasks.create_task(_failure_of(append_until_it_fails()))
        await enough.wait()
        server.kill()
    assert isinstance(appending.result(), StoreUnavailable)
    server.start()
    await answering(store)

    for room in range(5):
        found = [int(entry) for entry in await data(store, RoomId(f"room-{room}"))]
        assert found[: len(acknowledged)] == acknowledged
        assert len(found) <= len(acknowledged) + 1


async def test_everything_is_there_after_a_restart(server: RedisServer, store: Store) -> None:
    before = await store.load(ROOM)
    first = (await store.append({ROOM: [b"one"]}))[ROOM]
    assert isinstance(first, str)
    await store.compact(ROOM, b"snapshot", covers=first, replaces=START)
    await store.append({ROOM: [b"two"]})
    await store.write("scope", [Change("gone", b"x", 0), Change("kept", b"x", 0)])
    await store.write("scope", [Change("gone", None, 1)])
    blob = await store.put_blob(b"picture")

    server.stop()
    server.start()
    await answering(store)

    stored = await store.load(ROOM)
    assert (stored.epoch, stored.snapshot) == (before.epoch, b"snapshot")
    assert await data(store) == [b"two"]
    assert (await store.read("scope")).records == {"kept": Record(b"x", 1)}
    assert await store.write("scope", [Change("gone", b"y", 0)]) == {"gone": Record(b"y", 3)}
    assert await store.get_blob(blob) == b"picture"


async def test_no_key_ever_expires(server: RedisServer, store: Store) -> None:
    await store.load(ROOM)
    first = (await store.append({ROOM: [b"one"]}))[ROOM]
    assert isinstance(first, str)
    await store.compact(ROOM, b"snapshot", covers=first, replaces=START)
    await store.write("scope", [Change("clock", b"x", 0)])
    await store.put_blob(b"picture")

    expiring = server.command(
        "EVAL",
        "local n = 0 for _, k in ipairs(redis.call('KEYS', '*')) do "
        "if redis.call('TTL', k) ~= -1 then n = n + 1 end end return n",
        "0",
    )

    assert expiring == ":0"
    assert server.command("DBSIZE") == ":6"


async def test_entries_younger_than_a_minute_stay_for_who_follows(
    server: RedisServer, store: Store
) -> None:
    await store.load(ROOM)
    covers = (await store.append({ROOM: [b"one", b"two"]}))[ROOM]
    assert isinstance(covers, str)

    assert await store.compact(ROOM, b"one+two", covers=covers, replaces=START)

    assert server.command("XLEN", "helpathon:{hall-1}:log") == ":2"
    assert await data(store) == []


async def test_covered_entries_older_than_a_minute_are_trimmed_and_no_others(
    server: RedisServer, store: Store
) -> None:
    await store.load(ROOM)
    for position in ("1000-0", "1000-1", "2000-0"):
        _append_in_the_past(server, position)
    await store.append({ROOM: [b"young"]})

    assert await store.compact(ROOM, b"snapshot", covers=Position("1000-1"), replaces=START)

    assert server.command("XLEN", "helpathon:{hall-1}:log") == ":2"
    assert await data(store) == [b"2000-0", b"young"]


async def test_a_redis_full_to_its_limit_refuses_entries_and_still_reads(
    tmp_path: Path,
) -> None:
    with RedisServer(tmp_path / "redis", maxmemory="4mb") as server:
        async with opened(server) as store:
            stored = await store.load(ROOM)
            assert server.command("CONFIG", "SET", "maxmemory", "1") == "+OK"

            result = await store.append({ROOM: [b"one"]})
            assert isinstance(result[ROOM], StoreFull)
            with pytest.raises(StoreFull, match="out of memory"):
                await store.write("scope", [Change("clock", b"x", 0)])
            with pytest.raises(StoreFull):
                await store.load(RoomId("new"))

            assert (await store.load(ROOM)).epoch == stored.epoch
            server.command("CONFIG", "SET", "maxmemory", "0")
            await store.append({ROOM: [b"two"]})
            assert await data(store) == [b"two"]


async def test_the_failure_of_one_room_is_its_own(server: RedisServer, store: Store) -> None:
    server.command("SET", "helpathon:{broken}:log", "not a stream")

    result = await store.append({RoomId("broken"): [b"x", b"y"], ROOM: [b"one"]})

    assert isinstance(result[RoomId("broken")], StoreError)
    assert isinstance(result[ROOM], str)
    assert await data(store) == [b"one"]


@pytest.mark.parametrize("policy", ["allkeys-lru", "allkeys-random"])
async def test_a_redis_that_would_evict_boards_is_refused_but_can_be_examined(
    tmp_path: Path, policy: str
) -> None:
    with RedisServer(tmp_path / "redis", maxmemory_policy=policy) as server:
        with pytest.raises(WrongStore, match="noeviction"):
            await opened(server).__aenter__()

        async with opened(server, read_only=True) as tool:
            found = {finding.subject: finding for finding in await tool.findings()}
        assert found["eviction"].level == "error"


async def test_a_redis_written_by_a_newer_version_is_refused(
    server: RedisServer, store: Store
) -> None:
    server.command("SET", "helpathon:schema", "2")

    for read_only in (False, True):
        with pytest.raises(WrongStore, match="newer version"):
            await opened(server, read_only=read_only).__aenter__()


async def test_a_redis_that_is_not_there_is_unavailable(server: RedisServer) -> None:
    server.kill()

    with pytest.raises(StoreUnavailable, match="can't be reached"):
        await opened(server).__aenter__()


async def test_a_wrong_password_is_told_without_showing_it(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "redis", requirepass="right") as server:
        url = server.url.replace("redis://", "redis://:guessed@")

        with pytest.raises(WrongStore, match="refuses the password") as raised:
            await open_store(url, NodeId("here"))[0].__aenter__()

        assert "guessed" not in str(raised.value)


@pytest.mark.parametrize(
    ("options", "level", "says"),
    [
        ({"appendonly": "no"}, "error", "appendonly is no"),
        ({"appendfsync": "everysec"}, "warning", "two seconds"),
        ({"appendfsync": "no"}, "warning", "half a minute"),
        ({"appendfsync": "always"}, "ok", "on the disk"),
    ],
)
async def test_findings_say_what_redis_promises(
    tmp_path: Path, options: dict[str, str], level: str, says: str
) -> None:
    with RedisServer(tmp_path / "redis", **options) as server:
        async with opened(server) as store:
            found = {finding.subject: finding for finding in await store.findings()}

    assert found["durability"].level == level
    assert says in found["durability"].text


async def test_a_tool_changes_nothing(server: RedisServer, store: Store) -> None:
    await store.load(ROOM)
    await store.append({ROOM: [b"one"]})

    async with opened(server, read_only=True) as tool:
        assert await data(tool) == [b"one"]
        for call in (
            tool.append({ROOM: [b"two"]}),
            tool.write("scope", [Change("clock", b"x", 0)]),
            tool.put_blob(b"picture"),
            tool.load(RoomId("new")),
        ):
            with pytest.raises(WrongStore, match="read only"):
                await call

    assert server.command("DBSIZE") == ":3"


async def test_installations_with_different_prefixes_share_a_redis(server: RedisServer) -> None:
    graz, _ = open_store(f"{server.url}?prefix=graz[1]:", NodeId("here"))
    linz, _ = open_store(f"{server.url}?prefix=linz:", NodeId("here"))
    async with graz, linz:
        for store, entry in ((graz, b"graz"), (linz, b"linz")):
            await store.load(ROOM)
            await store.append({ROOM: [entry]})

        assert (await data(graz), await data(linz)) == ([b"graz"], [b"linz"])
        assert [room async for room in graz.rooms()] == [ROOM]


async def _failure_of(work: Awaitable[None]) -> StoreError:
    try:
        await work
    except StoreError as error:
        return error
    raise AssertionError("it was to fail")


def _append_in_the_past(server: RedisServer, position: str, node: str = "there") -> None:
    answer = server.command("XADD", "helpathon:{hall-1}:log", position, "n", node, "d", position)
    assert answer.startswith("$"), answer
