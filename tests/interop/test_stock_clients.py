"""Any Yjs client can take part: stock y-websocket clients beside each other and beside ours."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.client import Client, Seat
from tests.interop.conftest import OPEN
from tests.interop.crowd import Crowd
from tests.processes import ServerProcess

pytestmark = pytest.mark.node

FIVE = ("ada", "bob", "cem", "dua", "eva")
# What a walk must have been through to say anything.
WAYS = {
    "board": {
        "makes a note",
        "draws ink",
        "moves",
        "changes looks",
        "types",
        "deletes letters",
        "deletes a note",
        "goes away",
        "is cut off",
    },
    "editor": {
        "types",
        "deletes letters",
        "formats",
        "embeds",
        "writes a paragraph",
        "deletes a paragraph",
        "goes away",
        "is cut off",
    },
}


def exported(server: ServerProcess, room: str) -> dict[str, Any]:
    """The objects of the room's export, by id."""
    answer = httpx.get(f"{server.url}/api/rooms/{room}/export", trust_env=False)
    objects = answer.raise_for_status().json()["objects"]
    return {each["id"]: {k: v for k, v in each.items() if k != "id"} for each in objects}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_clients_edit_at_random_go_away_come_back_and_hold_what_the_export_shows(
    seed: int, server: ServerProcess, room: str, crowd: Crowd
) -> None:
    crowd.enter(*FIVE)
    done = crowd.walk(seed)
    board = crowd.settled()

    assert exported(server, room) == board["objects"]
    assert board["objects"], "something is left to compare"
    assert WAYS["board"] <= done.keys(), "everything happened that could go wrong"


def test_who_comes_late_holds_the_same(server: ServerProcess, room: str, crowd: Crowd) -> None:
    crowd.enter(*FIVE)
    crowd.walk(seed=4)
    before = crowd.settled()
    crowd.enter("late")

    assert crowd.settled() == before


def test_what_somebody_did_offline_comes_with_them(crowd: Crowd) -> None:
    crowd.enter("ada", "bob")
    crowd.write("bob", "theirs", "Beete 🌱")
    crowd.settled()
    crowd.disconnect("ada")
    crowd.write("ada", "offline", "unterwegs")
    crowd.write("ada", "theirs", "überschrieben")
    crowd.connect("ada")

    objects = crowd.settled()["objects"]
    assert {key: each["text"] for key, each in objects.items()} == {
        "offline": "unterwegs",
        "theirs": "überschrieben",
    }


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_clients_come_back_by_themselves_after_a_server_was(
    how: str, tmp_path: Path, room: str
) -> None:
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    with ServerProcess(store, options=OPEN) as server, Crowd(server.url, room) as crowd:
        crowd.enter(*FIVE)
        crowd.walk(seed=5, steps=30)
        if how == "killed":
            server.kill9()
        else:
            server.stop()
        crowd.walk(seed=6, steps=30)
        server.start()
        crowd.walk(seed=7, steps=30)
        board = crowd.settled()
        assert exported(server, room) == board["objects"]

        crowd.leave(*FIVE)
        server.restart()
        crowd.enter("next morning")
        assert crowd.settled() == board


def test_an_editor_of_somebody_else_works(server: ServerProcess, room: str, crowd: Crowd) -> None:
    crowd.enter(*FIVE)
    done = crowd.walk(seed=8, kind="editor")
    written = crowd.settled()
    crowd.enter("late")

    assert crowd.settled() == written
    assert written["text"], "something is left to compare"
    assert WAYS["editor"] <= done.keys(), "everything happened that could go wrong"
    assert exported(server, room) == {}, "no board, no objects"


async def test_ours_and_stock_clients_share_a_room(
    server: ServerProcess, room: str, crowd: Crowd
) -> None:
    crowd.enter(*FIVE)
    async with Client(Seat(server.url, room)) as ours:
        walk = asyncio.create_task(asyncio.to_thread(crowd.walk, seed=9))
        for number in range(30):
            await ours.write(f"ours{number}", "Hallo 👋")
            await ours.type(f"ours{number}", " alle")
            await ours.saved()
        await walk
        await ours.write("last")
        held = await asyncio.to_thread(crowd.settled, covering=ours.doc.get_state())

        await ours.until(lambda: ours.board == held["objects"])
        assert exported(server, room) == ours.board
        assert ours.board["ours7"]["text"] == "Hallo 👋 alle"


async def test_what_ours_was_told_is_saved_is_there_for_stock_clients_after_a_kill(
    tmp_path: Path, room: str
) -> None:
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    with ServerProcess(store, options=OPEN) as server, Crowd(server.url, room) as crowd:
        async with Client(Seat(server.url, room)) as ours:
            await ours.write("kept", "gespeichert")
            await ours.saved()
            server.kill9()
        server.start()
        crowd.enter("ada")

        assert crowd.settled()["objects"]["kept"]["text"] == "gespeichert"


