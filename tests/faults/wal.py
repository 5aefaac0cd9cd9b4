"""SQLite's write-ahead log as a file: where its commits end, and what a torn disk makes of it.

Format: https://sqlite.org/fileformat2.html#the_write_ahead_log
"""

import itertools
import random
from pathlib import Path

HEADER_BYTES = 32
FRAME_HEADER_BYTES = 24


def wal_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def commits(wal: bytes) -> list[int]:
    """Where each commit of this log ends, in bytes from the beginning, in order."""
    page_bytes = int.from_bytes(wal[8:12])
    salts = wal[16:24]
    frame_bytes = FRAME_HEADER_BYTES + page_bytes
    ends = []
    for start in range(HEADER_BYTES, len(wal) - frame_bytes + 1, frame_bytes):
        head = wal[start : start + FRAME_HEADER_BYTES]
        if head[8:16] != salts:
            break  # left over from before the log was begun again
        if int.from_bytes(head[4:8]):
            ends.append(start + frame_bytes)
    return ends


def torn(wal: bytes, at: int, rng: random.Random) -> tuple[bytes, int]:
    """Whole up to `at`, and then nothing, zeros, noise or single wrong bits; how much is whole."""
    kept, lost = wal[:at], bytearray(wal[at:])
    match rng.randrange(4):
        case 0:
            lost.clear()
        case 1:
            lost[:] = bytes(len(lost))
        case 2:
            lost[:] = rng.randbytes(len(lost))
        case _:
            lost[0] ^= 1 << rng.randrange(8)
            for _ in range(rng.randrange(20)):
                lost[rng.randrange(len(lost))] ^= 1 << rng.randrange(8)
    damaged = kept + bytes(lost)
    # Zeros where zeros were hurt nobody.
    alike = (one == other for one, other in zip(wal[at:], lost, strict=False))
    return damaged, at + sum(1 for _ in itertools.takewhile(bool, alike))
