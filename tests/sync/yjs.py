"""Yjs updates written and read plainly: the oracle the tests hold the fast code against.

Reading gives *units*: what stands at each (client, clock), however the bytes cut it into structs.
Two updates that give the same units and the same deletes say the same.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Id: TypeAlias = tuple[int, int]
Unit: TypeAlias = tuple[object, ...]

GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, DOC, SKIP = range(11)
ARRAY, MAP, TEXT, XML_ELEMENT, XML_FRAGMENT, XML_HOOK, XML_TEXT = range(7)


def uint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def string(value: str) -> bytes:
    encoded = value.encode()
    return uint(len(encoded)) + encoded


def place(
    *,
    origin: Id | None = None,
    right: Id | None = None,
    root: str | None = None,
    parent: Id | None = None,
    key: str | None = None,
) -> tuple[int, bytes]:
    """The flags and the bytes that tell where an item stands."""
    flags = 0
    out = b""
    if origin is not None:
        flags |= 128
        out += uint(origin[0]) + uint(origin[1])
    if right is not None:
        flags |= 64
        out += uint(right[0]) + uint(right[1])
    if flags == 0:
        if parent is not None:
            out += b"\x00" + uint(parent[0]) + uint(parent[1])
        else:
            out += b"\x01" + string(root if root is not None else "r")
    if key is not None:
        flags |= 32
        if not flags & 192:
            out += string(key)
    return flags, out


def item(content: int, payload: bytes, **where: Any) -> bytes:
    flags, out = place(**where)
    return bytes([content | flags]) + out + payload


def text(value: str, **where: Any) -> bytes:
    return item(STRING, string(value), **where)


def y_type(kind: int, **where: Any) -> bytes:
    return item(TYPE, bytes([kind]), **where)


def plain(*values: bytes, **where: Any) -> bytes:
    return item(ANY, uint(len(values)) + b"".join(values), **where)


def gc(length: int) -> bytes:
    return bytes([GC]) + uint(length)


def skip(length: int) -> bytes:
    return bytes([SKIP]) + uint(length)


def block(client: int, clock: int, *structs: bytes) -> bytes:
    return uint(len(structs)) + uint(client) + uint(clock) + b"".join(structs)


def deletes(*clients: tuple[int, Iterable[tuple[int, int]]]) -> bytes:
    out = uint(len(clients))
    for client, ranges in clients:
        ranges = list(ranges)
        out += uint(client) + uint(len(ranges))
        out += b"".join(uint(clock) + uint(length) for clock, length in ranges)
    return out


def update(*blocks: bytes, deleted: bytes = b"\x00") -> bytes:
    return uint(len(blocks)) + b"".join(blocks) + deleted


@dataclass
class Said:
    """All that one update says."""

    units: dict[Id, Unit] = field(default_factory=dict)
    deleted: set[Id] = field(default_factory=set)


def read(data: bytes) -> Said:
    reader = Reader(data)
    said = Said()
    for _ in range(reader.uint()):
        structs, client, clock = reader.uint(), reader.uint(), reader.uint()
        for _ in range(structs):
            for unit in reader.struct(client, clock):
                if unit is not None:
                    said.units[client, clock] = unit
                clock += 1
    for _ in range(reader.uint()):
        client = reader.uint()
        for _ in range(reader.uint()):
            clock, length = reader.uint(), reader.uint()
            said.deleted.update((client, at) for at in range(clock, clock + length))
    assert reader.position == len(data), "an update has nothing after its delete set"
    return said


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, length: int) -> bytes:
        assert self.position + length <= len(self.data), "an update ends where it says"
        self.position += length
        return self.data[self.position - length : self.position]

    def u8(self) -> int:
        return self.take(1)[0]

    def uint(self) -> int:
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def sint(self) -> int:
        byte = self.u8()
        value, shift, sign = byte & 63, 6, -1 if byte & 64 else 1
        while byte & 128:
            byte = self.u8()
            value |= (byte & 127) << shift
            shift += 7
        return sign * value

    def string(self) -> str:
        return self.take(self.uint()).decode()

    def id(self) -> Id:
        return self.uint(), self.uint()

    def struct(self, client: int, clock: int) -> list[Unit | None]:
        """The unit at each clock; None where there is a gap."""
        info = self.u8()
        if info == GC:
            return [("gc",)] * self.uint()
        if info == SKIP:
            return [None] * self.uint()
        origin = self.id() if info & 128 else None
        right = self.id() if info & 64 else None
        parent: object = None
        key = None
        if not info & 192:
            parent = self.string() if self.uint() == 1 else self.id()
            key = self.string() if info & 32 else None
        units: list[Unit | None] = []
        for content in self.content(info & 31):
            units.append((content, origin, right, parent, key))
            # Inside a struct each unit follows the one before.
            origin, parent, key = (client, clock), None, None
            clock += 1
        return units

    def content(self, kind: int) -> list[object]:
        if kind == DELETED:
            return ["deleted"] * self.uint()
        if kind == JSON:
            return [("json", self.string()) for _ in range(self.uint())]
        if kind == BINARY:
            return [self.take(self.uint())]
        if kind == STRING:
            units = self.string().encode("utf-16-le")
            return [("string", units[at : at + 2]) for at in range(0, len(units), 2)]
        if kind == EMBED:
            return [("embed", self.canonical_json())]
        if kind == FORMAT:
            return [("format", self.string(), self.canonical_json())]
        if kind == TYPE:
            type_ref = self.uint()
            return [("type", type_ref, self.string() if type_ref in (3, 5) else None)]
        assert kind == ANY, f"content {kind}"
        return [("any", self.any()) for _ in range(self.uint())]

    def canonical_json(self) -> str:
        return json.dumps(json.loads(self.string()), sort_keys=True)

    def any(self) -> object:
        tag = self.u8()
        if tag == 119:
            return self.string()
        if tag == 125:
            return float(self.sint())
        if tag == 124:
            return float(struct.unpack(">f", self.take(4))[0])
        if tag == 123:
            return float(struct.unpack(">d", self.take(8))[0])
        if tag == 122:
            return ("bigint", self.take(8))
        if tag == 116:
            return self.take(self.uint())
        if tag == 117:
            return tuple(self.any() for _ in range(self.uint()))
        if tag == 118:
            return frozenset((self.string(), self.any()) for _ in range(self.uint()))
        return {127: "undefined", 126: None, 121: False, 120: True}[tag]
