import json
import math
from datetime import UTC, datetime
from typing import Any

import pycrdt
import pytest

from persistence.contract import RoomId
from rooms.export.room_json import export_room
from rooms.room import RoomCard
from sync.document import Document

CARD = RoomCard(RoomId("heat-one"), "Team 1", "heat", "Hitze in der Stadt")
NOON = datetime(2026, 5, 9, 12, 0, 30, 999, tzinfo=UTC)


class Board:
    def __init__(self) -> None:
        self.doc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.objects = self.doc.get("objects", type=pycrdt.Map)
        self.areas: list[dict[str, Any]] = []

    def add(self, object_id: str, x: Any = 0.0, y: Any = 0.0, **fields: Any) -> None:
        note = {"kind": "note", "pos": [x, y], "size": [200.0, 120.0], "area": None, **fields}
        self.objects[object_id] = pycrdt.Map(note)

    def export(self) -> dict[str, Any]:
        return export_room(CARD, "epoch-1", Document(self.doc.get_update()), self.areas, NOON)

    def objects_out(self) -> list[dict[str, Any]]:
        objects: list[dict[str, Any]] = self.export()["objects"]
        return objects


def test_an_export_says_what_it_is_and_where_it_comes_from() -> None:
    assert Board().export() == {
        "format": "helpathon.room",
        "version": 1,
        "room": {"id": "heat-one", "title": "Team 1"},
        "helpathon": {"id": "heat", "title": "Hitze in der Stadt"},
        "epoch": "epoch-1",
        "exported_at": "2026-05-09T12:00:30+00:00",
        "areas": [],
        "objects": [],
    }


def test_what_lies_in_the_facilitators_areas_comes_in_their_order() -> None:
    board = Board()
    board.areas = [{"id": "two", "title": "Zwei"}, {"id": "one", "title": "Eins"}]
    board.add("free", -500.0)
    board.add("first", 900.0, area="two")
    board.add("second", 0.0, area="one")

    assert board.export()["areas"] == board.areas
    assert [each["id"] for each in board.objects_out()] == ["first", "second", "free"]


def test_an_object_keeps_its_id_and_every_field_and_its_text_is_a_string() -> None:
    board = Board()
    board.add("note1", 10.0, 20.5, color="yellow", text=pycrdt.Text("Bäume 🌳"), votes=3)

    assert board.objects_out() == [
        {
            "id": "note1",
            "kind": "note",
            "pos": [10.0, 20.5],
            "size": [200.0, 120.0],
            "area": None,
            "color": "yellow",
            "text": "Bäume 🌳",
            "votes": 3,
        }
    ]


def test_objects_come_in_the_order_in_which_they_are_read() -> None:
    board = Board()
    board.add("second row", 0.0, 500.0)
    board.add("right", 300.0, 10.0)
    board.add("left", 0.0, 20.0)

    assert [each["id"] for each in board.objects_out()] == ["left", "right", "second row"]


def test_a_deleted_object_is_not_in_it() -> None:
    board = Board()
    board.add("note1")
    board.add("note2")
    del board.objects["note1"]

    assert [each["id"] for each in board.objects_out()] == ["note2"]


def test_unknown_kinds_are_kept_and_what_is_no_object_is_not() -> None:
    board = Board()
    board.add("future", kind="hologram", beams=[1, 2])
    board.objects["nonsense"] = "no object"

    (future,) = board.objects_out()

    assert (future["kind"], future["beams"]) == ("hologram", [1.0, 2.0])


def test_an_object_cannot_pretend_to_be_another_one() -> None:
    board = Board()
    board.add("note1", id="note2")

    assert [each["id"] for each in board.objects_out()] == ["note1"]


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, b"\x00\xff", [math.nan], {"deep": [b"\xff"]}],
    ids=repr,
)
def test_whatever_somebody_wrote_an_export_is_json(value: Any) -> None:
    board = Board()
    board.add("hostile", mischief=value)
    board.add("note1")

    text = json.dumps(board.export(), allow_nan=False)

    assert [each["id"] for each in json.loads(text)["objects"]] == ["hostile", "note1"]


def test_a_position_that_is_no_number_is_exported_too() -> None:
    board = Board()
    board.add("hostile", math.nan, math.inf)

    assert json.loads(json.dumps(board.export(), allow_nan=False))["objects"][0]["id"] == "hostile"


def test_an_xml_fragment_among_the_objects_does_not_stop_the_export() -> None:
    board = Board()
    board.add("note1", text=pycrdt.Text("still here"))
    board.objects["xml"] = pycrdt.XmlFragment()

    assert [each["id"] for each in board.objects_out()] == ["note1"]


def test_edits_of_an_object_that_is_not_there_yet_do_not_stop_the_export() -> None:
    board = Board()
    text = pycrdt.Text("")
    board.add("late", text=text)
    before_the_edit = board.doc.get_state()
    text += "written in it"
    only_the_edit = board.doc.get_update(before_the_edit)

    assert export_room(CARD, "epoch-1", Document(only_the_edit), [], NOON)["objects"] == []
