"""Whether a server may work on this Redis at all. Better no start than lost boards."""

from persistence.contract import WrongStore
from persistence.redis.findings import Facts, eviction, facts_of, version
from persistence.redis.keys import Keys
from persistence.redis.link import Client

# How keys and values are laid out. A newer server raises it when it changes them.
SCHEMA = 1


async def admit(client: Client, keys: Keys, *, read_only: bool) -> None:
    """Raises WrongStore with what to change, or RedisError."""
    facts = await facts_of(client)
    _refuse_what_cannot_be_read(facts)
    if not read_only:
        _refuse_what_loses_boards(facts)
        await client.call("SET", keys.schema, SCHEMA, "NX")
    found = int(await client.call("GET", keys.schema) or SCHEMA)
    if found > SCHEMA:
        raise WrongStore(
            f"this Redis was written by a newer version of Helpathon (its schema is {found}, "
            f"this version knows {SCHEMA}): update first"
        )


def _refuse_what_cannot_be_read(facts: Facts) -> None:
    age = version(facts)
    if age.level == "error":
        raise WrongStore(age.text)
    if facts.get("redis_mode") == "cluster":
        raise WrongStore("expected a single Redis (or its primary), got a Redis Cluster")


def _refuse_what_loses_boards(facts: Facts) -> None:
    policy = eviction(facts)
    if policy.level == "error":
        raise WrongStore(policy.text)
