"""What an operator should know about this Redis: what it promises, and what it may throw away."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from redis.exceptions import ResponseError

from persistence.contract import Finding
from persistence.redis.link import Client

# Exclusive ranges and MINID came with it.
OLDEST_VERSION = (6, 2)
# Redis refuses entries at 100 %; before, there is time to act.
MEMORY_WARNING = 0.8
# Clocks that count down on two nodes should end in the same second.
SKEW_WARNING_S = 1.0

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
    """Of every Redis that has keys of its own. Raises RedisError."""
    nodes = await client.nodes()
    found = [await _findings_of(node) for node in nodes]
    if len(found) == 1:
        return found[0]
    return [
        replace(finding, text=f"node {number} of {len(found)}: {finding.text}")
        for number, of_node in enumerate(found, 1)
        for finding in of_node
    ]


async def _findings_of(client: Client) -> list[Finding]:
    facts = await facts_of(client)
    return [
        version(facts),
        eviction(facts),
        _durability(facts, await _setting(client, "appendfsync")),
        _memory(facts),
        _role(facts),
        _replication(facts, client.replicas, await _setting(client, "min-replicas-to-write")),
        *_coverage(await _setting(client, "cluster-require-full-coverage")),
        _clock(await client.call("TIME"), time.time()),
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


def _clock(theirs: Sequence[bytes], ours_s: float) -> Finding:
    """`theirs` is what TIME answers: seconds and microseconds."""
    ahead_s = int(theirs[0]) + int(theirs[1]) / 1e6 - ours_s
    text = f"the clock of Redis is {abs(ahead_s):.1f} s {'ahead of' if ahead_s > 0 else 'behind'}"
    if abs(ahead_s) > SKEW_WARNING_S:
        return Finding("warning", "skew", f"{text} this machine's: let NTP set both")
    return Finding("ok", "skew", f"{text} this machine's")


def _replication(facts: Facts, wanted: int, required: str | None) -> Finding:
    """`wanted` is what the address says, `required` the min-replicas-to-write of Redis."""
    there = int(facts.get("connected_slaves", 0))
    text = "1 replica follows" if there == 1 else f"{there} replicas follow"
    if there < wanted:
        text += f"; the address says replicas={wanted}, so nothing is called saved"
        return Finding("error", "replication", text)
    if there == wanted > 0:
        text += f", as many as replicas={wanted} needs: without one of them nothing is saved"
        return Finding("warning", "replication", text)
    if there and not wanted:
        text += (
            "; what is shown as saved may not be on them yet. A server that still has the room "
            "brings it back; replicas=1 in the address waits for one of them"
        )
        return Finding("ok", "replication", text)
    if wanted and required is not None and int(required) < wanted:
        text += f"; set min-replicas-to-write {wanted}, so that a Redis cut off from them stops"
        return Finding("warning", "replication", text)
    if not there:
        text += ": if its machine is lost, so is what it held"
    return Finding("ok", "replication", text)


def _coverage(required: str | None) -> list[Finding]:
    if required != "yes":
        return []
    text = (
        "cluster-require-full-coverage is yes: without one part of the Cluster no room at all is "
        "saved; set it to no"
    )
    return [Finding("warning", "coverage", text)]


async def _setting(client: Client, name: str) -> str | None:
    try:
        answer: list[bytes] = await client.call("CONFIG", "GET", name)
    except ResponseError:
        # Hosted Redis often keeps its configuration to itself.
        return None
    return answer[1].decode() if answer else None
