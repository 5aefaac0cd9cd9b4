"""A real primary with replicas and Sentinels that watch them, for tests. Use in `with`."""

import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.redis_server import EXECUTABLE, STARTS_WITHIN_S, RedisServer, free_port, said_to

NAME = "mymaster"
SENTINELS = 3
QUORUM = 2
# A primary is called dead after this; a loaded machine must not be late by as much.
DEAD_AFTER_MS = 2000


class SentinelDeployment:
    def __init__(self, folder: Path, replicas: int = 2) -> None:
        self._folder = folder
        self.servers = [
            # At once, not when more replicas may have come.
            RedisServer(folder / f"redis-{n}", repl_diskless_sync_delay="0")
            for n in range(1 + replicas)
        ]
        self._ports = [free_port() for _ in range(SENTINELS)]
        self._running = ExitStack()

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self._ports)
        return f"redis+sentinel://{hosts}/{NAME}/0"

    @property
    def primary(self) -> RedisServer:
        """As the first Sentinel sees it now."""
        port = said_to(self._ports[0], "SENTINEL", "MASTER", NAME).split("\r\n")
        number = port[port.index("port") + 2]
        return next(server for server in self.servers if server.port == int(number))

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            for server in self.servers:
                starting.enter_context(server)
            primary, *replicas = self.servers
            for replica in replicas:
                assert replica.command("REPLICAOF", "127.0.0.1", str(primary.port)) == "+OK"
            _until(lambda: f"connected_slaves:{len(replicas)}" in primary.answer("INFO"))
            _until(lambda: all("master_link_status:up" in r.answer("INFO") for r in replicas))
            for port in self._ports:
                starting.callback(_end, self._start_sentinel(port, primary.port))
            for port in self._ports:
                _until(partial(self._is_watching, port))
            self._running = starting.pop_all()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._running.close()

    def _start_sentinel(self, port: int, primary: int) -> "subprocess.Popen[bytes]":
        assert EXECUTABLE is not None, "redis-server is installed"
        folder = self._folder / f"sentinel-{port}"
        folder.mkdir(parents=True)
        configuration = folder / "sentinel.conf"
        configuration.write_text(
            f"port {port}\n"
            "bind 127.0.0.1\n"
            f"dir {folder}\n"
            f"sentinel monitor {NAME} 127.0.0.1 {primary} {QUORUM}\n"
            f"sentinel down-after-milliseconds {NAME} {DEAD_AFTER_MS}\n"
            f"sentinel failover-timeout {NAME} 5000\n"
        )
        with (folder / "sentinel.log").open("wb") as log:
            return subprocess.Popen(
                [EXECUTABLE, str(configuration), "--sentinel"], stdout=log, stderr=log
            )

    def _is_watching(self, port: int) -> bool:
        """It knows the replicas and the other Sentinels."""
        try:
            told = said_to(port, "SENTINEL", "MASTER", NAME).split("\r\n")
        except OSError:
            return False
        if "num-slaves" not in told:
            return False
        replicas = int(told[told.index("num-slaves") + 2])
        others = int(told[told.index("num-other-sentinels") + 2])
        return replicas == len(self.servers) - 1 and others == SENTINELS - 1


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


def _until(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + STARTS_WITHIN_S
    while not condition():
        assert time.monotonic() < deadline_s, "expected the deployment to be ready"
        time.sleep(0.05)
