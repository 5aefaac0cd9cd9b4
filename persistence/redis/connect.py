"""From an address to connections, with a limit on every wait."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from redis.asyncio.connection import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from persistence.contract import WrongStore
from persistence.redis.keys import Keys
from persistence.redis.link import TIMEOUT_S, Client, check

# Redis does one thing at a time; more connections would only wait there.
CONNECTIONS = 16
PREFIX = "helpathon:"


def keys_and_client(url: str) -> tuple[Keys, Client]:
    """Nothing is connected yet. `?prefix=` in the address names the keys' prefix.

    Raises WrongStore for an address that redis-py can't make sense of; its text shows no password.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    keys = Keys(options.pop("prefix", PREFIX))
    address = urlunsplit(parts._replace(query=urlencode(options)))
    try:
        pool = BlockingConnectionPool.from_url(
            address,
            protocol=2,
            max_connections=CONNECTIONS,
            timeout=TIMEOUT_S,
            # Client and Link limit every wait themselves: redis-py's way can swallow a cancellation
            # (asyncio.wait_for before Python 3.12) and costs a task per command.
            socket_timeout=None,
            socket_connect_timeout=TIMEOUT_S,
            # Whoever appends knows better than a connection what to do again, and when.
            retry=Retry(NoBackoff(), 0),
        )
        check(pool)
    except (RedisError, TypeError, ValueError) as error:
        raise WrongStore(
            "expected redis://[USER:PASSWORD@]HOST[:PORT][/DB][?prefix=NAME], "
            f"got something else ({type(error).__name__})"
        ) from None
    return keys, Client(pool)
