"""Looking for misconfigurations before the day does.

Each finding that is not well says what was found, what was expected and what to do.
"""

import asyncio
import os
import platform
import stat
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from persistence.contract import Finding, Store, StoreError, StoreUnavailable
from persistence.open import open_store
from server.configuration import unknown_variables
from server.proxy_probe import examine_address
from server.restoring import refuse_half_restored
from server.serve import new_node_id
from server.settings import Settings

# Beside one file per connection: the store, pages being sent, the log.
OTHER_FILES = 100
# Loop turns of an idle process are late only where the machine is overbooked.
LATE_S = 0.05
# Clocks and links show nonsense on a machine that believes to live in the past.
EARLIEST_PLAUSIBLE_S = 1_760_000_000
OLDEST_PYTHON = (3, 11)


async def examine(
    settings: Settings, config: Path | None, environment: Mapping[str, str]
) -> list[Finding]:
    """Raises WrongStore for a store that cannot be opened at all."""
    return [
        *await _examine_store_at(settings.store),
        *examine_permissions(settings.store, config),
        examine_clock(),
        examine_loop_library(),
        await examine_loop(),
        examine_files(settings.max_connections),
        examine_python(),
        examine_variables(environment),
        await asyncio.to_thread(examine_address, settings),
    ]


async def _examine_store_at(url: str) -> list[Finding]:
    store, _ = open_store(url, new_node_id(), read_only=True)
    try:
        async with store:
            return await examine_store(store)
    except StoreUnavailable as error:
        return [_unreachable(error)]


async def examine_store(store: Store) -> list[Finding]:
    try:
        await store.ping()
        await refuse_half_restored(store)
        return [Finding("ok", "store", "answers"), *await store.findings()]
    except StoreError as error:
        return [_unreachable(error)]


def _unreachable(error: StoreError) -> Finding:
    text = f"{error}; expected an answer: start the store, or correct HELPATHON_STORE"
    return Finding("error", "store", text)


def examine_permissions(store: str, config: Path | None) -> list[Finding]:
    """The database holds the key of all links, a settings file the password of Redis."""
    if sys.platform == "win32":
        return []
    found = []
    scheme, _, rest = store.partition(":")
    if scheme == "sqlite" and rest:
        found.append(_folder(Path(rest).absolute().parent))
    if config is not None and config.exists():
        found.append(_private(config, "settings", 0o600))
    return found


def _folder(path: Path) -> Finding:
    if not path.is_dir() or not os.access(path, os.W_OK | os.X_OK):
        text = f"{path} cannot be written to; expected a folder of this user: chown it"
        return Finding("error", "folder", text)
    return _private(path, "folder", 0o700)


def _private(path: Path, subject: str, wanted: int) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        text = (
            f"{path} has mode {mode:o}: others on this machine can read secrets; "
            f"expected {wanted:o}: chmod {wanted:o} {path}"
        )
        return Finding("warning", subject, text)
    return Finding("ok", subject, f"{path} is for this user only")


def examine_clock() -> Finding:
    if time.time() < EARLIEST_PLAUSIBLE_S:
        return Finding("error", "clock", "this machine's clock is years slow: set it (NTP)")
    before_s, wall_before_s = time.monotonic(), time.time()
    drift_s = (time.time() - wall_before_s) - (time.monotonic() - before_s)
    if abs(drift_s) > LATE_S:
        return Finding("warning", "clock", f"the clock jumped by {drift_s:.3f} s just now")
    return Finding("ok", "clock", "plausible and steady")


def examine_loop_library() -> Finding:
    running = type(asyncio.get_running_loop()).__module__.partition(".")[0]
    if running != "uvloop":
        text = f"the event loop is {running}'s; expected uvloop, twice as fast: pip install uvloop"
        return Finding("warning", "eventloop", text)
    return Finding("ok", "eventloop", "uvloop")


async def examine_loop() -> Finding:
    before_s = time.monotonic()
    for _ in range(10):
        await asyncio.sleep(0.01)
    late_s = (time.monotonic() - before_s) / 10 - 0.01
    if late_s > LATE_S:
        text = (
            f"an idle loop is {late_s * 1000:.0f} ms late; expected less than "
            f"{LATE_S * 1000:.0f} ms: give this machine a core of its own"
        )
        return Finding("warning", "loop", text)
    return Finding("ok", "loop", f"{late_s * 1000:.1f} ms late when idle")


def examine_files(connections: int) -> Finding:
    if sys.platform == "win32":
        return Finding("ok", "files", "Windows sets no limit")
    import resource  # there is none on Windows

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = connections + OTHER_FILES
    if files != resource.RLIM_INFINITY and files < enough:
        text = (
            f"{files} open files allowed; expected {enough} or more for {connections} "
            "connections: ulimit -n, LimitNOFILE= in systemd, or a lower HELPATHON_MAX_CONNECTIONS"
        )
        return Finding("warning", "files", text)
    return Finding("ok", "files", f"{files} open files allowed")


def examine_python() -> Finding:
    found = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return Finding("error", "python", f"Python {found}; expected {oldest} or newer: update it")
    return Finding("ok", "python", f"{platform.python_implementation()} {found}")


def examine_variables(environment: Mapping[str, str]) -> Finding:
    unknown = unknown_variables(environment)
    if unknown:
        text = (
            f"{', '.join(unknown)} in the environment set nothing; "
            "expected names of docs/operations.md: correct or remove them"
        )
        return Finding("warning", "variables", text)
    return Finding("ok", "variables", "every HELPATHON_ variable is known")
