"""Who is measured: our server and three others, each as it comes, alone on one core.

Knows how each is installed and started, nothing of what is done to it.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.processes import ROOT, free_port, helpathon

HERE = Path(__file__).resolve().parent
RIVALS = HERE / "rivals"
# What a benchmark installs and writes: on the disk of the working tree, never in memory.
WORKSHOP = ROOT / "build" / "bench"
PYCRDT_VENV = WORKSHOP / "pycrdt"
SERVER_CORE = 0
LISTENS_WITHIN_S = 30.0
STOPS_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Contestant:
    name: str
    version: str
    does: str  # what a row of it includes
    command: Callable[[int, Path], list[str]]  # port, an empty folder for its data
    path: str = "/"
    dialect: str = "yjs"
    environment: Mapping[str, str] = field(default_factory=dict)


def ours(*options: str) -> Contestant:
    return Contestant(
        "helpathon",
        installed_versions()["helpathon"],
        "guard on every update, rights, every update on disk (SQLite, fsync)",
        lambda port, data: helpathon(
            *("serve", "--port", str(port), "--store", store_in(data)), *options
        ),
        path="/sync/",
        environment={"HELPATHON_LOG": "warning"},
    )


def store_in(data: Path) -> str:
    """Where our server keeps its data."""
    return f"sqlite:{data / 'bench.db'}"


def contestants() -> list[Contestant]:
    versions = installed_versions()
    return [
        ours("--open-rooms"),
        Contestant(
            "hocuspocus",
            versions["@hocuspocus/server"],
            "in memory only, no hooks",
            lambda port, _: [node(), str(RIVALS / "hocuspocus.mjs"), str(port)],
            dialect="hocuspocus",
        ),
        Contestant(
            "y-websocket-server",
            versions["@y/websocket-server"],
            "in memory only",
            lambda port, _: ["env", f"PORT={port}", node(), str(Y_WEBSOCKET_SERVER)],
            environment={"HOST": "127.0.0.1"},
        ),
        Contestant(
            "pycrdt-websocket",
            versions["pycrdt-websocket"],
            "in memory only, on uvicorn with uvloop",
            lambda port, _: [
                str(PYCRDT_VENV / "bin" / "python"),
                *(str(RIVALS / "pycrdt_rooms.py"), str(port)),
            ],
        ),
    ]


Y_WEBSOCKET_SERVER = HERE / "node_modules" / "@y" / "websocket-server" / "src" / "server.js"


def node() -> str:
    """The newest at hand: the one of the venv, which hocuspocus needs (22 and later)."""
    beside = Path(sys.executable).parent / "node"
    found = str(beside) if beside.exists() else shutil.which("node")
    assert found is not None, "Node.js is installed: make dev"
    return found


def install() -> None:
    """What the others need, once; nothing when it is there."""
    subprocess.run(["tools/npm.sh", "tests/bench"], cwd=ROOT, check=True)
    wanted = RIVALS / "requirements.txt"
    got = PYCRDT_VENV / "requirements.txt"
    if got.exists() and got.read_bytes() == wanted.read_bytes():
        return
    print("Installing pycrdt-websocket …", file=sys.stderr)
    venv.create(PYCRDT_VENV, clear=True, with_pip=True)
    pip = [str(PYCRDT_VENV / "bin" / "python"), "-m", "pip", "--quiet"]
    subprocess.run([*pip, "install", "--requirement", str(wanted)], check=True)
    shutil.copy(wanted, got)


def installed_versions() -> dict[str, str]:
    lock = json.loads((HERE / "package-lock.json").read_text())
    versions = {
        path.rpartition("node_modules/")[2]: str(package["version"])
        for path, package in lock["packages"].items()
        if path
    }
    for line in (RIVALS / "requirements.txt").read_text().splitlines():
        name, _, version = line.partition("==")
        versions[name] = version
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    versions["helpathon"] = project["version"]
    return versions


@contextmanager
def started(contestant: Contestant) -> Iterator[tuple[int, psutil.Process]]:
    """The server with fresh data on a core of its own; its port and its process."""
    port = free_port()
    with fresh_folder() as data, running(contestant, port, data) as server:
        yield port, server


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """An empty folder for a server's data, on the disk of the working tree."""
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORKSHOP, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def running(contestant: Contestant, port: int, data: Path) -> Iterator[psutil.Process]:
    """The server on a core of its own, with what is in `data`."""
    process = subprocess.Popen(
        [*pinned(SERVER_CORE), *contestant.command(port, data)],
        cwd=ROOT,
        env={**os.environ, **contestant.environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_listening(contestant, process, port)
        yield psutil.Process(process.pid)
    finally:
        stop(process)


def pinned(core: int) -> list[str]:
    """A prefix that keeps a command on one core; empty where that is not possible."""
    taskset = shutil.which("taskset")
    if taskset is None or (os.cpu_count() or 1) <= core:
        return []
    return [taskset, "--cpu-list", str(core)]


def wait_until_listening(
    contestant: Contestant, process: subprocess.Popen[bytes], port: int
) -> None:
    deadline_s = time.monotonic() + LISTENS_WITHIN_S
    while time.monotonic() < deadline_s:
        assert process.poll() is None, f"{contestant.name} ended with {process.returncode}"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"expected {contestant.name} to listen within {LISTENS_WITHIN_S:.0f} s")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPS_WITHIN_S)
    except subprocess.TimeoutExpired:  # a server still busy with what it was sent
        process.kill()
        process.wait()
