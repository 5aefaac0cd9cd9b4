"""The compare-and-set rule of records, for drivers that can hold still while it is decided.

(In Redis the same rule is in write.lua: only there can it be decided and done at once.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from persistence.contract import Change, Conflict, Record


@dataclass(frozen=True, slots=True)
class Versioned:
    """A name that exists or once did: a deletion keeps the version, so that it never restarts."""

    value: bytes | None
    version: int


NEVER_WRITTEN = Versioned(None, 0)


def written(changes: Sequence[Change], current: Mapping[str, Versioned]) -> dict[str, Versioned]:
    """What the changed names hold afterwards. Raises Conflict, and then nothing may change."""
    check(changes)
    after: dict[str, Versioned] = {}
    for change in changes:
        found = current.get(change.name, NEVER_WRITTEN)
        there = None if found.value is None else Record(found.value, found.version)
        if change.expected != (0 if there is None else there.version):
            raise Conflict(change.name, there)
        if there is None and change.value is None:
            continue  # deleting what is not there, as expected
        after[change.name] = Versioned(change.value, found.version + 1)
    return after


def lost_of(
    records: Mapping[str, Record], current: Mapping[str, Versioned]
) -> dict[str, Versioned]:
    """Which of a node's records a store lost, as they were."""
    return {
        name: Versioned(record.value, record.version)
        for name, record in records.items()
        if current.get(name, NEVER_WRITTEN).version < record.version
    }


def check(changes: Sequence[Change]) -> None:
    """Raises ValueError when one write names a record twice: which would win is not defined."""
    names = [change.name for change in changes]
    if len(set(names)) != len(names):
        raise ValueError(f"expected every record once in a write, got {sorted(names)}")
