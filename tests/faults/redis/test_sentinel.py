"""A primary that dies under Sentinel while people type on two nodes."""

import asyncio
import secrets
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from persistence.contract import RoomId, StoreError
from persistence.redis.connect import keys_and_client
from tests.eventually import DEADLINE_S, eventually
from tests.faults.redis.crowd import typing_crowd
from tests.faults.scale import scaled
from tests.faults.stored import stored_board
from tests.processes import ServerProcess, create_helpathon
from tests.redis_sentinel import SentinelDeployment

pytestmark = [pytest.mark.redis, pytest.mark.timeout(scaled(120, 600))]

ROOM = "Nordmarkt"
FAILOVERS = scaled(1, 2)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SentinelDeployment]:
    with SentinelDeployment(tmp_path_factory.mktemp("sentinel")) as redis:
        yield redis


def store_on(redis: SentinelDeployment, **options: str) -> str:
    """Of its own for every test."""
    return f"{redis.url}?{urlencode({'prefix': secrets.token_hex(4) + ':', **options})}"


async def test_while_the_replicas_that_were_asked_for_hang_nothing_is_called_saved(
    redis: SentinelDeployment,
) -> None:
    store = store_on(redis, replicas="1")
    links = create_helpathon(store, "Stadtgrün", [ROOM])
    with ServerProcess(store) as here, ServerProcess(store) as there:
        async with typing_crowd([here, there], links, store, ROOM) as crowd:
            await crowd.many_saved()
            replicas = [server for server in redis.servers if server is not redis.primary]
            for replica in replicas:
                replica.pause()
            await crowd.go_on_unsaved(scaled(1.0, 20.0))
            written = sum(len(typist.written) for typist in crowd.typists) + crowd.pasted
            # Not once more with every attempt.
            assert entries_in(redis, store, crowd.reader.seat.room) < 2 * written

            for replica in replicas:
                replica.resume()
            await crowd.many_saved()

            await crowd.everything_is_saved()
            crowd.nobody_was_cut_off()
            crowd.memory_is_bounded()


async def test_after_a_failover_everybody_goes_on_and_everything_is_saved(
    redis: SentinelDeployment,
) -> None:
    store = store_on(redis)
    links = create_helpathon(store, "Stadtgrün", [ROOM])
    with ServerProcess(store) as here, ServerProcess(store) as there:
        async with typing_crowd([here, there], links, store, ROOM) as crowd:
            await crowd.many_saved()
            for _ in range(FAILOVERS):
                before = redis.primary
                before.kill()
                await crowd.many_saved()
                assert redis.primary is not before
                before.start()

            await crowd.everything_is_brought_back()
            crowd.nobody_was_cut_off()
            crowd.memory_is_bounded()


async def test_with_a_replica_asked_for_what_was_saved_survives_the_primary_and_all_nodes(
    redis: SentinelDeployment,
) -> None:
    store = store_on(redis, replicas="1")
    links = create_helpathon(store, "Stadtgrün", [ROOM])
    with ServerProcess(store) as here, ServerProcess(store) as there:
        async with typing_crowd([here, there], links, store, ROOM) as crowd:
            await crowd.many_saved()
            before = redis.primary
            before.kill()
            here.kill9()
            there.kill9()
            await asyncio.gather(*crowd.typing)

            await eventually(lambda: redis.primary is not before)
            board = await _board(store, crowd.reader.seat.room)
            for typist in crowd.typists:
                assert typist.saved
                typist.check(board)
            before.start()


def entries_in(redis: SentinelDeployment, store: str, room: str) -> int:
    keys, _ = keys_and_client(store)
    return int(redis.primary.command("XLEN", keys.log(RoomId(room))).removeprefix(":"))


async def _board(store: str, room: str) -> dict[str, dict[str, str]]:
    """As soon as the new primary answers."""
    async with asyncio.timeout(DEADLINE_S):
        while True:
            try:
                return await stored_board(store, room)
            except StoreError:
                continue
