"""A compactor's process dies before any statement it makes: the next one finds the room whole."""

import signal
import subprocess
import sys
from pathlib import Path

from persistence.contract import NodeId, RoomId
from persistence.open import open_store
from rooms.compaction import compact, merge_in_slices
from rooms.entry import update_entry
from tests.fakes import Page, content_in
from tests.processes import ROOT

ROOM = RoomId("hall-1")
NODE = NodeId("living")
# Far more than a compaction makes.
MOST_STATEMENTS = 50


async def test_a_compactor_killed_before_any_of_its_statements_leaves_the_room_as_it_was(
    tmp_path: Path,
) -> None:
    path = tmp_path / "helpathon.db"
    store, _ = open_store(f"sqlite:{path}", NODE)
    page = Page()
    async with store:
        await store.append({ROOM: [update_entry(page.write("a first word"))]})
        await compact(store, ROOM, merge_in_slices)

    for number in range(1, MOST_STATEMENTS):
        async with store:
            await store.append({ROOM: [update_entry(page.write(f"word {number}"))]})
            before = await store.load(ROOM)

        ended = compacted(path, number)

        async with store:
            after = await store.load(ROOM)
            assert await content_in(store, ROOM) == page.content
            if ended == 0:
                assert not after.entries
                break
            assert ended == -signal.SIGKILL
            assert after == before
            if number % 2:  # every other time the next one starts from a longer log
                assert await compact(store, ROOM, merge_in_slices)
                assert await content_in(store, ROOM) == page.content
    # BEGIN, SELECT, SELECT and ROLLBACK of loading; BEGIN, UPDATE, DELETE and COMMIT at least.
    assert 8 < number < MOST_STATEMENTS - 1


def compacted(path: Path, number: int) -> int:
    """How its process ended."""
    arguments = ["-m", "tests.faults.compacting", str(path), ROOM, str(number)]
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode
