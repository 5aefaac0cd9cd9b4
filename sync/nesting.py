"""How deep the Y types of some updates lie inside one another, and what else hangs on ids.

A struct tells its place by a link: nothing (it names a root), its parent's id, or the id of a
neighbour in the same place. The walk leaves the links behind in the order of the bytes, this
follows them; nothing here recurses.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

AFTER: Final = 0
INSIDE: Final = 1
BEFORE: Final = 2

# (client, clock, how the struct stands to it)
Link: TypeAlias = tuple[int, int, int]
# Directly in a root, or nowhere: garbage.
AT_ROOT: Final[Link] = (-1, 0, 0)
# No struct: says nothing about what is there.
GAP: Final[Link] = (-1, 1, 0)

_UNPROVEN: Final = -1
_OPEN: Final = -2


class Nesting(NamedTuple):
    """How many types; `depth` of the deepest whose place is proven; how many others there are."""

    types: int
    depth: int
    unproven: int


class Block(NamedTuple):
    """The structs of one client in one update."""

    client: int
    # The clock after the last of them.
    end: int
    # The clock of each.
    starts: list[int]
    # Where they begin in the lists of the trace.
    first: int


class Trace:
    """What the walk leaves behind: of one update, or of several in a row for `nesting`."""

    __slots__ = ("_of_client", "blocks", "links", "rights", "types", "wide")

    def __init__(self) -> None:
        # Of each struct, in the order walked.
        self.links: list[Link] = []
        # The second link of those that stand between two others.
        self.rights: dict[int, Link] = {}
        # The structs that are Y types: (struct, client, clock).
        self.types: list[tuple[int, int, int]] = []
        # Texts with characters outside the basic plane: (struct, first byte, byte after).
        self.wide: list[tuple[int, int, int]] = []
        self.blocks: list[Block] = []
        self._of_client: dict[int, list[Block]] = {}

    def _find(self, client: int, clock: int) -> int | None:
        """The struct that holds this id: the first, as for peers."""
        for block in self._of_client.get(client, ()):
            if block.starts and block.starts[0] <= clock < block.end:
                index = block.first + bisect_right(block.starts, clock) - 1
                if self.links[index] is not GAP:
                    return index
        return None

    def nesting(self) -> Nesting:
        if not self.types:
            return _FLAT
        self._of_client = defaultdict(list)
        for block in self.blocks:
            self._of_client[block.client].append(block)
        several = len(self._of_client) < len(self.blocks)
        levels: dict[int, int] = {}
        types = {index for index, _, _ in self.types}
        count = depth = unproven = 0
        for index, client, clock in self.types:
            if several and self._find(client, clock) != index:
                # Sent again.
                continue
            count += 1
            level = self._level(index, levels, types)
            if level == _UNPROVEN:
                unproven += 1
            elif level >= depth:
                depth = level + 1
        return Nesting(count, depth, unproven)

    def _level(self, index: int, levels: dict[int, int], types: set[int]) -> int:
        """How many types lie around a struct. `levels` remembers, so that all take linear time."""
        path = [] if index in levels else [index]
        while path:
            current = path[-1]
            levels[current] = _OPEN
            level = 0
            for client, clock, relation in self._places(current):
                target = self._find(client, clock)
                if target is not None and relation == INSIDE and target not in types:
                    # Peers drop what stands inside something that holds nothing.
                    continue
                around = _UNPROVEN if target is None else levels.get(target)
                if around is None:
                    # Not known yet: first that one, then this again.
                    path.append(target)  # type: ignore[arg-type]
                    break
                if around < 0:
                    # Unproven itself, or open: a circle.
                    level = _UNPROVEN
                    continue
                if level != _UNPROVEN:
                    level = max(level, around + (relation == INSIDE))
            else:
                levels[current] = level
                path.pop()
        return levels[index]

    def _places(self, index: int) -> Iterator[Link]:
        """Peers differ on which neighbour counts when the left one is garbage: both do."""
        link = self.links[index]
        if link is not AT_ROOT:
            yield link
            right = self.rights.get(index)
            if right is not None:
                yield right


_FLAT: Final = Nesting(0, 0, 0)
