"""Run by test_bombs.py in a process of its own: `python bombs.py NAME`. It must come to its end.

Each bomb goes the way of a peer's message: session, budget, document, view. What the guard lets
through must not hurt; what it refuses must be refused as the peer's fault.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator

from sync.clocks import read_state_vector
from sync.document import Document, Overlap, View
from sync.errors import DocumentError, SyncError
from sync.guard import Budget
from sync.messages import SyncStep1, SyncStep2, Update, encode
from sync.session import Brought, Edited, Session
from tests.sync import yjs
from tests.sync.yjs import block, deletes, gc, item, plain, skip, string, text, uint, update, y_type


def any_arrays() -> Iterator[bytes]:
    for depth in (26_000, 500_000):
        yield update(block(7, 0, plain(b"\x75\x01" * depth + b"\x7e", root="r")))


def any_maps() -> Iterator[bytes]:
    yield update(block(7, 0, plain(b"\x76\x01\x01k" * 200_000 + b"\x7e", root="r")))


def any_lengths() -> Iterator[bytes]:
    for tag in (b"\x74", b"\x75", b"\x76", b"\x77"):
        for length in (2**31, 2**32 - 1, 2**53 - 1):
            yield update(block(7, 0, plain(tag + uint(length), root="r")))


def counts() -> Iterator[bytes]:
    for many in (2**31, 2**32 - 1, 2**53 - 1):
        yield uint(many)
        yield b"\x01" + uint(many) + b"\x07\x00"
        yield b"\x00" + uint(many)
        yield b"\x00\x01\x07" + uint(many)
        for content in (yjs.DELETED, yjs.ANY, yjs.JSON):
            yield update(block(7, 0, item(content, uint(many), root="r")))
        for content in (yjs.STRING, yjs.BINARY, yjs.EMBED, yjs.FORMAT):
            yield update(block(7, 0, item(content, uint(many), root="r")))
        yield update(block(7, 0, gc(many)))
        yield update(block(7, 0, skip(many), gc(1)))
        yield update(deleted=deletes((7, [(0, many)])))


def lengths() -> Iterator[bytes]:
    yield update(block(7, 0, text("x" * 8_000_000, root="r")))
    yield update(block(7, 0, item(yjs.BINARY, string("x" * 8_000_000), root="r")))
    yield update(block(7, 0, text("a", root="x" * 8_000_000)))


def json_brackets() -> Iterator[bytes]:
    for value in (
        "[" * 30_000 + "]" * 30_000,
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        "9" * 60_000,
        "[" * 40 + '"' + '\\"' * 30_000 + "\\",
        "[" * 40 + '\\"' * 30_000,
    ):
        yield update(block(7, 0, item(yjs.EMBED, string(value), root="r")))
        yield update(block(7, 0, item(yjs.FORMAT, string("k") + string(value), root="r")))


def nested_types() -> Iterator[bytes]:
    for kind in (yjs.ARRAY, yjs.MAP, yjs.XML_FRAGMENT):
        inner = [y_type(kind, parent=(7, at), key="k") for at in range(150_000)]
        yield update(block(7, 0, y_type(kind, root="objects", key="k"), *inner))
    yield update(deleted=deletes((7, [(0, 1)])))


def nested_types_in_steps() -> Iterator[bytes]:
    """Nothing deep in any update; refused by the budget, not by the guard."""
    client = 0
    while True:
        client += 1
        yield update(block(client, 0, y_type(yjs.MAP, root="objects", key=f"k{client}")))
        for clock in range(1, 400):
            yield update(block(client, clock, y_type(0, parent=(client, clock - 1))))
        yield update(deleted=deletes((client, [(0, 1)])))
        if client == 5:
            return


def nested_types_told_apart() -> Iterator[bytes]:
    """Each step says of what it hangs on that it is garbage, or in a root."""
    for clock in range(1, 3_000):
        lie = gc(1) if clock % 2 else y_type(0, root="objects")
        yield update(block(7, clock - 1, lie, y_type(0, parent=(7, clock - 1))))
    yield update(deleted=deletes((7, [(0, 1)])))


def nested_types_backwards() -> Iterator[bytes]:
    """The innermost first: their places are proven only when the outermost comes."""
    for clock in range(3_000, 0, -1):
        yield update(block(clock + 1, 0, y_type(0, parent=(clock, 0))))
    yield update(block(1, 0, y_type(0, root="objects")), deleted=deletes((1, [(0, 1)])))


def emoji_in_an_array() -> Iterator[bytes]:
    """pycrdt loops for ever reading it."""
    yield update(block(7, 0, y_type(yjs.ARRAY, root="r"), text("😀", parent=(7, 0))))
    yield update(block(8, 0, text("😀", root="list")))


def children_of_text() -> Iterator[bytes]:
    """pycrdt panics applying it."""
    yield update(block(7, 0, text("ab", root="r"), text("c", parent=(7, 0))))
    yield update(block(8, 0, text("c", parent=(7, 1))))


def one_place() -> Iterator[bytes]:
    yield update(*[block(9_999 - at, 0, text("x", root="r")) for at in range(9_000)])
    yield update(
        *[block(20_000 - at, 0, text("x", root="objects", key="k")) for at in range(9_000)]
    )


BOMBS: dict[str, Callable[[], Iterable[bytes]]] = {
    bomb.__name__: bomb
    for bomb in (
        any_arrays,
        any_maps,
        any_lengths,
        counts,
        lengths,
        json_brackets,
        nested_types,
        nested_types_in_steps,
        nested_types_told_apart,
        nested_types_backwards,
        emoji_in_an_array,
        children_of_text,
        one_place,
    )
}


def state_vectors() -> Iterator[bytes]:
    for many in (5, 2**24, 2**32 - 1, 2**53 - 1):
        yield uint(many)
        yield uint(many) + uint(7) + uint(2**32)
    yield b"\xff" * 30


def explode(updates: Iterable[bytes]) -> dict[str, int]:
    document = Document()
    budget = Budget(document.state())
    came: dict[str, int] = {"taken": 0, "refused": 0}
    for data in updates:
        for message in (Update(data), SyncStep2(data)):
            session = Session(may_write=True, speaks_control=True)
            session.ask(document.state_vector())
            try:
                event = session.receive(encode(message))
                assert isinstance(event, (Edited, Brought))
                fresh = document.overlap(event.report.clients) is Overlap.NONE
                budget.admit(event.report, data, document.state, fresh)
                document.append(data, event.report.clients)
                came["taken"] += 1
            except SyncError:
                came["refused"] += 1
    read(document)
    return came


def read(document: Document) -> None:
    state = document.state()
    Budget(state)
    document.diff(b"\x01\x07\x01")
    try:
        View(state).json({"objects": "map", "r": "text", "list": "array"})
    except DocumentError as error:
        if "one place" not in str(error):
            raise


def ask() -> dict[str, int]:
    document = Document(tail=[update(block(7, 0, text("abc", root="r")))])
    came = {"taken": 0, "refused": 0}
    for data in state_vectors():
        try:
            Session(may_write=True, speaks_control=True).receive(encode(SyncStep1(data)))
            came["taken"] += 1
        except SyncError:
            came["refused"] += 1
        try:
            document.diff(data)
        except DocumentError:
            came["refused"] += 1
    assert read_state_vector(document.state_vector()) == {7: 3}
    return came


if __name__ == "__main__":
    name = sys.argv[1]
    print(json.dumps(ask() if name == "state_vectors" else explode(BOMBS[name]())))
