import json
from typing import Any

import pycrdt
import pytest

from sync.errors import DocumentError
from sync.structs import JSON
from sync.view import RootKind, View
from tests.sync import yjs
from tests.sync.histories import HISTORIES, ROOTS, History
from tests.sync.yjs import block, deletes, gc, item, plain, skip, string, text, uint, update, y_type


def shown(*updates: bytes, kind: RootKind = "text") -> JSON:
    view = View()
    for data in updates:
        view.apply(data)
    return view.json({"r": kind})["r"]


@pytest.mark.parametrize("history", HISTORIES, ids=repr)
def test_v1_it_shows_what_stock_yjs_shows(history: History) -> None:
    view = View()
    for data in history.updates:
        view.apply(data)
    assert view.json(ROOTS) == history.shown
    assert view.complete


def test_v1_it_shows_what_pycrdt_shows() -> None:
    doc: pycrdt.Doc[Any] = pycrdt.Doc(client_id=5)
    notes = doc.get("r", type=pycrdt.Map)
    notes["n1"] = pycrdt.Map({"pos": [1.5, -2], "area": None, "text": pycrdt.Text("ü😀")})
    notes["n2"] = pycrdt.Map({"list": pycrdt.Array([True, {"a": [1]}]), "z": "a0"})
    del notes["n2"]["z"]
    assert shown(doc.get_update(), kind="map") == json.loads(str(notes))


def test_an_empty_document_has_empty_roots() -> None:
    assert View().json({"m": "map", "a": "array", "t": "text"}) == {"m": {}, "a": [], "t": ""}
    assert View().complete


