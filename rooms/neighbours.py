"""Who is in this room on other nodes, as those nodes say.

Each node repeats its list now and then; one that fell silent is forgotten. Lost signals only
delay what the next repetition brings.
"""

from typing import Any

import msgpack

from persistence.contract import NodeId

REPEAT_S = 10.0
# Two repetitions may get lost before a node's people disappear.
FORGET_S = 25.0


class Neighbours:
    def __init__(self) -> None:
        self._members: dict[NodeId, list[dict[str, Any]]] = {}
        self._heard_s: dict[NodeId, float] = {}

    def members(self) -> list[dict[str, Any]]:
        return [member for members in self._members.values() for member in members]

    def hear(
        self, node: NodeId, packed: bytes, now_s: float
    ) -> tuple[list[dict[str, Any]], list[str]]:
        """A node's whole list: (members that are new or changed, connections that left)."""
        members: list[dict[str, Any]] = msgpack.unpackb(packed)
        before = {member["connection"]: member for member in self._members.get(node, [])}
        after = {member["connection"]: member for member in members}
        self._members[node] = members
        self._heard_s[node] = now_s
        changed = [member for key, member in after.items() if before.get(key) != member]
        return changed, [key for key in before if key not in after]

    def forget_silent(self, now_s: float) -> list[tuple[NodeId, list[str]]]:
        """Nodes not heard of for too long, with their connections, which are gone with them."""
        silent = [node for node, heard_s in self._heard_s.items() if now_s - heard_s > FORGET_S]
        gone = []
        for node in silent:
            del self._heard_s[node]
            gone.append((node, [member["connection"] for member in self._members.pop(node)]))
        return gone
