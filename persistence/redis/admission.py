"""Whether a server may work on this Redis at all. Better no start than lost boards."""

from redis.exceptions import RedisError

from persistence.contract import WrongStore
from persistence.redis.cluster import ClusterClient
from persistence.redis.findings import Facts, eviction, facts_of, version
from persistence.redis.keys import Keys
from persistence.redis.link import Client

# How keys and values are laid out. A newer server raises it when it changes them.
SCHEMA = 1


async def admit(client: Client, keys: Keys, *, read_only: bool) -> None:
    """Raises WrongStore with what to change, or RedisError."""
    for facts in await _facts_of_who_answers(client):
        _refuse_what_cannot_be_read(facts, is_cluster=isinstance(client, ClusterClient))
        if not read_only:
            _refuse_what_loses_boards(facts)
    if not read_only:
        await client.call("SET", keys.schema, SCHEMA, "NX")
    found = int(await client.call("GET", keys.schema) or SCHEMA)
    if found > SCHEMA:
        raise WrongStore(
            f"this Redis was written by a newer version of Helpathon (its schema is {found}, "
            f"this version knows {SCHEMA}): update first"
        )


async def _facts_of_who_answers(client: Client) -> list[Facts]:
    """A part of a Cluster that is away does not keep the rest from working."""
    found: list[Facts] = []
    failed: RedisError | None = None
    for node in await client.nodes():
        try:
            found.append(await facts_of(node))
        except RedisError as error:
            failed = error
    if failed is not None and not found:
        raise failed
    return found


def _refuse_what_cannot_be_read(facts: Facts, *, is_cluster: bool) -> None:
    age = version(facts)
    if age.level == "error":
        raise WrongStore(age.text)
    if facts.get("redis_mode") == "cluster" and not is_cluster:
        raise WrongStore("expected a single Redis, got a Redis Cluster: say redis+cluster://…")


def _refuse_what_loses_boards(facts: Facts) -> None:
    policy = eviction(facts)
    if policy.level == "error":
        raise WrongStore(policy.text)
