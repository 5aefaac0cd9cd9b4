"""The failures of Redis and of the way there as the contract's."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis import exceptions as theirs

from persistence.contract import StoreError, StoreFull, StoreUnavailable, WrongStore

_MEANING: tuple[tuple[type[theirs.RedisError], type[StoreError], str], ...] = (
    (theirs.AuthenticationError, WrongStore, "Redis refuses the password"),
    (theirs.NoPermissionError, WrongStore, "Redis does not permit this user a command we need"),
    (theirs.OutOfMemoryError, StoreFull, "Redis is out of memory (maxmemory)"),
    (theirs.ReadOnlyError, StoreUnavailable, "this Redis is a read-only replica"),
    (theirs.BusyLoadingError, StoreUnavailable, "Redis is still loading its data"),
    (theirs.TimeoutError, StoreUnavailable, "Redis does not answer"),
    (theirs.ConnectionError, StoreUnavailable, "Redis can't be reached"),
)


@contextmanager
def conversion() -> Iterator[None]:
    """Around every call to Redis: what it raises leaves as a StoreError."""
    try:
        yield
    except theirs.RedisError as error:
        raise converted(error) from error


def converted(error: theirs.RedisError) -> StoreError:
    text = str(error)
    if text.startswith("MISCONF"):
        # Redis can't write its files, and takes no data until it can.
        kind = StoreFull if "No space left" in text else StoreUnavailable
        return kind(f"Redis can't write to its disk ({text})")
    for found, ours, meaning in _MEANING:
        if isinstance(error, found):
            return ours(f"{meaning} ({text})")
    return StoreError(f"Redis refused a command ({text})")
