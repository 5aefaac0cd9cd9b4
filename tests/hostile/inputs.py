"""What a malicious client may send: random, truncated, mutated and crafted, from one seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import msgpack
from websockets.frames import Frame, Opcode

from sync.messages import Awareness, Control, SyncStep1, SyncStep2, Update, encode
from tests.properties.updates import any_update
from tests.sync import bombs, yjs
from tests.sync.yjs import block, deletes, gc, item, string, text, uint, update

EXTREMES = (0, 1, 127, 128, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**52, 2**53 - 1, 2**53, 2**64)


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes as they go over the wire behind the handshake: websocket frames, or what resembles."""

    kind: str
    wire: bytes


def message(kind: str, data: bytes) -> Input:
    return Input(kind, Frame(Opcode.BINARY, data).serialize(mask=True))


def endless(random: Random) -> Iterator[Input]:
    kinds: tuple[Callable[[Random], Input], ...] = (
        noise,
        mutated,
        mutated,
        well_formed,
        well_formed,
        cursors,
        requests,
        state_vectors,
        frames,
    )
    while True:
        yield random.choice(kinds)(random)


# At random


def noise(random: Random) -> Input:
    head = random.choice((b"", b"\0\0", b"\0\1", b"\0\2", b"\1", b"\3", b"\x64", b"\x65"))
    return message("noise", head + random.randbytes(random.choice((0, 1, 5, 30, 300))))


def mutated(random: Random) -> Input:
    base = bytearray(encode(random.choice((Update, SyncStep2))(any_update(random, ids(random)))))
    for _ in range(random.randint(1, 4)):
        mutate(random, base)
    return message("mutated", bytes(base))


def mutate(random: Random, data: bytearray) -> None:
    at = random.randrange(len(data) + 1)
    match random.randrange(6):
        case 0:
            del data[at:]
        case 1:
            del data[at : at + random.randint(1, 8)]
        case 2:
            data[at:at] = uint(random.choice(EXTREMES))
        case 3:
            data[at : at + 1] = uint(random.choice(EXTREMES))
        case 4 if at < len(data):
            data[at] ^= 1 << random.randrange(8)
        case _:
            data[at:at] = data[at : at + random.randint(1, 40)]


def well_formed(random: Random) -> Input:
    data = any_update(random, ids(random))
    return message("well-formed", encode(random.choice((Update, SyncStep2))(data)))


def ids(random: Random) -> tuple[int, ...]:
    """Few enough that updates refer to one another."""
    return 1, random.randrange(2, 50), random.randrange(2**32, 2**53)


def cursors(random: Random) -> Input:
    count = random.choice((0, 1, 1, 1, 2, 50, 3_000))
    entries = [uint(random.choice((count, count, 2**31)))]
    states = ("null", "{}", '{"x":1}', "[" * 500, "NaN", "\0", "x" * 2_100, '"\\ud800"', "1" * 400)
    for _ in range(count):
        client = random.choice((1, random.randrange(50), *EXTREMES))
        entries.append(uint(client) + uint(random.choice(EXTREMES)))
        entries.append(string(random.choice(states if count < 9 else states[:3])))
    return message("cursors", encode(Awareness(b"".join(entries)[:250_000])))


def requests(random: Random) -> Input:
    content: dict[Any, Any] = {
        "t": random.choice(("clock", "gather", "hello", "time", "welcome", None, 7)),
        "id": random.choice((0, 1, -1, 2**32, "1", None, 1.5, [])),
        "client": random.choice(EXTREMES[:-1]),
        "scope": random.choice(("room", "helpathon", "installation", None)),
        "action": random.choice(("start", "pause", "end", "drop")),
        "rev": random.choice((0, 1, -1, 2**63)),
        "duration_ms": random.choice((1, -1, 0, 2**63, float("nan"), float("inf"))),
        "label": random.choice(("", "x" * 81, "\0", [[[]]])),
        "x": random.choice((0, -1.5, 2**63, float("nan"), float("-inf"), None)),
        "y": 0,
        "width": random.choice((1, 0, -1, 1e300, "1")),
        "height": 1,
        "object": random.choice((None, "", "x" * 65, 7)),
    }
    for name in random.sample(sorted(content), random.randrange(5)):
        del content[name]
    packed = bytearray(msgpack.packb(content))
    if random.random() < 0.5:
        mutate(random, packed)
    return message("requests", encode(Control(bytes(packed))))


