import pytest

from sync.mend import mend_at, mend_overlapping
from tests.sync import yjs
from tests.sync.yjs import block, text, update


def test_updates_without_wide_characters_stay_as_they_are() -> None:
    updates = [
        update(block(7, 0, text("ab", root="r"))),
        update(block(7, 1, text("ü", origin=(7, 0)))),
    ]
    assert mend_overlapping(updates) == updates


def test_characters_that_nobody_cuts_stay_as_they_are() -> None:
    whole = update(block(7, 0, text("a😀b😀", root="r")))
    others = [
        update(block(7, 1, text("😀", origin=(7, 0)))),
        update(block(8, 2, text("x", root="r"))),
        update(block(7, 6, text("y", origin=(7, 5)))),
    ]
    assert mend_overlapping([whole, *others]) == [whole, *others]


@pytest.mark.parametrize(
    "other",
    [
        update(block(7, 2, text("x", origin=(7, 1)))),
        update(block(7, 0, text("a\ufffd", root="r"))),
        update(block(7, 0, yjs.gc(2), yjs.gc(9))),
    ],
)
def test_d4_a_character_is_halved_where_another_update_begins_or_ends(other: bytes) -> None:
    whole = update(block(7, 0, text("a😀b😀", root="r"), text("z", origin=(7, 5))))
    halved = update(block(7, 0, text("a\ufffd\ufffdb😀", root="r"), text("z", origin=(7, 5))))
    assert mend_overlapping([whole, other]) == [halved, other]
    assert mend_overlapping([other, whole]) == [other, halved]


@pytest.mark.parametrize(("clock", "expected"), [(1, "a😀b"), (2, "a\ufffd\ufffdb"), (3, "a😀b")])
def test_d4_a_character_is_halved_where_it_is_to_be_cut(clock: int, expected: str) -> None:
    mended = mend_at(update(block(7, 0, text("a😀b", root="r"))), {7: clock, 8: 2})
    assert mended == update(block(7, 0, text(expected, root="r")))


def test_d4_only_the_same_client_is_halved() -> None:
    whole = update(block(7, 0, text("a😀", root="r")))
    other = update(block(8, 0, text("a\ufffd", root="r"), text("x", origin=(8, 1))))
    assert mend_overlapping([whole, other]) == [whole, other]


def test_d4_a_long_text_gets_a_longer_length() -> None:
    long = update(block(7, 0, text("x" * 122 + "😀", root="r"), text("end", origin=(7, 123))))
    cut = update(block(7, 123, text("y", origin=(7, 122))))
    mended, _ = mend_overlapping([long, cut])
    assert yjs.read(mended).units.keys() == yjs.read(long).units.keys()
    assert mended == update(
        block(7, 0, text("x" * 122 + "\ufffd\ufffd", root="r"), text("end", origin=(7, 123)))
    )
