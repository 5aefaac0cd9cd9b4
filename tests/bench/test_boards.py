"""What the benchmarks put into rooms is what they say it is."""

import asyncio
from pathlib import Path
from typing import Any

import pycrdt
import pytest

from persistence.contract import NodeId, RoomId
from persistence.open import open_store
from rooms.entry import update_of
from sync.document import merge
from tests.bench.boards import Board, board, store_logs, store_snapshots

ROOM = RoomId("team")


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'bench.db'}"


def notes_in(state: bytes) -> int:
    doc = pycrdt.Doc[Any]()
    doc.apply_update(state)
    objects: pycrdt.Map[Any] = doc.get("objects", type=pycrdt.Map)
    return len(objects)


def made() -> Board:
    return board(notes=30, edits_per_note=6)


def test_a_board_has_as_many_notes_and_edits_as_asked_for() -> None:
    assert notes_in(made().state) == 30
    assert len(made().log) == 30 * 6


def test_a_board_is_the_same_every_time() -> None:
    assert made().state == made().state


def test_who_has_the_vector_lacks_nothing() -> None:
    lacking = pycrdt.get_update(made().state, made().vector)
    assert pycrdt.get_state(lacking) == b"\x00"


def test_logs_are_stored_edit_by_edit(store: str) -> None:
    store_logs(store, {ROOM: made().log})
    assert stored(store) == (None, made().log)


def test_snapshots_are_stored_without_a_log(store: str) -> None:
    store_snapshots(store, {ROOM: made().state})
    assert stored(store) == (made().state, ())


def test_a_log_and_its_snapshot_say_the_same() -> None:
    assert notes_in(merge(made().log)) == notes_in(made().state)


def stored(url: str) -> tuple[bytes | None, tuple[bytes, ...]]:
    """Snapshot and updates of the room."""

    async def read() -> tuple[bytes | None, tuple[bytes, ...]]:
        opened, _ = open_store(url, NodeId("reader"))
        async with opened:
            room = await opened.load(ROOM)
        return room.snapshot, tuple(update_of(entry.data) for entry in room.entries)

    return asyncio.run(read())
