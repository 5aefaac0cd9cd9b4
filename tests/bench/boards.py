"""Boards as people make them: Yjs updates of notes that were written, moved and written on.

Knows how to put them into a store; the server opens it afterwards.
"""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pycrdt

from persistence.contract import NodeId, RoomId
from persistence.open import open_store
from rooms.entry import update_entry
from sync.document import merge

FIRST_AUTHOR = 0x10000000
# As many as one connection may bring edits of.
AUTHORS = 8
WORDS = ("Nachbarn", "helfen", "beim", "Umzug", "und", "tragen", "Kisten", "ohne", "Aufzug")
COLORS = ("yellow", "blue", "green", "pink")


@dataclass(frozen=True, slots=True)
class Board:
    log: tuple[bytes, ...]  # every edit, in order
    state: bytes  # what they are together
    vector: bytes

    def __repr__(self) -> str:
        return f"Board({len(self.log)} edits, {len(self.state)} bytes)"


def board(notes: int, edits_per_note: int) -> Board:
    """One edit in five moves a note, the first one makes it, the others write a word."""
    chance = random.Random(notes)
    docs = [pycrdt.Doc[Any](client_id=FIRST_AUTHOR + number) for number in range(AUTHORS)]
    log: list[bytes] = []
    seen = [doc.observe(lambda event: log.append(event.update)) for doc in docs]
    for number in range(notes):
        objects = docs[number % AUTHORS].get("objects", type=pycrdt.Map)
        write_note(objects, f"note-{number}", edits_per_note, chance)
    for doc, subscription in zip(docs, seen, strict=True):
        doc.unobserve(subscription)
    state = merge(log)
    return Board(tuple(log), state, pycrdt.get_state(state))


def write_note(objects: "pycrdt.Map[Any]", key: str, edits: int, chance: random.Random) -> None:
    text = pycrdt.Text("")
    place = [chance.random() * 4000, chance.random() * 3000]
    size, color = [200.0, 160.0], chance.choice(COLORS)
    note = pycrdt.Map(
        {"kind": "note", "pos": place, "size": size, "color": color, "z": "a0", "text": text}
    )
    objects[key] = note
    for edit in range(1, edits):
        if edit % 5 == 4:
            note["pos"] = [chance.random() * 4000, chance.random() * 3000]
        else:
            text.insert(len(str(text)), f"{WORDS[edit % len(WORDS)]} ")


def store_logs(store: str, logs: Mapping[RoomId, tuple[bytes, ...]]) -> None:
    """Put these edits into the rooms' logs; no server has the store open."""
    asyncio.run(_store(store, logs, folded=False))


def store_snapshots(store: str, states: Mapping[RoomId, bytes]) -> None:
    """Put these states into the rooms as their snapshots."""
    asyncio.run(_store(store, {room: (state,) for room, state in states.items()}, folded=True))


async def _store(store: str, logs: Mapping[RoomId, tuple[bytes, ...]], *, folded: bool) -> None:
    opened, _ = open_store(store, NodeId("bench"))
    async with opened:
        for room, log in logs.items():
            covered = (await opened.load(room)).covered
            positions = await opened.append({room: [update_entry(update) for update in log]})
            last = positions[room]
            assert isinstance(last, str), f"expected a position, got {last!r}"
            if folded:
                await opened.compact(room, merge(log), covers=last, replaces=covered)
