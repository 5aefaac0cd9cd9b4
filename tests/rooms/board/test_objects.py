"""Objects as an export shows them: what clients hold, nothing else."""

from rooms.board.objects import read_objects


def test_every_object_has_its_id_and_all_its_fields() -> None:
    root = {"a": {"kind": "note", "text": "Bus", "later": {"x": 1}}}

    assert read_objects(root) == [{"id": "a", "kind": "note", "text": "Bus", "later": {"x": 1}}]


def test_the_key_is_the_id_whatever_a_field_says() -> None:
    assert read_objects({"a": {"id": "b"}}) == [{"id": "a"}]


def test_what_is_no_map_is_no_object() -> None:
    assert read_objects({"a": "text", "b": None, "c": ["x"], "d": {}}) == [{"id": "d"}]


def test_a_root_that_is_no_map_holds_nothing() -> None:
    assert read_objects(None) == []
    assert read_objects("x") == []
