"""What an edit costs inside the process, step by step: no socket, no disk, warm caches."""

import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pycrdt
from websockets.frames import Frame, Opcode

from persistence.contract import NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.member import ConnectionId, Person, PersonId
from rooms.roles import Role
from rooms.room import Room, RoomCard, RoomLimits
from rooms.stage.records import RecordBook
from server.framing import Splitter
from sync.document import EMPTY_UPDATE, Document
from sync.guard import Limits, inspect
from sync.messages import SyncStep2, Update, encode
from sync.session import Session
from tests.bench.table import Table

TIMES = 20_000
ROUNDS = 5
LIMITS = Limits()


class Deaf:
    """A connection that takes everything and keeps nothing."""

    id = ConnectionId("deaf")
    blocked = False

    def write(self, frames: bytes) -> None:
        pass

    def close(self, code: int, reason: str) -> None:
        raise AssertionError(f"expected to stay open, got {code}: {reason}")


def measure() -> list[Table]:
    letters, note, paste = (list(kind) for kind in (typed(TIMES), notes(500), pastes(500)))
    rows = [
        row("a word typed", letters),
        row("a note made", note),
        row("1,000 letters pasted", paste),
    ]
    headings = ("an edit", "bytes", "frame", "guard", "session", "whole room", "pycrdt alone")
    return [Table("What an edit costs, in µs", headings, rows)]


def row(name: str, updates: list[bytes]) -> list[str]:
    frames = [Frame(Opcode.BINARY, message(each)).serialize(mask=True) for each in updates]
    splitter = Splitter()
    session = Session(may_write=True, speaks_control=False)
    steps: list[Callable[[], float]] = [
        lambda: each_takes(frames, splitter.split),
        lambda: each_takes(updates, lambda update: inspect(update, LIMITS)),
        lambda: each_takes([message(each) for each in updates], session.receive),
        lambda: room_takes(updates),
        lambda: each_takes(updates, pycrdt.get_state),
    ]
    figures = [min(step() for _ in range(ROUNDS)) for step in steps]
    return [name, f"{len(updates[-1])}", *(f"{1e6 * seconds:.1f}" for seconds in figures)]


def message(update: bytes) -> bytes:
    return encode(Update(update))


def each_takes(items: list[bytes], step: Callable[[bytes], object]) -> float:
    """Seconds of CPU, of one."""
    wanted = max(TIMES // 10, len(items))
    left = cycle(items)
    began_s = time.process_time()
    for _ in range(wanted):
        step(next(left))
    return (time.process_time() - began_s) / wanted


def room_takes(updates: list[bytes]) -> float:
    """From the message to what is to be sent and stored, of a new room each time."""
    book = RecordBook("bench", MemoryStore(NodeId("bench"), Memory()))
    card = RoomCard(RoomId("bench"), "Bench", "bench", "Bench")
    room = Room(card, "epoch", Document(), book, RoomLimits())
    person = Person(PersonId("ada"), "Ada", Role.PARTICIPANT, 1, "link")
    member, _ = room.join(Deaf(), person, speaks_control=False, now_ms=0)
    room.receive(member, encode(SyncStep2(EMPTY_UPDATE)), 0)
    messages = [message(each) for each in updates]
    began_s = time.process_time()
    for each in messages:
        room.receive(member, each, 0)
    return (time.process_time() - began_s) / len(messages)


def typed(count: int) -> Iterator[bytes]:
    yield from growing(count, lambda text, _: text.insert(len(text), "Nachbarn, "))


def pastes(count: int) -> Iterator[bytes]:
    yield from growing(count, lambda text, _: text.insert(0, "x" * 1000))


def growing(count: int, write: Callable[[pycrdt.Text, int], None]) -> Iterator[bytes]:
    """The updates of one text; a new text now and then keeps the client fast."""
    number = 0
    while number < count:
        doc: pycrdt.Doc[Any] = pycrdt.Doc()
        doc["text"] = text = pycrdt.Text()
        for _ in range(min(500, count - number)):
            before = doc.get_state()
            write(text, number)
            yield doc.get_update(before)
            number += 1


def notes(count: int) -> Iterator[bytes]:
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    board: pycrdt.Map[Any] = doc.get("objects", type=pycrdt.Map)
    for number in range(count):
        before = doc.get_state()
        with doc.transaction():
            note: pycrdt.Map[Any] = pycrdt.Map()
            board[str(number)] = note
            for name, value in (("kind", "note"), ("x", 1.5), ("y", 2.5), ("colour", "yellow")):
                note[name] = value
            note["text"] = pycrdt.Text("Ein Gedanke")
        yield doc.get_update(before)
