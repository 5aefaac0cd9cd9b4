"""A disk that is full or locked stops saving and nothing else, and says so."""

import asyncio
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from tests.client import Client, converged, join
from tests.eventually import eventually
from tests.faults.disks import MakeTrouble, file_limit, full_disk, lock
from tests.faults.figures import figure
from tests.faults.scale import scaled
from tests.faults.stored import copied, stored_board
from tests.faults.typist import Typist, many_saved
from tests.processes import ServerProcess, create_helpathon

ROOM = "Nordmarkt"
TROUBLES = {"full": full_disk, "may not grow": file_limit, "locked": lock}
# More than a room holds back before it folds.
OVERWRITTEN_BYTES = scaled(12, 36) * 2**20
PASTE_BYTES = 200_000
# A board of all that was written, twice: in the room and on its way. The process itself takes 60.
MOST_MEMORY_BYTES = scaled(150, 260) * 2**20


@pytest.mark.timeout(scaled(120, 300))
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
async def test_a_room_goes_on_unsaved_and_saves_it_all_later_while_the_disk_is(
    trouble: MakeTrouble, tmp_path: Path
) -> None:
    path = tmp_path / "helpathon.db"
    links = create_helpathon(f"sqlite:{path}", "Stadtgrün", [ROOM])
    with trouble(path) as disk:
        with disk.server as server:
            ada, bo = [
                Typist(await join(server.url, links["participant"], name, ROOM), name)
                for name in ("ada", "bo")
            ]
            room = ada.client.seat.room
            for typist in (ada, bo):
                await typist.sit_down()
            typing = [asyncio.create_task(each.type_until_cut_off()) for each in (ada, bo)]

            await many_saved([ada, bo], typing, 50)
            disk.strike()
            await eventually(lambda: figure(server, "helpathon_store_up") == 0)
            await a_room_goes_on_unsaved(server, ada.client)
            with pytest.raises(httpx.HTTPStatusError) as refusal:
                await join(server.url, links["participant"], "new", ROOM)
            assert refusal.value.response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
            disk.heal()
            await many_saved([ada, bo], typing, 50)
            assert figure(server, "helpathon_store_up") == 1

            server.kill9()
            await asyncio.gather(*typing)
            board = await stored_board(copied(disk.database, tmp_path / "killed.db"), room)
            for typist in (ada, bo):
                typist.check(board)
            assert {"unsaved", "pasted"} <= board.keys()

            await asyncio.to_thread(server.start)
            for typist in (ada, bo):
                await typist.sit_down()
                await typist.client.saved()
            board = await converged(ada.client, bo.client)
            for typist in (ada, bo):
                assert board[typist.note]["text"] == "".join(typist.written)
                await typist.client.disconnect()
        assert await stored_board(copied(disk.database, tmp_path / "stopped.db"), room) == board


async def a_room_goes_on_unsaved(server: ServerProcess, ada: Client) -> None:
    """Who comes is served, what is written reaches everybody, nothing of it is called saved."""
    async with Client(ada.seat) as late:
        await late.write("unsaved")
        for number in range(OVERWRITTEN_BYTES // PASTE_BYTES):
            await late.write("pasted", "x" * PASTE_BYTES, number=number)
        await ada.has("pasted", number=number)

        assert server.memory_bytes < MOST_MEMORY_BYTES
        assert late.saved_count == 0
        assert late.welcome["you"]["name"] == "ada"
