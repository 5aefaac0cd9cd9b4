"""An update read into objects, for the view: of bytes that passed the guard, so without bounds."""

from __future__ import annotations

import json
import math
import struct as binary
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias, cast

from sync.errors import WireError
from sync.walk import (
    ANY,
    BINARY,
    DELETED,
    EMBED,
    FORMAT,
    GC,
    HAS_KEY,
    HAS_ORIGIN,
    HAS_ORIGINS,
    HAS_RIGHT_ORIGIN,
    SKIP,
    STRING,
    TYPE,
    XML_ELEMENT,
    content_of,
    read_number,
    read_string,
)

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
Id: TypeAlias = tuple[int, int]

ARRAY: Final = 0
MAP: Final = 1
TEXT: Final = 2

_ANY_LENGTH: Final = 2**53
_HALF: Final = "\ufffd"
_HIGH_SURROGATES: Final = range(0xD800, 0xDC00)


class YType:
    """A map, an array or a text: entries by key, and a list of items."""

    __slots__ = ("entries", "first", "kind")

    def __init__(self, kind: int | None) -> None:
        # None for a root: whoever reads it says what it is.
        self.kind = kind
        self.first: Item | None = None
        self.entries: dict[str, Item] = {}

    def read(self, kind: int | None) -> JSON:
        if kind == MAP:
            return {k: item.last_value() for k, item in self.entries.items() if not item.deleted}
        if kind == ARRAY:
            return [value for item in self._items() for value in item.values()]
        if kind == TEXT:
            return joined("".join([it.content for it in self._items() if type(it.content) is str]))
        return None

    def _items(self) -> Iterator[Item]:
        item = self.first
        while item is not None:
            if not item.deleted:
                yield item
            item = item.right


# Text as UTF-16 units, one character each · plain values · a type · nothing to be shown.
Content: TypeAlias = "str | list[JSON] | YType | None"


@dataclass(slots=True, eq=False)
class Garbage:
    """What was deleted together with the type around it."""

    client: int
    clock: int
    length: int


@dataclass(slots=True, eq=False)
class Item:
    client: int
    clock: int
    length: int
    origin: Id | None
    right_origin: Id | None
    # As read a root's name or an id, or nothing when there is an origin; once placed the type.
    parent: YType | Id | str | None
    key: str | None
    content: Content
    deleted: bool
    left: Item | None = None
    right: Item | None = None

    @property
    def end(self) -> int:
        return self.clock + self.length

    def values(self) -> list[JSON]:
        """As elements of an array."""
        if isinstance(self.content, str):
            return list(self.content)
        if isinstance(self.content, YType):
            return [self.content.read(self.content.kind)]
        return self.content or []

    def last_value(self) -> JSON:
        """As the value of a map's key."""
        values = self.values()
        return values[-1] if values else None

    def cut_content(self, offset: int) -> Content:
        """Keeps what is before the offset and returns the rest."""
        content = self.content
        if isinstance(content, list):
            self.content = content[:offset]
            return content[offset:]
        if isinstance(content, str):
            left, right = content[:offset], content[offset:]
            if ord(left[-1]) in _HIGH_SURROGATES:
                # As in Yjs: a character cut in two is lost, and its halves are seen.
                left, right = left[:-1] + _HALF, _HALF + right[1:]
            self.content = left
            return right
        return content


Struct: TypeAlias = Item | Garbage


class Deleted(NamedTuple):
    client: int
    clock: int
    length: int


def read_update(update: bytes) -> tuple[list[Struct], list[Deleted]]:
    """Raises `WireError`. Gaps are left out."""
    try:
        structs, position = _read_structs(update)
        return structs, _read_deleted(update, position)
    except (IndexError, ValueError, binary.error) as error:
        raise WireError(f"update: {error}") from None


def joined(units: str) -> str:
    """UTF-16 units as characters."""
    if units.isascii():
        return units
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read_structs(data: bytes) -> tuple[list[Struct], int]:
    structs: list[Struct] = []
    blocks, position = read_number(data, 0)
    for _ in range(blocks):
        count, position = read_number(data, position)
        client, position = read_number(data, position)
        clock, position = read_number(data, position)
        for _ in range(count):
            info = data[position]
            if info in (GC, SKIP):
                length, position = read_number(data, position + 1)
                if info == GC:
                    structs.append(Garbage(client, clock, length))
            else:
                item, position = _read_item(data, position, client, clock)
                structs.append(item)
                length = item.length
            clock += length
    return structs, position


def _read_item(data: bytes, position: int, client: int, clock: int) -> tuple[Item, int]:
    info = data[position]
    position += 1
    origin: Id | None = None
    right_origin: Id | None = None
    parent: Id | str | None = None
    key: str | None = None
    if info & HAS_ORIGIN:
        origin, position = _read_id(data, position)
    if info & HAS_RIGHT_ORIGIN:
        right_origin, position = _read_id(data, position)
    if not info & HAS_ORIGINS:
        if data[position] == 1:
            parent, position = read_string(data, position + 1, _ANY_LENGTH)
        else:
            parent, position = _read_id(data, position + 1)
        if info & HAS_KEY:
            key, position = read_string(data, position, _ANY_LENGTH)
    kind = content_of(info)
    if kind == DELETED:
        length, position = read_number(data, position)
        content: Content = None
    else:
        content, position = _read_content(data, position, kind)
        length = len(content) if isinstance(content, (str, list)) else 1
    deleted = kind == DELETED
    item = Item(client, clock, length, origin, right_origin, parent, key, content, deleted)
    return item, position


def _read_id(data: bytes, position: int) -> tuple[Id, int]:
    client, position = read_number(data, position)
    clock, position = read_number(data, position)
    return (client, clock), position


def _read_content(data: bytes, position: int, kind: int) -> tuple[Content, int]:
    if kind == STRING:
        text, position = read_string(data, position, _ANY_LENGTH)
        return _units(text), position
    if kind == ANY:
        count, position = read_number(data, position)
        values: list[JSON] = []
        for _ in range(count):
            value, position = _read_any(data, position)
            values.append(value)
        return values, position
    if kind == TYPE:
        type_ref = data[position]
        position += 1
        if type_ref == XML_ELEMENT:
            _, position = read_string(data, position, _ANY_LENGTH)
        return YType(type_ref), position
    if kind == BINARY:
        value, position = _read_bytes(data, position)
        return [value], position
    if kind == FORMAT:
        _, position = read_string(data, position, _ANY_LENGTH)
        _, position = read_string(data, position, _ANY_LENGTH)
        return None, position
    if kind == EMBED:
        text, position = read_string(data, position, _ANY_LENGTH)
        return [cast("JSON", json.loads(text))], position
    raise ValueError(f"unknown content {kind}")


def _units(text: str) -> str:
    if text.isascii():
        return text
    encoded = text.encode("utf-16-le")
    if len(encoded) == 2 * len(text):
        return text
    return "".join(map(chr, binary.unpack(f"<{len(encoded) // 2}H", encoded)))


def _read_any(data: bytes, position: int) -> tuple[JSON, int]:
    tag = data[position]
    position += 1
    if tag == 119:
        return read_string(data, position, _ANY_LENGTH)
    if tag == 125:
        return _read_signed(data, position)
    if tag == 124:
        return _finite(binary.unpack_from(">f", data, position)[0]), position + 4
    if tag == 123:
        return _finite(binary.unpack_from(">d", data, position)[0]), position + 8
    if tag == 117:
        count, position = read_number(data, position)
        values: list[JSON] = []
        for _ in range(count):
            value, position = _read_any(data, position)
            values.append(value)
        return values, position
    if tag == 118:
        count, position = read_number(data, position)
        entries: dict[str, JSON] = {}
        for _ in range(count):
            key, position = read_string(data, position, _ANY_LENGTH)
            entries[key], position = _read_any(data, position)
        return entries, position
    if tag == 116:
        return _read_bytes(data, position)
    # undefined and null, false, true
    return {127: None, 126: None, 121: False, 120: True}[tag], position


def _read_signed(data: bytes, position: int) -> tuple[int, int]:
    byte = data[position]
    position += 1
    sign = -1 if byte & 0x40 else 1
    value = byte & 0x3F
    shift = 6
    while byte > 0x7F:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
    return sign * value, position


def _read_bytes(data: bytes, position: int) -> tuple[list[JSON], int]:
    length, position = read_number(data, position)
    return list(data[position : position + length]), position + length


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _read_deleted(data: bytes, position: int) -> list[Deleted]:
    deleted = []
    clients, position = read_number(data, position)
    for _ in range(clients):
        client, position = read_number(data, position)
        ranges, position = read_number(data, position)
        for _ in range(ranges):
            clock, position = read_number(data, position)
            length, position = read_number(data, position)
            deleted.append(Deleted(client, clock, length))
    if position != len(data):
        raise ValueError("expected the end")
    return deleted