# Presence


@pytest.mark.parametrize("how", ["leaves", "vanishes"])
def test_a_cursor_crosses_and_is_gone_when_somebody(how: str, crowd: Crowd) -> None:
    crowd.enter("ada", "bob")
    crowd.show("ada", {"cursor": [1, 2], "name": "Ada 🐝"})
    crowd.show("bob", {"cursor": [3, 4]})
    crowd.sees("bob", {crowd.ids["ada"]: {"cursor": [1, 2], "name": "Ada 🐝"}})
    crowd.sees("ada", {crowd.ids["bob"]: {"cursor": [3, 4]}})
    if how == "leaves":
        crowd.leave("ada")
    else:
        crowd.vanish("ada")

    crowd.sees("bob", {})


def test_who_comes_late_sees_who_is_there(crowd: Crowd) -> None:
    crowd.enter("ada")
    crowd.hears("ada", 1)
    crowd.show("ada", {"cursor": [5, 6]})
    crowd.hears("ada", 2)
    crowd.enter("late")

    crowd.sees("late", {crowd.ids["ada"]: {"cursor": [5, 6]}})


def test_a_client_alone_hears_itself_so_that_it_knows_the_connection_is_alive(
    crowd: Crowd,
) -> None:
    # A stock client that hears nothing for 30 s reconnects; it renews its presence every 15 s.
    crowd.enter("alone")
    crowd.hears("alone", 1)
    crowd.show("alone", {"cursor": [7, 8]})

    crowd.hears("alone", 2)


async def test_cursors_cross_between_ours_and_stock_clients(
    server: ServerProcess, room: str, crowd: Crowd
) -> None:
    crowd.enter("ada")
    async with Client(Seat(server.url, room)) as ours:
        await ours.show({"at": [1, 1]})
        crowd.show("ada", {"at": [2, 2]})
        await asyncio.to_thread(crowd.sees, "ada", {ours.doc.client_id: {"at": [1, 1]}})
        await ours.until(lambda: ours.presences == {crowd.ids["ada"]: {"at": [2, 2]}})
        crowd.leave("ada")

        await ours.until(lambda: not ours.presences)


# Careless and strange clients


def test_a_character_cut_in_two_is_the_same_for_everybody(
    server: ServerProcess, room: str, crowd: Crowd
) -> None:
    crowd.enter("ada", "bob")
    crowd.write("ada", "note", "a😀b😀")
    crowd.settled()
    crowd.insert("bob", "note", 2, "x")
    crowd.settled()
    crowd.insert("ada", "note", 6, "🌱")
    held = crowd.settled()
    crowd.enter("late")

    assert held["objects"]["note"]["text"] == "a\ufffdx\ufffdb\ufffd🌱\ufffd"
    assert crowd.settled() == held
    assert exported(server, room) == held["objects"]


def test_values_that_are_no_json_are_exported_as_far_as_they_can_be(
    server: ServerProcess, room: str, crowd: Crowd
) -> None:
    crowd.enter("ada", "bob")
    crowd.scatter("ada", "strange")
    held = crowd.copy("ada")
    crowd.settled()

    assert crowd.copy("bob") == held
    strange = exported(server, room)["strange"]
    assert strange["pos"] == [None, None]
    assert strange["nested"] == {"deeper": []}


def test_a_local_copy_that_many_wrote_may_arrive_while_a_client_connects(crowd: Crowd) -> None:
    # y-indexeddb reads it whenever it is ready; y-websocket sends on what comes after the opening.
    writers = [f"writer{number}" for number in range(12)]
    crowd.enter(*writers)
    for name in writers:
        crowd.write(name, name, "Idee")
    crowd.settled()
    copy = crowd.copy("writer0")
    crowd.write("writer0", "writer0", "eine bessere Idee")
    crowd.enter("back", recalled=copy)
    crowd.write("back", "from back", "wieder da")

    objects = crowd.settled()["objects"]
    assert objects["writer0"]["text"] == "eine bessere Idee"
    assert objects["from back"]["text"] == "wieder da"


def test_who_breaks_a_bound_is_sent_away_and_nobody_else_notices(
    server: ServerProcess, room: str, crowd: Crowd
) -> None:
    crowd.enter("ada", "bob", "greedy")
    crowd.write("greedy", "book", "x" * 300_000)
    assert crowd.refused("greedy") == 4413
    crowd.leave("greedy")
    crowd.write("ada", "note", "weiter")

    assert crowd.settled()["objects"].keys() == {"note"}
    assert exported(server, room).keys() == {"note"}
