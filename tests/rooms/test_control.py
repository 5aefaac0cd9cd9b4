from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms import control
from rooms.control import ClockCommand, Gather, Hello, RequestError, Time
from rooms.stage.clock import LONGEST_MS
from sync.errors import WireError
from sync.messages import Control, WireLimits, decode

START = {"t": "clock", "id": 1, "scope": "room", "action": "start", "rev": 0, "duration_ms": 60_000}
GATHER = {"t": "gather", "id": 1, "x": -40, "y": 12.5, "width": 800, "height": 600.0}


def content_of(message: bytes) -> dict[str, Any]:
    decoded = decode(message, WireLimits())
    assert isinstance(decoded, Control)
    content: dict[str, Any] = msgpack.unpackb(decoded.payload)
    return content


def problem_with(content: dict[str, Any]) -> RequestError:
    with pytest.raises(RequestError) as caught:
        control.parse(content)
    return caught.value


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xc1",
        msgpack.packb([1, 2]),
        msgpack.packb("hello"),
        msgpack.packb({1: 2}),
        msgpack.packb({b"t": "time"}),
        msgpack.packb({"t": "time"}) + b"\x00",
        msgpack.packb({"t": "time"})[:-1],
        msgpack.packb({f"key {number}": 0 for number in range(65)}),
        msgpack.packb({"t": list(range(1025))}),
        b"\x91" * 10_000,
        b"\x81\xa1t\xc7\x03\xff\x00\x00\x00",
        b"\x81\xa1t\xa2\xff\xfe",
    ],
)
def test_what_is_no_bounded_map_with_text_keys_is_malformed(payload: bytes) -> None:
    with pytest.raises(WireError):
        control.unpack(payload)


def test_a_request_has_a_largest_size() -> None:
    room_left = control.MAX_REQUEST_BYTES - len(msgpack.packb({"t": b"x" * 1000})) + 1000

    control.unpack(msgpack.packb({"t": b"x" * room_left}))
    with pytest.raises(WireError, match="at most"):
        control.unpack(msgpack.packb({"t": b"x" * (room_left + 1)}))


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_malformed(payload: bytes) -> None:
    try:
        content = control.unpack(payload)
    except WireError:
        return
    assert all(isinstance(key, str) for key in content)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


FIELDS = (
    *("id", "client", "scope", "action", "rev", "duration_ms", "delta_ms", "label"),
    *("x", "y", "width", "height", "object"),
)
types = st.sampled_from(["hello", "time", "clock", "gather", "vote"]) | json_like


@given(st.fixed_dictionaries({"t": types}, optional=dict.fromkeys(FIELDS, json_like)))
def test_no_fields_do_more_than_be_refused(content: dict[str, Any]) -> None:
    problem = None
    try:
        request = control.parse(content)
    except RequestError as error:
        problem = error

    if problem is None:
        assert isinstance(request, (Hello, Time, ClockCommand, Gather))
    else:
        assert problem.code == "invalid"
        assert problem.expected
        assert len(problem.got) <= 60
        control.refusal(1, problem)


def test_hello_says_the_client_id() -> None:
    hello = control.parse({"t": "hello", "id": 1, "client": 77})

    assert hello == Hello(t="hello", id=1, client=77)


def test_time_asks_for_nothing_more() -> None:
    assert control.parse({"t": "time", "id": 4}) == Time(t="time", id=4)


def test_a_clock_command_takes_its_fields() -> None:
    command = control.parse({**START, "label": "Ideen sammeln"})

    assert isinstance(command, ClockCommand)
    assert (command.scope, command.action, command.rev) == ("room", "start", 0)
    assert (command.duration_ms, command.delta_ms) == (60_000, None)
    assert command.label == "Ideen sammeln"


def test_a_call_takes_a_part_of_the_board_and_perhaps_an_object() -> None:
    assert control.parse(GATHER) == Gather(
        t="gather", id=1, x=-40.0, y=12.5, width=800.0, height=600.0
    )
    named = control.parse({**GATHER, "object": "note-1"})
    assert isinstance(named, Gather)
    assert named.object == "note-1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("x", float("nan")),
        ("x", float("inf")),
        ("y", -2_000_001),
        ("y", "0"),
        ("width", 0),
        ("width", 4_000_001),
        ("height", -1),
        ("height", None),
        ("height", True),
        ("object", ""),
        ("object", "x" * 65),
        ("object", 7),
    ],
)
def test_a_call_to_no_place_is_refused(field: str, value: object) -> None:
    problem = problem_with({**GATHER, field: value})

    assert (problem.code, field in problem.expected) == ("invalid", True)


def test_fields_of_a_newer_client_are_ignored() -> None:
    assert control.parse({"t": "time", "id": 4, "zone": "Europe/Berlin"}) == Time(t="time", id=4)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"id": -1}, "id"),
        ({"id": 2**32}, "id"),
        ({"id": "1"}, "id"),
        ({"id": True}, "id"),
        ({"rev": -1}, "rev"),
        ({"rev": 1.0}, "rev"),
        ({"scope": "city"}, "scope"),
        ({"action": "explode"}, "action"),
        ({"duration_ms": 0}, "duration_ms"),
        ({"duration_ms": LONGEST_MS + 1}, "duration_ms"),
        ({"delta_ms": LONGEST_MS + 1}, "delta_ms"),
        ({"delta_ms": -LONGEST_MS - 1}, "delta_ms"),
        ({"label": "x" * 81}, "label"),
    ],
)
def test_a_refusal_names_the_field_that_does_not_fit(changed: dict[str, Any], place: str) -> None:
    problem = problem_with({**START, **changed})

    assert problem.code == "invalid"
    assert place in problem.expected


@pytest.mark.parametrize("field", ["id", "scope", "action", "rev"])
def test_a_refusal_names_the_field_that_is_missing(field: str) -> None:
    content = {name: value for name, value in START.items() if name != field}

    assert field in problem_with(content).expected


def test_an_unknown_type_is_refused() -> None:
    problem = problem_with({"t": "vote", "id": 1})

    assert problem.expected.startswith("t:")
    assert "vote" in problem.got


def test_a_reply_carries_the_requests_id_and_what_was_asked_for() -> None:
    reply = content_of(control.reply(7, server_now=1_700_000_000_000))

    assert reply == {"t": "reply", "id": 7, "ok": True, "server_now": 1_700_000_000_000}


def test_a_refusal_carries_code_expected_and_got_and_whatever_helps() -> None:
    error = RequestError("conflict", "revision 2", "1", name="clock/room", value=None, rev=2)

    assert content_of(control.refusal(7, error)) == {
        "t": "reply",
        "id": 7,
        "ok": False,
        "error": {
            "code": "conflict",
            "expected": "revision 2",
            "got": "1",
            "name": "clock/room",
            "value": None,
            "rev": 2,
        },
    }
