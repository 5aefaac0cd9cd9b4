"""One writing server per file: an advisory lock on a file beside the database.

The operating system frees it when the process ends, however it ends. SQLite's own locks would
keep two servers from damaging the file, but each would miss what the other did.
"""

import sys
from pathlib import Path
from typing import IO

from persistence.contract import WrongStore


def hold(database: Path) -> IO[bytes]:
    """Locked until the returned file is closed. Raises WrongStore when another process has it."""
    path = database.with_name(database.name + ".lock")
    file = path.open("ab")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        raise WrongStore(
            f"{database} is in use by another server (it holds {path.name}): "
            "stop that one first, or give this one another file"
        ) from error
    return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
