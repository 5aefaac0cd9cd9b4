"""Updates at random: well-formed, from hostile clients, with references to anything."""

from random import Random
from typing import Any

from tests.sync import yjs
from tests.sync.yjs import block, deletes, gc, item, plain, skip, string, text, uint, update

CLIENTS = (1, 2, 2**40)
TEXTS = ("a", "ab😀", "😀", "x\ufffdy", "ü")
PLAIN = (b"\x7d\x05", b"\x77\x01a", b"\x75\x01\x78", b"\x7e", b"\x76\x01\x01k\x7f")
TYPES = (yjs.ARRAY, yjs.MAP, yjs.TEXT, yjs.XML_ELEMENT, yjs.XML_FRAGMENT, yjs.XML_TEXT)


def any_update(random: Random, clients: tuple[int, ...] = CLIENTS) -> bytes:
    blocks = []
    for client in random.sample(clients, random.randint(1, 3)):
        clock = start = random.choice((0, 0, 0, random.randrange(8)))
        structs = []
        for _ in range(random.randint(1, 5)):
            struct, length = any_struct(random, client, clock, clients)
            structs.append(struct)
            clock += length
        blocks.append(block(client, start, *structs))
    deleted = b"\x00"
    if random.random() < 0.3:
        ranges = [(random.randrange(6), random.randint(1, 2))]
        deleted = deletes((random.choice(clients), ranges))
    return update(*blocks, deleted=deleted)


def any_struct(
    random: Random, client: int, clock: int, clients: tuple[int, ...] = CLIENTS
) -> tuple[bytes, int]:
    content = random.choice((0, 1, 3, 4, 4, 4, 5, 6, 7, 7, 7, 8, 8, 10))
    length = random.randint(1, 3)
    if content == yjs.GC:
        return gc(length), length
    if content == yjs.SKIP:
        return skip(length), length
    place = any_place(random, client, clock, clients)
    if content == yjs.DELETED:
        return item(content, uint(length), **place), length
    if content == yjs.STRING:
        value = random.choice(TEXTS)
        return text(value, **place), len(value.encode("utf-16-le")) // 2
    if content == yjs.ANY:
        return plain(*random.choices(PLAIN, k=length), **place), length
    payload = {
        yjs.BINARY: b"\x02ab",
        yjs.EMBED: string('{"image":"😀"}'),
        yjs.FORMAT: string("bold") + string(random.choice(("true", "null", '{"a":[1]}'))),
    }.get(content)
    if payload is None:
        kind = random.choice(TYPES)
        payload = bytes([kind]) + (string("p") if kind == yjs.XML_ELEMENT else b"")
    return item(content, payload, **place), 1


def any_place(
    random: Random, client: int, clock: int, clients: tuple[int, ...] = CLIENTS
) -> dict[str, Any]:
    def reference() -> tuple[int, int]:
        if clock and random.random() < 0.6:
            return client, random.randrange(clock)
        return random.choice([it for it in clients if it != client]), random.randrange(12)

    key = {"key": random.choice("abc")} if random.random() < 0.4 else {}
    where = random.randrange(6)
    if where == 0:
        return {"root": random.choice(("objects", "text", "list")), **key}
    if where == 1:
        return {"right": reference(), **key}
    if where == 2:
        return {"origin": reference(), "right": reference()}
    if where == 3:
        return {"parent": reference(), **key}
    return {"origin": reference(), **key}
