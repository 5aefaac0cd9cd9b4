"""The document that `make bench` writes has a place for all that is measured."""

import re

from tests.bench.__main__ import PARTS
from tests.bench.report import NOTES
from tests.bench.table import Table


def test_each_part_has_its_place_in_the_document() -> None:
    places = set(re.findall(r"\{\{(\w+)\}\}", NOTES.read_text()))
    assert places == {*PARTS, "machine", "page", "servers", "tables", "seconds", "p99"}


def test_a_table_is_markdown_with_numbers_on_the_right() -> None:
    table = Table("Rooms", ("server", "memory"), [["ours", "4 kB"]], ["On one core."])
    assert table.markdown().splitlines() == [
        "### Rooms",
        "",
        "| server | memory |",
        "|---|---:|",
        "| ours | 4 kB |",
        "",
        "- On one core.",
    ]
