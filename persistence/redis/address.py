"""Store addresses: what stands in them, before anything is connected.

    redis://[USER:PASSWORD@]HOST[:PORT][/DB]                       one Redis; rediss:// with TLS
    redis+sentinel://[USER:PASSWORD@]HOST[:PORT],HOST…/NAME[/DB]   the primary that Sentinels name
    redis+cluster://[USER:PASSWORD@]HOST[:PORT],HOST…              a Redis Cluster

Options of ours behind `?`: prefix=NAME, replicas=N, sentinel_password=… (and sentinel_username).
Any other goes to redis-py's connection.
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

PREFIX = "helpathon:"
REDIS_PORT = 6379
SENTINEL_PORT = 26379

Host = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Address:
    """`plain` is a redis:// or rediss:// address for redis-py, with all that is not ours."""

    plain: str
    prefix: str
    # How many replicas must have an entry before it is called saved.
    replicas: int
    cluster: tuple[Host, ...] = ()
    sentinels: tuple[Host, ...] = ()
    primary: str = ""
    sentinel_login: tuple[str | None, str | None] = (None, None)


def parsed(url: str) -> Address:
    """Raises ValueError; its text may show a password."""
    scheme, _, kind = urlsplit(url).scheme.partition("+")
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    prefix = options.pop("prefix", PREFIX)
    replicas = int(options.pop("replicas", "0"))
    if replicas < 0:
        raise ValueError("expected replicas=0 or more")
    login, hosts = _login_and_hosts(parts)
    query = urlencode
    match kind:
        case "":
            plain = parts._replace(query=query(options)).geturl()
            return Address(plain, prefix, replicas)
        case "sentinel":
            sentinel_login = (
                options.pop("sentinel_username", None),
                options.pop("sentinel_password", None),
            )
            name, _, database = parts.path.removeprefix("/").partition("/")
            if not name:
                raise ValueError("expected the name that the Sentinels know the primary by")
            found = tuple(_host(host, SENTINEL_PORT) for host in hosts)
            plain = f"{scheme}://{login}sentinel/{int(database or 0)}?{query(options)}"
            return Address(
                plain,
                prefix,
                replicas,
                sentinels=found,
                primary=unquote(name),
                sentinel_login=sentinel_login,
            )
        case "cluster":
            if parts.path not in {"", "/", "/0"}:
                raise ValueError("expected no database: a Cluster has only number 0")
            found = tuple(_host(host, REDIS_PORT) for host in hosts)
            plain = f"{scheme}://{login}cluster?{query(options)}"
            return Address(plain, prefix, replicas, cluster=found)
        case _:
            raise ValueError("expected sentinel or cluster behind the +")


def _login_and_hosts(parts: SplitResult) -> tuple[str, list[str]]:
    login, at, hosts = parts.netloc.rpartition("@")
    return login + at, hosts.split(",")


def _host(text: str, port: int) -> Host:
    found = urlsplit(f"//{text}")
    if not found.hostname:
        raise ValueError("expected a host")
    return found.hostname, found.port or port
