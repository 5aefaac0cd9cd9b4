"""One pass over a Yjs update (v1), without recursion and without building anything.

    update = clients · { structs · client · clock · struct … } · delete set
    struct = info · origin? · right origin? · (parent · key?)? · content
    delete set = clients · { client · ranges · { clock · length } }

Every number is bounded and every string checked before it is used, because peers and pycrdt do
not: they recurse, allocate what a length says, and take bytes for UTF-8. Rules G1 to G12.
"""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from sync.errors import GuardError, WireError
from sync.limits import Limits
from sync.nesting import AFTER, AT_ROOT, BEFORE, GAP, INSIDE, Block, Link, Trace
from sync.wire import MAX_SAFE_INTEGER

# Clocks are unsigned 32-bit numbers in pycrdt; half of that leaves no way to overflow them.
MAX_CLOCK: Final = 2**31 - 1

GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, DOC, SKIP = range(11)
_PLACELESS: Final = (GC, SKIP)
_CONTENT: Final = 0b0001_1111
HAS_ORIGIN: Final = 0b1000_0000
HAS_RIGHT_ORIGIN: Final = 0b0100_0000
HAS_ORIGINS: Final = HAS_ORIGIN | HAS_RIGHT_ORIGIN
HAS_KEY: Final = 0b0010_0000

XML_ELEMENT: Final = 3
# Array, map, text, XML element, fragment and text. Not 5: Yjs reads a name after it, pycrdt none.
_TYPES: Final = frozenset((0, 1, 2, XML_ELEMENT, 4, 6))

# What formats hold most of the time: on and off.
_JSON_LITERALS: Final = frozenset(("true", "false", "null"))
# A JSON string, to be taken out before brackets are counted.
# One that doesn't end is taken to the end: tried again from each quote it would take for ever.
_JSON_STRING: Final = re.compile(r'"(?:[^"\\]|\\.|\\\Z)*(?:"|\Z)', re.DOTALL)


class ClientRange(NamedTuple):
    """Clocks of one client that an update holds without a gap, `end` not included."""

    client: int
    start: int
    end: int


