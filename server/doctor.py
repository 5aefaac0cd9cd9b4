"""Looking for misconfigurations before the day does."""

import asyncio
import sys
import time

from persistence.contract import Finding, Store, StoreError

# A connection is a file; 300 people with two devices and some room to spare.
ENOUGH_FILES = 1024
# Loop turns of an idle process are late only where the machine is overbooked.
LATE_S = 0.05
# Clocks and links show nonsense on a machine that believes to live in the past.
EARLIEST_PLAUSIBLE_S = 1_760_000_000


async def examine(store: Store) -> list[Finding]:
    return [*await examine_store(store), examine_clock(), await examine_loop(), examine_files()]


async def examine_store(store: Store) -> list[Finding]:
    try:
        await store.ping()
        return await store.findings()
    except StoreError as error:
        return [Finding("error", "store", str(error))]


def examine_clock() -> Finding:
    if time.time() < EARLIEST_PLAUSIBLE_S:
        return Finding("error", "clock", "this machine's clock is years slow: set it (NTP)")
    before_s, wall_before_s = time.monotonic(), time.time()
    drift_s = (time.time() - wall_before_s) - (time.monotonic() - before_s)
    if abs(drift_s) > LATE_S:
        return Finding("warning", "clock", f"the clock jumped by {drift_s:.3f} s just now")
    return Finding("ok", "clock", "plausible and steady")


async def examine_loop() -> Finding:
    before_s = time.monotonic()
    for _ in range(10):
        await asyncio.sleep(0.01)
    late_s = (time.monotonic() - before_s) / 10 - 0.01
    if late_s > LATE_S:
        return Finding("warning", "loop", f"an idle loop is {late_s * 1000:.0f} ms late")
    return Finding("ok", "loop", f"{late_s * 1000:.1f} ms late when idle")


def examine_files() -> Finding:
    if sys.platform == "win32":
        return Finding("ok", "files", "Windows sets no limit")
    import resource  # there is none on Windows

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < ENOUGH_FILES:
        text = f"{files} open files allowed, expected {ENOUGH_FILES} or more (ulimit -n)"
        return Finding("warning", "files", text)
    return Finding("ok", "files", f"{files} open files allowed")