def test_a_root_is_read_as_what_the_reader_says() -> None:
    data = update(block(7, 0, text("ab", root="r"), plain(b"\x7d\x01", root="r", key="k")))
    assert [shown(data, kind=kind) for kind in ("text", "array", "map")] == [
        "ab",
        ["a", "b"],
        {"k": 1},
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_v2_what_cannot_be_placed_waits(order: tuple[int, ...]) -> None:
    updates = [
        update(block(7, 0, text("ab", root="r"))),
        update(block(9, 0, text("X", origin=(7, 0), right=(7, 1)))),
        update(block(7, 2, text("c", origin=(7, 1))), deleted=deletes((9, [(0, 1)]))),
    ]
    view = View()
    for at, which in enumerate(order):
        view.apply(updates[which])
        # The one that is first in time is what the others hang on.
        assert view.complete is (set(order[: at + 1]) in ({0}, {0, 1}, {0, 1, 2}))
    assert view.json({"r": "text"}) == {"r": "abc"}


def test_v2_what_comes_twice_changes_nothing() -> None:
    first = update(block(7, 0, text("ab", root="r")))
    longer = update(block(7, 0, text("abcd", root="r")))
    assert shown(first, longer, first, longer) == "abcd"


def test_v2_a_gap_keeps_waiting() -> None:
    view = View(update(block(7, 0, text("a", root="r"), skip(1), text("c", origin=(7, 1)))))
    before = view.complete
    assert view.json({"r": "text"}) == {"r": "a"}
    view.apply(update(block(7, 1, text("b", origin=(7, 0)))))
    assert (before, view.complete) == (False, True)
    assert view.json({"r": "text"}) == {"r": "abc"}


def test_d2_of_two_for_one_clock_the_first_counts() -> None:
    first, second = (update(block(7, 1, text(it, origin=(7, 0)))) for it in "xy")
    start = update(block(7, 0, text("a", root="r")))
    assert shown(start, first, second) == "ax"
    assert shown(second, first, start) == "ay"


WIDE = update(block(7, 0, text("a😀b", root="r")))
CUTS = [
    (update(block(9, 0, text("X", origin=(7, 1), right=(7, 2)))), "a\ufffdX\ufffdb"),
    (update(deleted=deletes((7, [(2, 1)]))), "a\ufffdb"),
    (update(block(7, 0, text("a\ufffd", root="r"), text("?cd", origin=(7, 1)))), "a\ufffd\ufffdb"),
]


@pytest.mark.parametrize(("cut", "expected"), CUTS[:2])
def test_v3_a_character_cut_in_two_is_lost_alone(cut: bytes, expected: str) -> None:
    assert shown(WIDE, cut) == expected


def test_a_wide_character_survives_everything_else() -> None:
    assert shown(WIDE, update(block(9, 0, text("X", origin=(7, 2), right=(7, 3))))) == "a😀Xb"


@pytest.mark.parametrize("holder", [text("a", root="r"), gc(1), plain(b"\x7e", root="r")])
def test_v4_a_child_of_what_holds_nothing_is_not_shown(holder: bytes) -> None:
    data = update(block(7, 0, holder, text("lost", parent=(7, 0)), text("b", root="r")))
    assert "lost" not in str(shown(data, kind="text"))
    assert View(data).complete


def test_v4_beside_garbage_is_garbage() -> None:
    data = update(block(7, 0, gc(2), text("x", origin=(7, 0)), text("y", origin=(7, 2))))
    assert shown(data) == ""


def test_a_child_of_a_deleted_type_is_not_shown() -> None:
    data = update(
        block(7, 0, y_type(yjs.MAP, root="r", key="n"), plain(b"\x78", parent=(7, 0), key="k")),
        deleted=deletes((7, [(0, 1)])),
    )
    assert shown(data, kind="map") == {}


def test_the_last_value_of_a_key_is_shown() -> None:
    data = update(
        block(7, 0, plain(b"\x7d\x01", root="r", key="k"), plain(b"\x7d\x02", origin=(7, 0))),
        block(9, 0, plain(b"\x7d\x03", root="r", key="k")),
    )
    assert shown(data, kind="map") == {"k": 3}
    assert shown(data, update(deleted=deletes((9, [(0, 1)]))), kind="map") == {}


def test_v6_every_value_is_plain() -> None:
    values = {
        b"\x7f": None,
        b"\x7e": None,
        b"\x79": False,
        b"\x78": True,
        b"\x7d\x41": -1,
        b"\x7d\xbf\xff\xff\xff\xff\xff\xff\x0f": 2**52 - 1,
        b"\x7c\x3f\xc0\x00\x00": 1.5,
        b"\x7b\x7f\xf8\x00\x00\x00\x00\x00\x00": None,
        b"\x7b\x7f\xf0\x00\x00\x00\x00\x00\x00": None,
        b"\x77\x02\xc3\xbc": "ü",
        b"\x74\x02\x00\xff": [0, 255],
        b"\x75\x01\x76\x01\x01k\x7e": [{"k": None}],
    }
    data = update(block(7, 0, plain(*values, root="r")))
    assert shown(data, kind="array") == list(values.values())


def test_v6_types_are_plain_and_formats_unseen() -> None:
    data = update(
        block(
            7,
            0,
            y_type(yjs.TEXT, root="r", key="text"),
            text("hi", parent=(7, 0)),
            item(yjs.FORMAT, string("bold") + string("true"), origin=(7, 2)),
            item(yjs.EMBED, string('{"image":1}'), origin=(7, 3)),
            item(yjs.EMBED, string('{"image":1}'), root="r", key="embed"),
            item(yjs.BINARY, b"\x02\x01\x02", root="r", key="binary"),
            item(yjs.TYPE, b"\x03" + string("p"), root="r", key="xml"),
            item(yjs.DELETED, uint(2), root="r", key="gone"),
            y_type(yjs.ARRAY, root="r", key="array"),
            y_type(yjs.MAP, parent=(7, 10)),
        )
    )
    assert shown(data, kind="map") == {
        "text": "hi",
        "embed": {"image": 1},
        "binary": [1, 2],
        "xml": None,
        "array": [{}],
    }


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x00\x00\x00", b"\x01\x01\x07\x00\x0f\x00"])
def test_bytes_that_are_no_update_are_a_failure_of_the_document(data: bytes) -> None:
    with pytest.raises(DocumentError):
        View(data)


def test_v5_hostile_conflicts_are_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.view.MAX_STEPS", 1_000)
    crowd = [block(100 + client, 0, text("x", root="r")) for client in reversed(range(200))]
    with pytest.raises(DocumentError, match="one place"):
        View(update(*crowd))


def test_v5_nesting_beyond_the_stack_is_a_failure_of_the_document() -> None:
    inner = [y_type(yjs.ARRAY, parent=(7, at)) for at in range(5_000)]
    view = View(update(block(7, 0, y_type(yjs.ARRAY, root="r"), *inner)))
    with pytest.raises(DocumentError, match="too deep"):
        view.json({"r": "array"})
