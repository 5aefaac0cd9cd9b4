"""Real server processes for tests: started on a free port, killed and restarted at will."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

ROOT = Path(__file__).resolve().parent.parent
# A loaded machine with two cores imports everything within this time.
READY_WITHIN_S = 30.0
STOPS_WITHIN_S = 20.0
LINK = re.compile(r"^(Facilitator|Participant|Guest)\b.*(/j/\S+)$", re.MULTILINE)


@dataclass
class ServerProcess:
    """`python -m server serve` on a store. Keeps its port and store over restarts."""

    store: str
    options: tuple[str, ...] = ()
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    # A program that runs the server in a world of its own.
    under: tuple[str, ...] = ()
    # Where its log goes; to ours if nowhere else.
    log: Path | None = None
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.running:
            self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None, "started"
        return self._process.pid

    @property
    def memory_bytes(self) -> int:
        """What it holds in RAM now."""
        resident: int = psutil.Process(self.pid).memory_info().rss
        return resident

    def start(self) -> None:
        self.port = self.port or free_port()
        log = None if self.log is None else self.log.open("ab")
        self._process = subprocess.Popen(
            [
                *self.under,
                *helpathon("serve", "--store", self.store),
                *("--port", str(self.port)),
                *self.options,
            ],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        if log is not None:
            log.close()  # it has its own
        self._wait_until_ready()

    def stop(self) -> int:
        """SIGTERM, as a platform does it; the exit code."""
        assert self._process is not None, "started"
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(STOPS_WITHIN_S)

    def kill9(self) -> None:
        assert self._process is not None, "started"
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        if self.running:
            self.stop()
        self.start()

    def _wait_until_ready(self) -> None:
        deadline_s = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline_s:
            assert self._process is not None
            assert self._process.poll() is None, f"the server ended: {self._process.returncode}"
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:  # not listening yet, or not well yet
                time.sleep(0.05)
        raise AssertionError(f"expected a ready server within {READY_WITHIN_S:.0f} s")


def helpathon(*arguments: str) -> list[str]:
    """The command line as a list for subprocess."""
    return [sys.executable, "-m", "server", *arguments]


def create_helpathon(store: str, title: str, rooms: list[str]) -> dict[str, str]:
    """A new Helpathon in a store that no server has open: paths of its links by role."""
    named = [part for room in rooms for part in ("--room", room)]
    printed = subprocess.run(
        helpathon("create", title, "--store", store, *named),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return {role.lower(): path for role, path in LINK.findall(printed)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
