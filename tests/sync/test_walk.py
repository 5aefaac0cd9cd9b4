"""One update at a time: what the guard takes for an update, and what it refuses."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sync.errors import GuardError, SyncError, WireError
from sync.guard import ClientRange, Limits, Report, inspect
from tests.sync import yjs
from tests.sync.yjs import block, deletes, gc, item, plain, skip, string, text, uint, update, y_type

LIMITS = Limits()
ROOT = {"root": "r"}


def one(*structs: bytes) -> bytes:
    return update(block(7, 0, *structs))


def refused(data: bytes, error: type[SyncError], match: str, limits: Limits = LIMITS) -> None:
    with pytest.raises(error, match=match):
        inspect(data, limits)


def test_the_empty_update_says_nothing() -> None:
    report = inspect(b"\x00\x00", LIMITS)
    assert report == Report((), 0, 0, 0, 0, 0, frozenset())
    assert report.empty


def test_g12_the_report_tells_what_an_update_holds() -> None:
    data = update(
        block(9, 4, text("hi", **ROOT), plain(b"\x7e", b"\x79", root="s", key="k")),
        block(7, 0, y_type(yjs.MAP, **ROOT)),
        deleted=deletes((9, [(0, 2), (3, 1)]), (5, [(7, 9)])),
    )
    report = inspect(data, LIMITS)
    assert report.clients == ((9, 4, 8), (7, 0, 1))
    assert (report.structs, report.deletes, report.types) == (3, 3, 1)
    assert report.roots == {"r", "s"}
    assert not report.empty


def test_g12_an_update_of_deletes_only_is_not_empty() -> None:
    assert not inspect(update(deleted=deletes((7, [(0, 1)]))), LIMITS).empty


def test_g12_ranges_leave_out_the_gaps() -> None:
    data = update(block(7, 3, text("ab", **ROOT), skip(5), gc(2), skip(1)))
    assert inspect(data, LIMITS).clients == (ClientRange(7, 3, 5), ClientRange(7, 10, 12))


@pytest.mark.parametrize(
    ("value", "length"), [("abc", 3), ("ä€", 2), ("😀", 2), ("👩‍👩‍👧", 8), ("\ufffd\x00", 2)]
)
def test_g3_text_counts_in_utf_16_units(value: str, length: int) -> None:
    assert inspect(one(text(value, **ROOT)), LIMITS).clients == ((7, 0, length),)


@pytest.mark.parametrize(
    ("struct", "length"),
    [
        (gc(5), 5),
        (item(yjs.DELETED, uint(4), **ROOT), 4),
        (item(yjs.BINARY, b"\x02ab", **ROOT), 1),
        (item(yjs.EMBED, string('{"i":[1]}'), **ROOT), 1),
        (item(yjs.FORMAT, string("bold") + string("true"), **ROOT), 1),
        (y_type(yjs.TEXT, **ROOT), 1),
        (item(yjs.TYPE, b"\x03" + string("p"), **ROOT), 1),
        (plain(b"\x7d\x05", b"\x77\x01a", **ROOT), 2),
    ],
)
def test_g4_each_content_has_its_length(struct: bytes, length: int) -> None:
    assert inspect(one(struct, gc(1)), LIMITS).clients == ((7, 0, length + 1),)


@pytest.mark.parametrize(
    "place",
    [
        {"root": "r"},
        {"root": "r", "key": "k"},
        {"parent": (3, 5)},
        {"parent": (2**52, 5), "key": "ü"},
        {"origin": (7, 1)},
        {"right": (3, 2**31 - 1)},
        {"origin": (7, 0), "right": (3, 4)},
        {"origin": (3, 1), "key": "inherited"},
    ],
)
def test_an_item_can_stand_in_a_root_in_a_parent_or_beside_others(place: dict[str, object]) -> None:
    data = update(block(7, 2, text("a", **place)))
    assert inspect(data, LIMITS).clients == ((7, 2, 3),)


@pytest.mark.parametrize("content", [11, 12, 16 + yjs.STRING, 31])
def test_g4_other_contents_are_refused(content: int) -> None:
    refused(one(item(content, string("a"), **ROOT)), WireError, f"got {content}")


def test_g4_obsolete_json_is_refused() -> None:
    refused(one(item(yjs.JSON, uint(1) + string("1"), **ROOT)), GuardError, "content 2")


def test_g4_documents_inside_are_refused() -> None:
    refused(one(item(yjs.DOC, string("guid") + b"\x76\x00", **ROOT)), GuardError, "no document")


@pytest.mark.parametrize("struct", [bytes([128]) + uint(1), bytes([64 + 10]) + uint(1)])
def test_g5_garbage_and_gaps_carry_no_flags(struct: bytes) -> None:
    refused(one(struct), WireError, "struct's info")


@pytest.mark.parametrize(
    "struct",
    [gc(0), skip(0), text("", **ROOT), plain(**ROOT), item(yjs.DELETED, uint(0), **ROOT)],
)
def test_g6_a_struct_has_some_length(struct: bytes) -> None:
    refused(one(struct), WireError, "some length")


@pytest.mark.parametrize(
    "data",
    [
        update(block(7, 0, gc(1)), block(7, 1, gc(1))),
        update(deleted=deletes((7, [(0, 1)]), (7, [(5, 1)]))),
    ],
)
def test_g6_a_client_comes_once(data: bytes) -> None:
    refused(data, WireError, "each client once, got 7 again")


@pytest.mark.parametrize("ranges", [[(5, 1), (0, 1)], [(0, 5), (4, 2)], [(3, 1), (3, 1)]])
def test_g6_deletes_are_sorted_and_apart(ranges: list[tuple[int, int]]) -> None:
    refused(update(deleted=deletes((7, ranges))), WireError, "sorted deletes")


def test_g6_deletes_may_touch() -> None:
    assert inspect(update(deleted=deletes((7, [(0, 5), (5, 2)]))), LIMITS).deletes == 2


def test_g6_a_delete_has_some_length() -> None:
    refused(update(deleted=deletes((7, [(3, 0)]))), WireError, "some length")


@pytest.mark.parametrize("place", ["origin", "right", "parent"])
@pytest.mark.parametrize("clock", [4, 5, 2**31 - 1])
def test_g7_a_struct_refers_to_earlier_ones_of_its_client(place: str, clock: int) -> None:
    refused(update(block(7, 4, text("a", **{place: (7, clock)}))), WireError, "earlier struct")


@pytest.mark.parametrize("place", ["origin", "right", "parent"])
def test_g2_referred_clocks_are_bounded(place: str) -> None:
    refused(one(text("a", **{place: (8, 2**31)})), WireError, "earlier struct")


@pytest.mark.parametrize(
    "data",
    [
        update(block(7, 2**31, gc(1))),
        update(block(7, 2**31 - 2, gc(2))),
        update(block(7, 5, skip(2**31 - 5), gc(1))),
        update(deleted=deletes((7, [(2**31 - 2, 2)]))),
        update(deleted=deletes((7, [(2**31 + 5, 1)]))),
    ],
)
def test_g2_clocks_stay_below_2_to_31(data: bytes) -> None:
    refused(data, GuardError, "clock")


@pytest.mark.parametrize(
    "data",
    [
        update(block(2**53, 0, gc(1))),
        update(block(2**60, 0, gc(1))),
        update(deleted=deletes((2**53, [(0, 1)]))),
        one(text("a", origin=(2**53, 0))),
    ],
)
def test_g2_client_ids_stay_below_2_to_53(data: bytes) -> None:
    refused(data, SyncError, r"(number|2\*\*53)")


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x00\x00",
        b"\x01\x01\x87\x00\x00\x00\x01\x00",
        b"\x01\x01\x07\x00\x00\x81\x80\x00\x00",
        one(plain(b"\x7d\x85\x00", **ROOT)),
    ],
)
def test_w2_padded_numbers_are_refused(data: bytes) -> None:
    refused(data, WireError, "shortest form")


def test_a_parent_is_named_or_referred_to() -> None:
    refused(one(b"\x04\x02\x01r\x01a"), WireError, "parent 0 or 1, got 2")


@pytest.mark.parametrize("kind", [5, 7, 15, 127])
def test_g8_other_types_are_refused(kind: int) -> None:
    refused(one(item(yjs.TYPE, bytes([kind]) + string("p"), **ROOT)), WireError, "Y type")


@pytest.mark.parametrize(
    "data",
    [
        one(item(yjs.STRING, b"\x01\xff", **ROOT)),
        one(item(yjs.STRING, b"\x03\xed\xa0\xbd", **ROOT)),
        one(b"\x04\x01\x01\xff\x01a"),
        one(plain(b"\x77\x01\xff", **ROOT)),
        one(plain(b"\x76\x01\x01\xff\x7e", **ROOT)),
        one(item(yjs.FORMAT, b"\x01\xff" + string("1"), **ROOT)),
        one(item(yjs.EMBED, b"\x01\xff", **ROOT)),
        one(item(yjs.TYPE, b"\x03\x01\xff", **ROOT)),
    ],
)
def test_w4_text_is_utf_8_wherever_it_stands(data: bytes) -> None:
    refused(data, WireError, "UTF-8")


PLAIN = [
    b"\x7f",
    b"\x7e",
    b"\x7d\x05",
    b"\x7d\x45",
    b"\x7d\xbf\xff\xff\xff\xff\xff\xff\x0f",
    b"\x7c\x3f\x80\x00\x00",
    b"\x7b\x3f\xf0\x00\x00\x00\x00\x00\x00",
    b"\x79",
    b"\x78",
    b"\x77\x02ab",
    b"\x76\x00",
    b"\x76\x02\x01a\x7e\x01b\x75\x00",
    b"\x75\x03\x7e\x76\x01\x01k\x77\x00\x7d\x01",
    b"\x74\x02\x00\xff",
]


@pytest.mark.parametrize("value", PLAIN)
def test_g9_plain_values_are_walked_to_their_end(value: bytes) -> None:
    assert inspect(one(plain(value, b"\x7e", value, **ROOT), gc(1)), LIMITS).structs == 2


@pytest.mark.parametrize("tag", [0, 115, 128, 255])
def test_g9_other_plain_values_are_refused(tag: int) -> None:
    refused(one(plain(bytes([tag]), **ROOT)), WireError, f"got {tag}")


def test_g9_a_bigint_is_refused() -> None:
    refused(one(plain(b"\x7a" + bytes(8), **ROOT)), GuardError, "bigint")


def test_g9_an_integer_has_at_most_eight_bytes() -> None:
    refused(one(plain(b"\x7d" + b"\xff" * 8 + b"\x01", **ROOT)), WireError, "integer")


def nested_arrays(depth: int) -> bytes:
    return b"\x75\x01" * depth + b"\x7e"


def nested_maps(depth: int) -> bytes:
    return b"\x76\x01\x01k" * depth + b"\x7e"


@pytest.mark.parametrize("nested", [nested_arrays, nested_maps])
def test_g9_plain_values_nest_to_a_bound(nested: Callable[[int], bytes]) -> None:
    at_most = LIMITS.any_depth
    inspect(one(plain(nested(at_most), b"\x7e", nested(at_most), **ROOT)), LIMITS)
    refused(one(plain(nested(at_most + 1), **ROOT)), GuardError, "nested values")


@pytest.mark.parametrize(
    "values",
    [[b"\x75\xff\xff\xff\xff\x0f"], [b"\x76\xff\xff\xff\xff\x0f"], [b"\x75\x06" + b"\x7e" * 6] * 2],
)
def test_g9_plain_values_are_counted_before_they_are_there(values: list[bytes]) -> None:
    few = replace(LIMITS, any_elements=10)
    refused(one(plain(*values, **ROOT)), GuardError, "values", few)


@pytest.mark.parametrize(
    "value", ["1", "null", '"a"', '{"a":[1,2.5e3,"\\u00fc"]}', " [ ] ", '"[[[[[[{{{{"']
)
def test_g10_json_may_be_any_json(value: str) -> None:
    inspect(one(item(yjs.EMBED, string(value), **ROOT)), LIMITS)
    inspect(one(item(yjs.FORMAT, string("k") + string(value), **ROOT)), LIMITS)


def test_g10_json_is_bounded_in_all() -> None:
    value = item(yjs.EMBED, string('"' + "x" * 98 + '"'), **ROOT)
    few = replace(LIMITS, any_elements=100)
    inspect(one(value), few)
    refused(one(value, value), GuardError, "values", few)


@pytest.mark.parametrize(
    "value", ["", "{", "undefined", "NaN", "[Infinity]", "'a'", "[1,]", "\ufeff1", '"\n"', "01"]
)
def test_g10_what_json_parse_throws_on_is_refused(value: str) -> None:
    refused(one(item(yjs.EMBED, string(value), **ROOT)), WireError, "JSON")


def test_g10_brackets_nest_to_a_bound() -> None:
    depth = LIMITS.json_depth
    deep, deeper = ("[" * n + "]" * n for n in (depth, depth + 1))
    wide = "[" + ",".join(['{"[":[]}'] * depth) + "]"
    for value in (deep, wide):
        inspect(one(item(yjs.EMBED, string(value), **ROOT)), LIMITS)
    refused(one(item(yjs.EMBED, string(deeper), **ROOT)), GuardError, "nested JSON")


def test_g10_brackets_inside_strings_do_not_hide_others() -> None:
    hidden = "[" * 40 + '"' + "]" * 40 + '\\"' + '"' + "]" * 40
    refused(one(item(yjs.EMBED, string(hidden), **ROOT)), GuardError, "nested JSON")


BOUNDS = [
    ("structs", 2, one(gc(1), gc(1), gc(1))),
    ("clients", 1, update(block(7, 0, gc(1)), block(8, 0, gc(1)))),
    ("clients", 1, update(deleted=deletes((7, [(0, 1)]), (8, [(0, 1)])))),
    ("delete_ranges", 2, update(deleted=deletes((7, [(0, 1), (2, 1)]), (8, [(0, 1)])))),
    ("string_bytes", 3, one(text("üü", **ROOT))),
    ("string_bytes", 3, one(plain(b"\x77\x04abcd", **ROOT))),
    ("binary_bytes", 3, one(item(yjs.BINARY, b"\x04abcd", **ROOT))),
    ("binary_bytes", 3, one(plain(b"\x74\x04abcd", **ROOT))),
    ("json_bytes", 3, one(item(yjs.EMBED, string("1234"), **ROOT))),
    ("key_bytes", 3, one(text("a", root="r", key="long"))),
    ("key_bytes", 3, one(plain(b"\x76\x01\x04long\x7e", **ROOT))),
    ("key_bytes", 3, one(item(yjs.FORMAT, string("bold") + string("1"), **ROOT))),
    ("key_bytes", 3, one(item(yjs.TYPE, b"\x03" + string("span"), **ROOT))),
    ("root_bytes", 3, one(text("a", root="long"))),
    ("roots", 1, one(text("a", root="r"), text("b", root="s"))),
    ("types", 1, one(y_type(yjs.MAP, **ROOT), y_type(yjs.MAP, **ROOT))),
]


@pytest.mark.parametrize(("bound", "most", "data"), BOUNDS)
def test_g11_everything_is_bounded(bound: str, most: int, data: bytes) -> None:
    inspect(data, LIMITS)
    refused(data, GuardError, "expected at most", replace(LIMITS, **{bound: most}))


def test_g1_nothing_follows_the_delete_set() -> None:
    refused(b"\x00\x00\x00", WireError, "1 more")


@pytest.mark.parametrize("value", [text("abc", **ROOT), *(plain(value, **ROOT) for value in PLAIN)])
def test_w5_an_update_that_ends_early_is_refused_at_every_offset(value: bytes) -> None:
    whole = update(block(7, 5, value), deleted=deletes((7, [(0, 1), (3, 2)])))
    inspect(whole, LIMITS)
    for end in range(len(whole)):
        refused(whole[:end], WireError, "update")
