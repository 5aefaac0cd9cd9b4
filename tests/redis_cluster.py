"""A real Redis Cluster of three primaries for tests. Use in `with`."""

import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from redis.crc import key_slot

from tests.redis_server import STARTS_WITHIN_S, RedisServer, free_port

PRIMARIES = 3
REDIS_CLI = shutil.which("redis-cli")


class RedisCluster:
    """`options` are directives of redis.conf for every node, with _ for -."""

    def __init__(self, folder: Path, **options: str) -> None:
        self._options = {
            "cluster_enabled": "yes",
            "cluster_node_timeout": "1000",
            "cluster_require_full_coverage": "no",
            **options,
        }
        self.nodes = [
            RedisServer(folder / f"{n}", cluster_port=str(free_port()), **self._options)
            for n in range(PRIMARIES)
        ]
        self._running = ExitStack()

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"redis+cluster://{hosts}"

    def __enter__(self) -> Self:
        assert REDIS_CLI is not None, "redis-cli is installed"
        with ExitStack() as starting:
            for node in self.nodes:
                starting.enter_context(node)
            hosts = [f"127.0.0.1:{node.port}" for node in self.nodes]
            create = [REDIS_CLI, "--cluster", "create", *hosts, "--cluster-yes"]
            made = subprocess.run(create, capture_output=True, text=True, timeout=60)
            assert made.returncode == 0, made.stdout + made.stderr
            deadline_s = time.monotonic() + STARTS_WITHIN_S
            while not all(self._is_ok(node) for node in self.nodes):
                assert time.monotonic() < deadline_s, "expected a Cluster that is ok"
                time.sleep(0.05)
            self._running = starting.pop_all()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._running.close()

    def owner_of(self, key: str) -> RedisServer:
        """Slots lie in three equal parts, in order."""
        return self.nodes[key_slot(key.encode()) * PRIMARIES // 16384]

    @staticmethod
    def _is_ok(node: RedisServer) -> bool:
        return "cluster_state:ok" in node.answer("CLUSTER", "INFO")
