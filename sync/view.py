"""Reads a document: its bytes in, plain values out, as Yjs would show them.

Not a pycrdt Doc: one message of a hostile client makes that loop for ever in native code (a text
with an emoji inside an array), fail as a whole (a child of something that holds nothing), or lose
letters (a character cut in two). This is the integration of Yjs, at twice the time of pycrdt's; it
stops when told, and what can't be placed yet waits. Rules V1 to V6 of SPEC.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from sync.errors import DocumentError, WireError
from sync.structs import (
    ARRAY,
    JSON,
    MAP,
    TEXT,
    Deleted,
    Garbage,
    Id,
    Item,
    Struct,
    YType,
    read_update,
)

RootKind: TypeAlias = Literal["map", "array", "text"]

# Neighbours looked at while placing items: some per item in a real history, where people write at
# the same place at the same time. Hostile ones make every item look at all others: half a second.
MAX_STEPS: Final = 500_000

_ROOT_KINDS: Final[dict[RootKind, int]] = {"map": MAP, "array": ARRAY, "text": TEXT}


class View:
    """One document, readable: for export, thumbnails, counts. Fed with updates in any order."""

    def __init__(self, update: bytes = b"\x00\x00") -> None:
        self._roots: dict[str, YType] = {}
        # Of each client all structs without a gap, and the clock of each.
        self._structs: dict[int, list[Struct]] = {}
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, int] = {}
        # What waits for something earlier, by client, the earliest last; deletes likewise.
        self._waiting: dict[int, list[Struct]] = {}
        self._undeleted: list[Deleted] = []
        self._steps = 0
        self.apply(update)

    def apply(self, update: bytes) -> None:
        """Raises `DocumentError` when it is no update; after that the view is of no use."""
        try:
            structs, deleted = read_update(update)
        except WireError as error:
            raise DocumentError(f"not an update: {error}") from error
        arrived: dict[int, list[Struct]] = {}
        for struct in structs:
            arrived.setdefault(struct.client, []).append(struct)
        for client, new in arrived.items():
            # Taken from the end; of two for the same clock the one that came first.
            queue = [*reversed(new), *self._waiting.get(client, ())]
            queue.sort(key=_clock, reverse=True)
            self._waiting[client] = queue
        self._steps = 0
        self._integrate_waiting()
        self._undeleted = [
            left for it in (*self._undeleted, *deleted) if (left := self._delete(it)) is not None
        ]

    @property
    def complete(self) -> bool:
        """False while something waits for what it hangs on."""
        return not self._waiting and not self._undeleted

    def json(self, roots: Mapping[str, RootKind]) -> dict[str, JSON]:
        """The named roots as plain values; bytes as lists of numbers, what JSON lacks as None."""
        try:
            return {name: self._root(name).read(_ROOT_KINDS[kind]) for name, kind in roots.items()}
        except RecursionError as error:
            raise DocumentError("nested too deep to be read") from error

    def _root(self, name: str) -> YType:
        root = self._roots.get(name)
        if root is None:
            root = self._roots[name] = YType(None)
        return root

    def _integrate_waiting(self) -> None:
        ready = list(self._waiting)
        # Client → those whose next struct hangs on one of its.
        blocked: dict[int, list[int]] = {}
        while ready:
            client = ready.pop()
            queue = self._waiting.get(client)
            if queue is None:
                continue
            before = end = self._ends.get(client, 0)
            while queue and queue[-1].clock <= end:
                struct = queue[-1]
                if end < struct.clock + struct.length:
                    other = self._missing(struct)
                    if other is not None:
                        blocked.setdefault(other, []).append(client)
                        break
                    self._place(struct, end - struct.clock)
                    end = self._ends[client]
                queue.pop()
            if not queue:
                del self._waiting[client]
            if end > before:
                ready += blocked.pop(client, ())

    def _missing(self, struct: Struct) -> int | None:
        """The client that must come first."""
        if isinstance(struct, Garbage):
            return None
        for reference in (struct.origin, struct.right_origin, struct.parent):
            if isinstance(reference, tuple):
                client, clock = reference
                if client != struct.client and clock >= self._ends.get(client, 0):
                    return client
        return None

    def _place(self, struct: Struct, offset: int) -> None:
        """Into the document. Its first `offset` clocks are there already."""
        if isinstance(struct, Item):
            left = None if struct.origin is None else self._ending_at(struct.origin)
            right = None if struct.right_origin is None else self._starting_at(struct.right_origin)
            parent = self._parent_of(struct, left, right)
            if offset:
                left = self._ending_at((struct.client, struct.clock + offset - 1))
                struct.origin = (struct.client, struct.clock + offset - 1)
                struct.content = struct.cut_content(offset)
            if parent is None or isinstance(left, Garbage) or isinstance(right, Garbage):
                struct = Garbage(struct.client, struct.clock, struct.length)
            else:
                struct.parent, struct.left, struct.right = parent, left, right
        struct.clock += offset
        struct.length -= offset
        if isinstance(struct, Item) and isinstance(struct.parent, YType):
            self._link(struct, struct.parent)
        self._structs.setdefault(struct.client, []).append(struct)
        self._starts.setdefault(struct.client, []).append(struct.clock)
        self._ends[struct.client] = struct.clock + struct.length

    def _parent_of(self, item: Item, left: Struct | None, right: Struct | None) -> YType | None:
        """None where nothing can be: the item is garbage then."""
        parent = item.parent
        if isinstance(parent, str):
            return self._root(parent)
        if isinstance(parent, tuple):
            around = self._find(parent)
            within = around.content if isinstance(around, Item) else None
            return within if isinstance(within, YType) else None
        neighbour = left if left is not None else right
        if not isinstance(neighbour, Item) or not isinstance(neighbour.parent, YType):
            return None
        item.key = neighbour.key
        return neighbour.parent

    def _link(self, item: Item, parent: YType) -> None:
        """Between its neighbours: the integration of Yjs, where ties go to the lower client."""
        left, right = item.left, item.right
        if (left is None and (right is None or right.left is not None)) or (
            left is not None and left.right is not right
        ):
            left = self._leftmost_place(item, parent)
        if left is not None:
            item.right = left.right
            left.right = item
        elif item.key is not None:
            item.right = self._first_of_key(parent, item.key)
        else:
            item.right = parent.first
            parent.first = item
        item.left = left
        if item.right is not None:
            item.right.left = item
        elif item.key is not None:
            parent.entries[item.key] = item

    def _leftmost_place(self, item: Item, parent: YType) -> Item | None:
        """Others were put at the same place: the item's left neighbour among them."""
        left = item.left
        if left is not None:
            other = left.right
        elif item.key is not None:
            other = self._first_of_key(parent, item.key)
        else:
            other = parent.first
        conflicting: set[int] = set()
        before_origin: set[int] = set()
        while other is not None and other is not item.right:
            self._step()
            before_origin.add(id(other))
            conflicting.add(id(other))
            if item.origin == other.origin:
                if other.client < item.client:
                    left = other
                    conflicting.clear()
                elif item.right_origin == other.right_origin:
                    break
            else:
                origin = None if other.origin is None else self._find(other.origin)
                if origin is None or id(origin) not in before_origin:
                    break
                if id(origin) not in conflicting:
                    left = other
                    conflicting.clear()
            other = other.right
        return left

    def _first_of_key(self, parent: YType, key: str) -> Item | None:
        item = parent.entries.get(key)
        while item is not None and item.left is not None:
            self._step()
            item = item.left
        return item

    def _delete(self, deleted: Deleted) -> Deleted | None:
        """What of it isn't there yet is returned."""
        client, clock, length = deleted
        end = clock + length
        known = self._ends.get(client, 0)
        if clock < known:
            self._starting_at((client, clock))
            self._ending_at((client, min(end, known) - 1))
            structs = self._structs[client]
            for at in range(bisect_right(self._starts[client], clock) - 1, len(structs)):
                struct = structs[at]
                if struct.clock >= end:
                    break
                if isinstance(struct, Item):
                    struct.deleted = True
        if end <= known:
            return None
        return Deleted(client, max(clock, known), end - max(clock, known))

    def _find(self, at: Id) -> Struct | None:
        starts = self._starts.get(at[0])
        if starts is None or at[1] >= self._ends[at[0]]:
            return None
        return self._structs[at[0]][bisect_right(starts, at[1]) - 1]

    def _starting_at(self, at: Id) -> Struct | None:
        """The struct that begins at this id, cut off from what is before."""
        struct = self._find(at)
        if isinstance(struct, Item) and struct.clock < at[1]:
            return self._split(struct, at[1] - struct.clock)
        return struct

    def _ending_at(self, at: Id) -> Struct | None:
        """The struct that ends with this id, cut off from what is behind."""
        struct = self._find(at)
        if isinstance(struct, Item) and at[1] < struct.end - 1:
            self._split(struct, at[1] - struct.clock + 1)
        return struct

    def _split(self, item: Item, offset: int) -> Item:
        """The item keeps its first `offset` clocks; the rest is returned."""
        client, clock = item.client, item.clock + offset
        rest = Item(
            client,
            clock,
            item.length - offset,
            (client, clock - 1),
            item.right_origin,
            item.parent,
            item.key,
            item.cut_content(offset),
            item.deleted,
            item,
            item.right,
        )
        item.length = offset
        item.right = rest
        if rest.right is not None:
            rest.right.left = rest
        elif rest.key is not None and isinstance(rest.parent, YType):
            rest.parent.entries[rest.key] = rest
        index = bisect_right(self._starts[client], item.clock)
        self._structs[client].insert(index, rest)
        self._starts[client].insert(index, clock)
        return rest

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise DocumentError("too many items at one place")


def _clock(struct: Struct) -> int:
    return struct.clock