def state_vectors(random: Random) -> Input:
    count = random.choice((0, 1, 2, 40, *EXTREMES))
    pairs = [uint(random.choice(EXTREMES)) for _ in range(2 * min(count, 40))]
    return message("state vectors", encode(SyncStep1(uint(count) + b"".join(pairs))))


def frames(random: Random) -> Input:
    """The websocket itself: frames that are cut, reserved, unmasked, too long, out of order."""
    wire = bytearray()
    for _ in range(random.randint(1, 4)):
        opcode = random.choice(list(Opcode))
        size = random.choice((0, 1, 5, 125, 126, 200))
        frame = Frame(opcode, random.randbytes(size), fin=random.random() < 0.7)
        frame.rsv1 = random.random() < 0.1
        try:
            wire += frame.serialize(mask=random.random() < 0.9)
        except Exception:  # websockets makes no frame as wrong as that
            wire += random.randbytes(8)
    for _ in range(random.randrange(3)):
        mutate(random, wire)
    return Input("frames", bytes(wire))


# Crafted


@cache
def crafted() -> tuple[Input, ...]:
    """Each goes once into every room that is attacked. Between them they take seconds."""
    found = [message(kind, encode(Update(data))) for kind, data in bomb_updates()]
    found += [
        message(f"{kind} in a step 2", encode(SyncStep2(data))) for kind, data in bomb_updates()
    ]
    found += [message("state vector", encode(SyncStep1(data))) for data in bombs.state_vectors()]
    found += [message("presence", encode(Awareness(data))) for data in presences()]
    found += [message("msgpack", encode(Control(data))) for data in packed_bombs()]
    return tuple(found)


def bomb_updates() -> Iterator[tuple[str, bytes]]:
    for name, make in bombs.BOMBS.items():
        if "in_steps" in name or "told_apart" in name or "backwards" in name:
            continue  # thousands each: `in_steps` has them
        for data in make():
            if len(data) < 2**20:
                yield name, data
    many = 40_000
    yield "one-unit structs", update(block(91, 0, *[text("x", root="r") for _ in range(many)]))
    yield "clocks of 2^31", update(block(92, 2**31 - 2, gc(1)), block(93, 2**31, gc(2**31)))
    yield "clocks of 2^53", update(block(94, 2**53 - 2, gc(1)))
    yield "delete set of everything", update(deleted=deletes((95, [(0, 2**31 - 1)])))
    ranges = [(2 * at, 1) for at in range(100_000)]
    yield "delete set of many ranges", update(deleted=deletes((96, ranges)))
    yield (
        "delete set of many clients",
        update(deleted=deletes(*[(i, [(0, 1)]) for i in range(9_000)])),
    )
    wide = [item(yjs.TYPE, bytes([yjs.MAP]), root="objects", key=f"k{at}") for at in range(9_000)]
    yield "wide", update(block(97, 0, *wide))


def in_steps() -> Iterator[Input]:
    """Depth that grows with every update."""
    for name in ("nested_types_in_steps", "nested_types_told_apart", "nested_types_backwards"):
        for number, data in enumerate(bombs.BOMBS[name]()):
            if number == 600:
                break
            yield message(name, encode(Update(data)))


def presences() -> Iterator[bytes]:
    yield uint(2**31)
    yield uint(2**53 - 1) + uint(1)
    yield uint(2_000) + b"".join(uint(at) + uint(1) + string("{}") for at in range(2_000))
    yield uint(1) + uint(1) + uint(2**52) + string("{}")
    for state in ("[" * 100_000, '{"a":' * 20_000, "9" * 200_000, "1e999999999", '"' + "\\" * 999):
        yield uint(1) + uint(98) + uint(1) + string(state)


def packed_bombs() -> Iterator[bytes]:
    for head in (b"\xdd", b"\xdf", b"\xdb", b"\xc6", b"\xc9"):
        yield head + b"\xff\xff\xff\xff"
    for nest in (b"\x91", b"\x81\xa1k", b"\xdc\x00\x01"):
        yield nest * (16_000 // len(nest)) + b"\xc0"
    yield b"\x81\xa1t" + b"\xdc\x04\x00" * 5_000
