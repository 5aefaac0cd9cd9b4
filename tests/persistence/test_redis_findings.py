"""What an operator is told of a Redis that is there, and of what is missing."""

from pathlib import Path

import pytest

from persistence.contract import Finding, NodeId, StoreUnavailable, WrongStore
from persistence.open import open_store
from tests.redis_cluster import RedisCluster
from tests.redis_sentinel import SentinelDeployment
from tests.redis_server import RedisServer

pytestmark = pytest.mark.redis


async def found(url: str) -> dict[str, Finding]:
    store, _ = open_store(url, NodeId("doctor"), read_only=True)
    async with store:
        return {finding.subject: finding for finding in await store.findings()}


async def test_a_redis_alone_says_that_it_is(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "redis") as redis:
        (replication, version) = (
            (await found(redis.url))["replication"],
            (await found(redis.url))["version"],
        )

        assert replication.level == version.level == "ok"
        assert "0 replicas follow" in replication.text
        assert (await found(f"{redis.url}?replicas=1"))["replication"].level == "error"
        with pytest.raises(WrongStore, match="got a single Redis"):
            await found(redis.url.replace("redis://", "redis+cluster://"))


async def test_replicas_that_are_asked_for_are_counted(tmp_path: Path) -> None:
    with SentinelDeployment(tmp_path) as redis:
        for wanted, level, says in (
            (0, "ok", "replicas=1 in the address"),
            (1, "warning", "min-replicas-to-write 1"),
            (2, "warning", "without one of them nothing is saved"),
            (3, "error", "nothing is called saved"),
        ):
            finding = (await found(f"{redis.url}?replicas={wanted}"))["replication"]
            assert (finding.level, says in finding.text) == (level, True), finding

        redis.primary.command("CONFIG", "SET", "min-replicas-to-write", "1")
        assert (await found(f"{redis.url}?replicas=1"))["replication"].level == "ok"


async def test_every_node_of_a_cluster_is_examined_and_must_not_need_the_others(
    tmp_path: Path,
) -> None:
    with RedisCluster(tmp_path, cluster_require_full_coverage="yes") as cluster:
        store, _ = open_store(cluster.url, NodeId("doctor"), read_only=True)
        async with store:
            findings = await store.findings()

        versions = [finding.text for finding in findings if finding.subject == "version"]
        assert [text.partition(":")[0] for text in versions] == [
            f"node {number} of 3" for number in (1, 2, 3)
        ]
        assert "warning" in {f.level for f in findings if f.subject == "coverage"}
        with pytest.raises(WrongStore, match=r"redis\+cluster"):
            await found(cluster.nodes[0].url)


async def test_no_sentinel_and_no_cluster_is_unavailable(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "redis") as redis:
        nowhere = redis.port
    for url in (
        f"redis+sentinel://127.0.0.1:{nowhere}/mymaster",
        f"redis+cluster://127.0.0.1:{nowhere}",
    ):
        with pytest.raises(StoreUnavailable, match="can't be reached"):
            await found(url)
