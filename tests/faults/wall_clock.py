"""A server whose wall clock jumps, as NTP or an operator makes it jump; monotonic time goes on.

Run as `python -m tests.faults.wall_clock FILE python -m server …`. FILE holds the offset, which may
change at any time: see `jump`.
"""

import mmap
import runpy
import struct
import sys
import time
from pathlib import Path

OFFSET = struct.Struct("<q")  # seconds


def jump(file: Path, offset_s: int) -> None:
    """From now on the server's wall clock is so far from ours."""
    with file.open("r+b" if file.exists() else "w+b") as opened:
        opened.write(OFFSET.pack(offset_s))


def main(file: Path, module: str, arguments: list[str]) -> None:
    with file.open("rb") as opened:
        offset = mmap.mmap(opened.fileno(), OFFSET.size, access=mmap.ACCESS_READ)
    real_ns = time.time_ns

    def time_ns() -> int:
        offset_s: int = OFFSET.unpack(offset[:])[0]
        return real_ns() + offset_s * 10**9

    time.time_ns = time_ns
    time.time = lambda: time_ns() / 10**9
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _python, _option, name, *rest = sys.argv[2:]
    main(Path(sys.argv[1]), name, rest)
