"""Memory that is no longer needed goes back to the system."""

import ctypes
import gc
import sys

# From this size on a block is mapped by itself and goes back as soon as it is freed. glibc begins
# with it, but raises it to 32 MiB by and by: what merging a board took once would stay for the day.
MAPPED_FROM_BYTES = 128 * 1024
# What is free at the end of the heap beyond this goes back, too.
KEPT_FREE_BYTES = 2**20

# Of glibc's malloc.h.
M_TRIM_THRESHOLD = -1
M_MMAP_THRESHOLD = -3


def settle() -> None:
    """What the start made lives as long as the process: collections need not look at it again.

    The interpreter waits with a full one until a quarter of all that lived at the last one is new,
    so without this what connections leave behind would lie about for hours. The second collection
    is the one that counts: after it, nothing lived.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    if _glibc is not None:
        _glibc.mallopt(M_MMAP_THRESHOLD, MAPPED_FROM_BYTES)
        _glibc.mallopt(M_TRIM_THRESHOLD, KEPT_FREE_BYTES)


def give_back() -> None:
    """glibc keeps what was freed below something that is still used; elsewhere nothing is done."""
    if _glibc is not None:
        _glibc.malloc_trim(0)


def _with_malloc_trim() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None


_glibc = _with_malloc_trim()