class Walk:
    """What one update holds. `trace` can be shared, to follow links from one update to another."""

    __slots__ = ("_elements", "_limits", "clients", "deletes", "roots", "structs", "trace")

    def __init__(self, limits: Limits, trace: Trace) -> None:
        self._limits = limits
        self._elements = 0
        self.trace = trace
        self.clients: list[ClientRange] = []
        self.structs = 0
        self.deletes = 0
        self.roots: set[str] = set()

    def run(self, update: bytes) -> None:
        """Raises `WireError` and `GuardError`."""
        try:
            position = self._blocks(update)
            position = self._delete_set(update, position)
        except IndexError:
            raise WireError("update: expected more bytes, got the end") from None
        except UnicodeDecodeError as error:
            raise WireError(f"update: expected UTF-8, got {error.reason}") from None
        if position != len(update):
            raise WireError(f"update: expected the end, got {len(update) - position} more bytes")

    # The hot path: one message in, one struct long, a hundred thousand times a minute. One-byte
    # numbers are read in place (a call costs more than the number), and the branches stay here.
    def _blocks(self, data: bytes) -> int:  # noqa: C901
        limits = self._limits
        trace = self.trace
        links = trace.links
        count = data[0]
        position = 1
        if count > 0x7F:
            count, position = _rest(data, position, count)
        if count > limits.clients:
            raise _too_many("clients", limits.clients, count)
        seen = set()
        for _ in range(count):
            structs = data[position]
            position += 1
            if structs > 0x7F:
                structs, position = _rest(data, position, structs)
            client = data[position]
            position += 1
            if client > 0x7F:
                client, position = _rest(data, position, client)
            clock = data[position]
            position += 1
            if clock > 0x7F:
                clock, position = _rest(data, position, clock)
            if client in seen:
                raise WireError(f"update: expected each client once, got {client} again")
            seen.add(client)
            self.structs += structs
            if self.structs > limits.structs:
                raise _too_many("structs", limits.structs, self.structs)
            if clock > MAX_CLOCK:
                raise _too_many("clock", MAX_CLOCK, clock)
            start = clock
            starts = []
            for _ in range(structs):
                info = data[position]
                position += 1
                content = info & _CONTENT
                starts.append(clock)
                if content in _PLACELESS:
                    if info != content:
                        raise WireError(f"update: expected a struct's info, got {info}")
                    length = data[position]
                    position += 1
                    if length > 0x7F:
                        length, position = _rest(data, position, length)
                    if content == SKIP:
                        links.append(GAP)
                        if clock > start:
                            self.clients.append(ClientRange(client, start, clock))
                        start = clock + length
                    else:
                        links.append(AT_ROOT)
                else:
                    link: Link | None = None
                    if info & HAS_ORIGIN:
                        of = data[position]
                        position += 1
                        if of > 0x7F:
                            of, position = _rest(data, position, of)
                        at = data[position]
                        position += 1
                        if at > 0x7F:
                            at, position = _rest(data, position, at)
                        if at >= clock and (of == client or at > MAX_CLOCK):
                            raise _bad_reference(of, at)
                        link = (of, at, AFTER)
                    if info & HAS_RIGHT_ORIGIN:
                        of = data[position]
                        position += 1
                        if of > 0x7F:
                            of, position = _rest(data, position, of)
                        at = data[position]
                        position += 1
                        if at > 0x7F:
                            at, position = _rest(data, position, at)
                        if at >= clock and (of == client or at > MAX_CLOCK):
                            raise _bad_reference(of, at)
                        if link is None:
                            link = (of, at, BEFORE)
                        else:
                            trace.rights[len(links)] = (of, at, BEFORE)
                    if link is None:
                        by_name = data[position]
                        position += 1
                        if by_name == 1:
                            name, position = read_string(data, position, limits.root_bytes)
                            self.roots.add(name)
                            if len(self.roots) > limits.roots:
                                raise _too_many("roots", limits.roots, len(self.roots))
                            link = AT_ROOT
                        elif by_name == 0:
                            of = data[position]
                            position += 1
                            if of > 0x7F:
                                of, position = _rest(data, position, of)
                            at = data[position]
                            position += 1
                            if at > 0x7F:
                                at, position = _rest(data, position, at)
                            if at >= clock and (of == client or at > MAX_CLOCK):
                                raise _bad_reference(of, at)
                            link = (of, at, INSIDE)
                        else:
                            raise WireError(f"update: expected a parent 0 or 1, got {by_name}")
                        if info & HAS_KEY:
                            _, position = read_string(data, position, limits.key_bytes)
                    links.append(link)
                    if content == STRING:
                        begin = position
                        text, position = read_string(data, position, limits.string_bytes)
                        length = len(text)
                        if not text.isascii():
                            # Clocks count UTF-16 units, as JavaScript does.
                            length = len(text.encode("utf-16-le")) // 2
                            if length > len(text):
                                trace.wide.append((len(links) - 1, begin, position))
                    elif content == ANY:
                        length = data[position]
                        position += 1
                        if length > 0x7F:
                            length, position = _rest(data, position, length)
                        position = self._any(data, position, length)
                    elif content == DELETED:
                        length = data[position]
                        position += 1
                        if length > 0x7F:
                            length, position = _rest(data, position, length)
                    else:
                        length, position = self._rare(data, position, content)
                        if content == TYPE:
                            trace.types.append((len(links) - 1, client, clock))
                            if len(trace.types) > limits.types:
                                raise _too_many("types", limits.types, len(trace.types))
                if length == 0:
                    raise WireError("update: expected a struct of some length, got 0")
                clock += length
                if clock > MAX_CLOCK:
                    raise _too_many("clock", MAX_CLOCK, clock)
            trace.blocks.append(Block(client, clock, starts, len(links) - structs))
            if clock > start:
                self.clients.append(ClientRange(client, start, clock))
        return position

    def _rare(self, data: bytes, position: int, content: int) -> tuple[int, int]:
        """The contents that don't come with every keystroke: (length, position)."""
        limits = self._limits
        if content == TYPE:
            return 1, self._type(data, position)
        if content == BINARY:
            return 1, _bytes_end(data, position, limits.binary_bytes)
        if content == EMBED:
            return 1, self._json(data, position)
        if content == FORMAT:
            _, position = read_string(data, position, limits.key_bytes)
            return 1, self._json(data, position)
        if content == JSON:
            # pycrdt reads one string more than there is, and goes on from there.
            raise GuardError("update: expected no content 2 (obsolete JSON), got one")
        if content == DOC:
            raise GuardError("update: expected no document inside the document, got one")
        raise WireError(f"update: expected content 1 to 8, got {content}")

    def _type(self, data: bytes, position: int) -> int:
        kind = data[position]
        position += 1
        if kind not in _TYPES:
            raise WireError(f"update: expected a Y type 0 to 4 or 6, got {kind}")
        if kind == XML_ELEMENT:
            _, position = read_string(data, position, self._limits.key_bytes)
        return position

    def _any(self, data: bytes, position: int, count: int) -> int:  # noqa: C901
        """`count` plain values. `outer` holds how many are left in the arrays and maps around."""
        self._count(count)
        outer: list[int] = []
        # Keys come before the values of a map, not of an array: maps count their rest negatively.
        left = count
        while True:
            while left == 0:
                if not outer:
                    return position
                left = outer.pop()
            if left < 0:
                left += 1
                _, position = read_string(data, position, self._limits.key_bytes)
            else:
                left -= 1
            tag = data[position]
            position += 1
            if tag == 119:  # string
                _, position = read_string(data, position, self._limits.string_bytes)
            elif tag == 125:  # integer
                position = _signed_end(data, position)
            elif tag == 123:  # float64
                position += 8
            elif tag == 124:  # float32
                position += 4
            elif tag == 117 or tag == 118:  # array, map
                inner, position = read_number(data, position)
                self._count(inner)
                outer.append(left)
                if len(outer) > self._limits.any_depth:
                    raise _too_many("nested values", self._limits.any_depth, len(outer))
                left = inner if tag == 117 else -inner
            elif tag == 116:  # bytes
                position = _bytes_end(data, position, self._limits.binary_bytes)
            elif tag == 122:
                # Merging turns a small one into a number: peers would hold different values.
                raise GuardError("update: expected no bigint, got one")
            elif not 120 <= tag <= 127:  # false, true, null, undefined
                raise WireError(f"update: expected a plain value 116 to 127, got {tag}")

    def _json(self, data: bytes, position: int) -> int:
        """Peers hand it to JSON.parse and fail as a whole when it isn't JSON."""
        text, position = read_string(data, position, self._limits.json_bytes)
        if text in _JSON_LITERALS:
            return position
        # Parsing takes as long as so many plain values.
        self._count(10 + len(text) // 2)
        depth = _brackets(text, self._limits.json_depth)
        if depth > self._limits.json_depth:
            raise _too_many("nested JSON", self._limits.json_depth, depth)
        try:
            json.loads(text, parse_constant=_refuse_constant)
        except ValueError:
            raise WireError("update: expected JSON, got something else") from None
        return position

    def _count(self, elements: int) -> None:
        self._elements += elements
        if self._elements > self._limits.any_elements:
            raise _too_many("values", self._limits.any_elements, self._elements)

    def _delete_set(self, data: bytes, position: int) -> int:
        clients, position = read_number(data, position)
        if clients > self._limits.clients:
            raise _too_many("clients", self._limits.clients, clients)
        seen = set()
        for _ in range(clients):
            client, position = read_number(data, position)
            if client in seen:
                raise WireError(f"update: expected each client once, got {client} again")
            seen.add(client)
            ranges, position = read_number(data, position)
            self.deletes += ranges
            if self.deletes > self._limits.delete_ranges:
                raise _too_many("deletes", self._limits.delete_ranges, self.deletes)
            end = -1
            for _ in range(ranges):
                clock, position = read_number(data, position)
                length, position = read_number(data, position)
                if length == 0:
                    raise WireError("update: expected a delete of some length, got 0")
                if clock < end:
                    raise WireError(f"update: expected sorted deletes, got {clock} after {end}")
                end = clock + length
                if end > MAX_CLOCK:
                    raise _too_many("clock", MAX_CLOCK, end)
        return position


def content_of(info: int) -> int:
    """What a struct holds, from its first byte."""
    return info & _CONTENT


def _rest(data: bytes, position: int, first: int) -> tuple[int, int]:
    """The number that begins with the byte `first`, whose high bit says that more follow."""
    byte = data[position]
    if 0 < byte < 0x80:  # two bytes, as most clocks have
        return first & 0x7F | byte << 7, position + 1
    value = first & 0x7F
    shift = 7
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if byte == 0:
                raise WireError("update: expected the shortest form of a number, got a padded one")
            if value > MAX_SAFE_INTEGER:
                raise _too_many("number", MAX_SAFE_INTEGER, value)
            return value, position
        shift += 7
        if shift > 49:
            raise WireError("update: expected a number below 2**53, got a longer one")


def read_number(data: bytes, position: int) -> tuple[int, int]:
    first = data[position]
    if first < 0x80:
        return first, position + 1
    return _rest(data, position + 1, first)


def read_string(data: bytes, position: int, max_bytes: int) -> tuple[str, int]:
    length = data[position]
    position += 1
    if length > 0x7F:
        length, position = _rest(data, position, length)
    if length > max_bytes:
        raise _too_many("bytes of text", max_bytes, length)
    end = position + length
    if end > len(data):
        raise IndexError
    return data[position:end].decode(), end


def _bytes_end(data: bytes, position: int, max_bytes: int) -> int:
    length, position = read_number(data, position)
    if length > max_bytes:
        raise _too_many("bytes", max_bytes, length)
    if position + length > len(data):
        raise IndexError
    return position + length


def _signed_end(data: bytes, position: int) -> int:
    """A signed integer: six bits and the sign in its first byte."""
    start = position
    while data[position] > 0x7F:
        position += 1
        if position - start > 7:
            raise WireError("update: expected an integer below 2**53, got a longer one")
    if position > start and data[position] == 0:
        raise WireError("update: expected the shortest form of a number, got a padded one")
    return position + 1


def _brackets(text: str, enough: int) -> int:
    """How many brackets are open at once; exact only where it may be more than `enough`."""
    opened = text.count("[") + text.count("{")
    if opened <= enough:
        return opened
    depth = deepest = 0
    for character in _JSON_STRING.sub("", text):
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _too_many(what: str, most: int, got: int) -> GuardError:
    return GuardError(f"update: expected at most {most} ({what}), got {got}")


def _bad_reference(client: int, clock: int) -> WireError:
    return WireError(f"update: expected a reference to an earlier struct, got {client}:{clock}")
