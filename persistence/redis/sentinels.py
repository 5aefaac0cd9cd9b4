"""Where the primary is now, as Sentinels say it: asked for every new connection."""

from collections.abc import Mapping, Sequence
from typing import Any

from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import (
    Sentinel,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.backoff import NoBackoff

from persistence.redis.address import Host

# The next one is asked soon: a failover waits for it.
SENTINEL_TIMEOUT_S = 0.9


class Primary:
    """What redis-py's connections of that kind ask for an address; in the place of its own pool."""

    is_master = True
    check_connection = False

    def __init__(self, sentinels: Sequence[Host], name: str, options: Mapping[str, Any]) -> None:
        self._name = name
        limits = {
            "socket_timeout": SENTINEL_TIMEOUT_S,
            "socket_connect_timeout": SENTINEL_TIMEOUT_S,
            "protocol": 2,
            "retry": Retry(NoBackoff(), 0),
        }
        self._sentinels = Sentinel(sentinels, sentinel_kwargs={**limits, **options})  # type: ignore[no-untyped-call]

    async def get_master_address(self) -> Host:
        """Raises redis-py's ConnectionError where no Sentinel knows of one."""
        host, port = await self._sentinels.discover_master(self._name)
        return str(host), int(port)

    async def close(self) -> None:
        await self._sentinels.aclose()


def connection_class(*, tls: bool) -> type[SentinelManagedConnection]:
    return SentinelManagedSSLConnection if tls else SentinelManagedConnection
