"""Stores of every driver, empty for each test: `store`, `other` (another node), `deployment`."""

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from persistence.contract import Store
from persistence.open import MakeBus
from tests.contracts.deployments import Deployment, MemoryNodes, RedisNodes, SqliteNodes
from tests.contracts.sink import Heard
from tests.redis_cluster import RedisCluster
from tests.redis_server import RedisServer


@pytest.fixture(scope="session")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisCluster]:
    with RedisCluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(
    params=[
        "memory",
        "sqlite",
        pytest.param("redis", marks=pytest.mark.redis),
        pytest.param("cluster", marks=pytest.mark.redis),
    ]
)
def deployment(request: pytest.FixtureRequest, tmp_path: Path) -> Deployment:
    match request.param:
        case "memory":
            return MemoryNodes()
        case "sqlite":
            return SqliteNodes(tmp_path / "store.db")
        case "cluster":
            cluster: RedisCluster = request.getfixturevalue("shared_cluster")
            return RedisNodes(f"{cluster.url}?prefix={secrets.token_hex(8)}:")
        case _:
            server: RedisServer = request.getfixturevalue("shared_redis")
            return RedisNodes(f"{server.url}?prefix={secrets.token_hex(8)}:")


class Node:
    """A process as the stores see it."""

    def __init__(self, store: Store, make_bus: MakeBus) -> None:
        self.store = store
        self.heard = Heard()
        self.bus = make_bus(self.heard)


@pytest.fixture
async def node(deployment: Deployment) -> AsyncIterator[Node]:
    node = Node(*deployment.node("here"))
    async with node.store, node.bus:
        await node.heard.until(lambda: node.heard.is_up)
        yield node


@pytest.fixture
async def other(deployment: Deployment) -> AsyncIterator[Node]:
    node = Node(*deployment.node("there"))
    async with node.store, node.bus:
        await node.heard.until(lambda: node.heard.is_up)
        yield node


@pytest.fixture
async def store(deployment: Deployment) -> AsyncIterator[Store]:
    async with deployment.node("here")[0] as store:
        yield store


@pytest.fixture
async def other_store(deployment: Deployment) -> AsyncIterator[Store]:
    async with deployment.node("there")[0] as store:
        yield store
