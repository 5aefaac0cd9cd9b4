"""Memory that is no longer needed goes back to the system."""

import ctypes
import gc
import sys


def settle() -> None:
    """What the start made lives as long as the process: collections need not look at it again.

    The interpreter waits with a full one until a quarter of all that lives is new, so without
    this what connections leave behind would lie about for hours.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """glibc keeps what was freed below something that is still used; elsewhere nothing is done."""
    if _libc is not None:
        _libc.malloc_trim(0)


def _with_malloc_trim() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None


_libc = _with_malloc_trim()
