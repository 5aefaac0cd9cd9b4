"""Three ways in which a database can't be written, each to strike and to heal while a server runs.

All work without an administrator: a small disk lives in a mount namespace of its own, a limit on
the size of files is set from outside, and a lock is what any other program may take.
"""

import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.processes import ROOT, ServerProcess

# Enough for all that the tests write.
DISK_BYTES = 192 * 2**20
# Commands that make a namespace and step into it (util-linux).
UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")
NSENTER = ("nsenter", "--user", "--mount", "--preserve-credentials")
MOUNT = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && echo mounted && exec sleep infinity'


@dataclass(frozen=True, slots=True)
class Trouble:
    database: Path  # where its file is seen; SQLite may open a copy only
    server: ServerProcess
    strike: Callable[[], None]
    heal: Callable[[], None]


MakeTrouble = Callable[[Path], AbstractContextManager[Trouble]]


@contextmanager
def full_disk(path: Path) -> Iterator[Trouble]:
    """A disk of `DISK_BYTES` that somebody else fills to the last byte."""
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        pytest.skip("needs unshare and nsenter of util-linux")
    place = path.with_name("disk")
    place.mkdir()
    with subprocess.Popen(
        [*UNSHARE, "sh", "-c", MOUNT, "sh", str(DISK_BYTES), str(place)],
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None, "a pipe"
        try:
            if holder.stdout.readline() != "mounted\n":
                pytest.skip("this machine lets nobody mount a disk in a namespace")
            seen = Path(f"/proc/{holder.pid}/root{place}")
            shutil.move(path, seen / path.name)
            ballast = seen / "ballast"
            inside = (*NSENTER, f"--target={holder.pid}", f"--wd={ROOT}")
            yield Trouble(
                database=seen / path.name,
                server=ServerProcess(f"sqlite:{place / path.name}", under=inside),
                strike=lambda: fill(ballast),
                heal=ballast.unlink,
            )
        finally:
            holder.kill()


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for piece_bytes in (2**20, 2**12):
            try:
                while file.write(bytes(piece_bytes)) == piece_bytes:
                    pass
            except OSError:
                pass  # no such piece fits any more


@contextmanager
def file_limit(path: Path) -> Iterator[Trouble]:
    """No file of the server may grow beyond what its log has: a quota."""
    wal = path.with_name(path.name + "-wal")
    server = ServerProcess(f"sqlite:{path}")

    def limit(size_bytes: int) -> None:
        limits = (size_bytes, resource.RLIM_INFINITY)
        psutil.Process(server.pid).rlimit(psutil.RLIMIT_FSIZE, limits)

    yield Trouble(
        database=path,
        server=server,
        strike=lambda: limit(wal.stat().st_size),
        heal=lambda: limit(resource.RLIM_INFINITY),
    )


@contextmanager
def lock(path: Path) -> Iterator[Trouble]:
    """Another program writes and comes to no end, longer than any busy timeout."""
    server = ServerProcess(f"sqlite:{path}")
    other = sqlite3.connect(path, isolation_level=None)
    try:
        yield Trouble(
            database=path,
            server=server,
            strike=lambda: other.execute("BEGIN IMMEDIATE").close(),
            heal=lambda: other.execute("ROLLBACK").close(),
        )
    finally:
        other.close()
