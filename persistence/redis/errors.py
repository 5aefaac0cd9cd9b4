"""The failures of Redis and of the way there as the contract's."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis import exceptions as theirs

from persistence.contract import StoreError, StoreFull, StoreUnavailable, WrongStore
from persistence.redis.link import TooFewReplicas

_MEANING: tuple[tuple[type[theirs.RedisError], type[StoreError], str], ...] = (
    (theirs.AuthenticationError, WrongStore, "Redis refuses the password"),
    (theirs.NoPermissionError, WrongStore, "Redis does not permit this user a command we need"),
    (theirs.OutOfMemoryError, StoreFull, "Redis is out of memory (maxmemory)"),
    (theirs.ReadOnlyError, StoreUnavailable, "this Redis is a read-only replica"),
    (theirs.BusyLoadingError, StoreUnavailable, "Redis is still loading its data"),
    (theirs.ClusterDownError, StoreUnavailable, "the part of the Cluster that has it is down"),
    (theirs.ClusterError, StoreUnavailable, "the Cluster is moving it"),
    (theirs.TryAgainError, StoreUnavailable, "the Cluster is moving it"),
    (theirs.MovedError, StoreUnavailable, "the Cluster is moving it"),
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
    if isinstance(error, TooFewReplicas):
        return StoreUnavailable(f"Redis has it alone ({text})")
    if text.startswith("NOREPLICAS"):
        return StoreUnavailable("too few replicas of Redis are there (min-replicas-to-write)")
    if text.startswith("MISCONF"):
        # Redis can't write its files, and takes no data until it can.
        kind = StoreFull if "No space left" in text else StoreUnavailable
        return kind(f"Redis can't write to its disk ({text})")
    for found, ours, meaning in _MEANING:
        if isinstance(error, found):
            return ours(f"{meaning} ({text})")
    return StoreError(f"Redis refused a command ({text})")
