"""From an address to connections, with a limit on every wait."""

from collections.abc import Mapping
from typing import Any

from redis.asyncio.connection import BlockingConnectionPool, SSLConnection, parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from persistence.contract import WrongStore
from persistence.redis.address import Address, Host, parsed
from persistence.redis.cluster import ClusterClient
from persistence.redis.keys import Keys
from persistence.redis.link import TIMEOUT_S, Client, NodeClient, check
from persistence.redis.sentinels import Primary, connection_class

# Redis does one thing at a time; more connections would only wait there.
CONNECTIONS = 16
EXPECTED = (
    "expected redis://[USER:PASSWORD@]HOST[:PORT][/DB], redis+sentinel://HOST[:PORT],…/NAME[/DB] "
    "or redis+cluster://HOST[:PORT],…, each with [?prefix=NAME&replicas=N]"
)


def keys_and_client(url: str) -> tuple[Keys, Client]:
    """Nothing is connected yet.

    Raises WrongStore for an address that nothing can be made of; its text shows no password.
    """
    try:
        address = parsed(url)
        return Keys(address.prefix), _client(address)
    except (RedisError, TypeError, ValueError) as error:
        raise WrongStore(f"{EXPECTED}; got something else ({type(error).__name__})") from None


def _client(address: Address) -> Client:
    options: dict[str, Any] = dict(parse_url(address.plain))
    if address.cluster:
        options.pop("host", None)

        def node(host: Host) -> NodeClient:
            name, port = host
            return NodeClient(_pool({**options, "host": name, "port": port}), address.replicas)

        check(_pool(options))
        return ClusterClient(address.cluster, node, address.replicas)
    if not address.sentinels:
        pool = _pool(options)
        check(pool)
        return NodeClient(pool, address.replicas)
    tls = options.pop("connection_class", None) is SSLConnection
    username, password = address.sentinel_login
    primary = Primary(
        address.sentinels,
        address.primary,
        {"username": username, "password": password, "ssl": tls},
    )
    options["connection_class"] = connection_class(tls=tls)
    pool = _pool({**options, "connection_pool": primary})
    check(pool)
    return NodeClient(pool, address.replicas, primary.close)


def _pool(options: Mapping[str, Any]) -> BlockingConnectionPool:
    return BlockingConnectionPool(
        **{
            "protocol": 2,
            "max_connections": CONNECTIONS,
            "timeout": TIMEOUT_S,
            # Client and Link limit every wait themselves: redis-py's way can swallow a cancellation
            # (asyncio.wait_for before Python 3.12) and costs a task per command.
            "socket_timeout": None,
            "socket_connect_timeout": TIMEOUT_S,
            # Whoever appends knows better than a connection what to do again, and when.
            "retry": Retry(NoBackoff(), 0),
            **options,
        }
    )
