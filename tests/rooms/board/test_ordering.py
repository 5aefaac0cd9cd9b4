"""The one ordering keeps the vectors it shares with the browser."""

import json
from pathlib import Path
from typing import Any

import pytest

from rooms.board.objects import read_objects
from rooms.board.ordering import in_order, in_rows

VECTORS = Path(__file__).parents[2] / "vectors" / "ordering.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_vectors(case: dict[str, Any]) -> None:
    objects = read_objects(case["objects"])

    assert [each["id"] for each in in_order(objects, case["areas"])] == case["order"]
    objects.reverse()
    assert [each["id"] for each in in_order(objects, case["areas"])] == case["order"]


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 10**400, True, "7", None])
def test_what_is_no_finite_figure_counts_as_zero(wrong: object) -> None:
    odd = {"id": "odd", "pos": [wrong, wrong], "size": [1, 1]}
    left = {"id": "left", "pos": [-1, 0], "size": [1, 1]}

    assert [[each["id"] for each in row] for row in in_rows([odd, left])] == [["left", "odd"]]
