"""What an operator should know about this Redis: what it promises, and what it may throw away."""

from collections.abc import Mapping

from redis.exceptions import ResponseError

from persistence.contract import Finding
from persistence.redis.link import Client

# Exclusive ranges and MINID came with it.
OLDEST_VERSION = (6, 2)
# Redis refuses entries at 100 %; before, there is time to act.
MEMORY_WARNING = 0.8

Facts = Mapping[str, str]

_FSYNC = {
    "always": ("ok", "what is shown as saved is on the disk of Redis"),
    "everysec": (
        "warning",
        "if the machine of Redis dies, up to two seconds of what was shown as saved can be lost; "
        "appendfsync always prevents it, for slower saving",
    ),
    "no": (
        "warning",
        "if the machine of Redis dies, half a minute of what was shown as saved can be lost; "
        "set appendfsync always, or everysec",
    ),
}


async def findings(client: Client) -> list[Finding]:
    """Raises RedisError."""
    facts = await facts_of(client)
    return [
        version(facts),
        eviction(facts),
        _durability(facts, await _appendfsync(client)),
        _memory(facts),
        _role(facts),
    ]


async def facts_of(client: Client) -> Facts:
    info: bytes = await client.call("INFO")
    lines = [line.partition(":") for line in info.decode().splitlines()]
    return {name: value for name, colon, value in lines if colon}


def version(facts: Facts) -> Finding:
    found = facts.get("redis_version", "0")
    if tuple(int(part) for part in found.split(".")[:2]) < OLDEST_VERSION:
        oldest = ".".join(map(str, OLDEST_VERSION))
        return Finding("error", "version", f"Redis {found} is too old, {oldest} or newer is needed")
    return Finding("ok", "version", f"Redis {found}")


def eviction(facts: Facts) -> Finding:
    policy = facts.get("maxmemory_policy", "unknown")
    if policy.startswith("allkeys-"):
        text = (
            f"maxmemory-policy is {policy}: Redis would delete boards when its memory is full; "
            "set it to noeviction"
        )
        return Finding("error", "eviction", text)
    return Finding("ok", "eviction", f"maxmemory-policy is {policy}: no board is ever evicted")


def _durability(facts: Facts, appendfsync: str | None) -> Finding:
    if facts.get("aof_enabled") != "1":
        text = (
            "appendonly is no: a restart of Redis loses what came since its last snapshot of "
            "memory, though it was shown as saved; set appendonly yes"
        )
        return Finding("error", "durability", text)
    if facts.get("aof_last_write_status") == "err":
        return Finding("error", "durability", "Redis could not write its append-only file")
    if appendfsync not in _FSYNC:
        text = "appendonly is yes; this Redis does not tell its appendfsync"
        return Finding("warning", "durability", text)
    level, promise = _FSYNC[appendfsync]
    return Finding(
        "ok" if level == "ok" else "warning",
        "durability",
        f"appendonly is yes, appendfsync {appendfsync}: {promise}",
    )


def _memory(facts: Facts) -> Finding:
    used, most = int(facts.get("used_memory", 0)), int(facts.get("maxmemory", 0))
    text = f"{used / 2**20:.1f} MiB used"
    if most == 0:
        return Finding("ok", "memory", f"{text}, no limit set")
    text += f" of {most / 2**20:.1f} MiB"
    if used > MEMORY_WARNING * most:
        return Finding("warning", "memory", f"{text}: when it is full, nothing more is saved")
    return Finding("ok", "memory", text)


def _role(facts: Facts) -> Finding:
    if facts.get("role") != "master":
        return Finding("error", "role", "this Redis is a replica: it takes no entries")
    return Finding("ok", "role", "this Redis takes entries")


async def _appendfsync(client: Client) -> str | None:
    try:
        answer: list[bytes] = await client.call("CONFIG", "GET", "appendfsync")
    except ResponseError:
        # Hosted Redis often keeps its configuration to itself.
        return None
    return answer[1].decode() if answer else None
