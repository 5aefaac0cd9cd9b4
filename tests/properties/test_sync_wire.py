"""Any message comes back from its bytes; any bytes give a message or a `WireError`."""

from collections import Counter
from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import SyncError, WireError
from sync.messages import (
    Awareness,
    Control,
    Message,
    QueryAwareness,
    Saved,
    SyncStep1,
    SyncStep2,
    Unknown,
    Update,
    WireLimits,
    decode,
    encode,
)
from sync.presence import Presence
from sync.session import Session
from sync.wire import MAX_SAFE_INTEGER, Reader, write_var_uint
from tests.sync import yjs

LIMITS = WireLimits()
PAYLOADS = st.binary(max_size=300)
COUNTS = st.integers(0, MAX_SAFE_INTEGER)
MESSAGES: st.SearchStrategy[Message] = st.one_of(
    PAYLOADS.map(SyncStep1),
    PAYLOADS.map(SyncStep2),
    PAYLOADS.map(Update),
    PAYLOADS.map(Awareness),
    st.just(QueryAwareness()),
    PAYLOADS.map(Control),
    COUNTS.map(Saved),
    COUNTS.filter(lambda kind: kind not in (0, 1, 3, 100, 101)).map(Unknown),
)
# Most random bytes fail at once; these come further.
LIKELY = st.builds(
    lambda kind, payload, damage: bytes(kind) + yjs.uint(len(payload)) + payload + damage,
    st.sampled_from([[0, 0], [0, 1], [0, 2], [1], [3], [100], [101], [0], []]),
    st.one_of(st.sampled_from([b"", b"\x00", b"\x00\x00"]), st.binary(max_size=60)),
    st.sampled_from([b"", b"", b"\x00"]),
)


@given(COUNTS)
def test_w1_a_number_comes_back(value: int) -> None:
    buffer = bytearray()
    write_var_uint(buffer, value)
    reader = Reader(bytes(buffer))
    assert reader.var_uint() == value
    assert reader.at_end


@settings(max_examples=300)
@given(MESSAGES)
def test_m2_a_message_comes_back(message: Message) -> None:
    assert decode(encode(message), LIMITS) == message


@settings(max_examples=100)
@given(MESSAGES)
def test_w5_a_message_that_ends_early_is_refused_at_every_offset(message: Message) -> None:
    data = encode(message)
    for end in range(len(data)):
        try:
            decoded = decode(data[:end], LIMITS)
        except WireError:
            continue
        raise AssertionError(f"{decoded} from {end} of {len(data)} bytes")


def test_w5_any_bytes_give_a_message_or_a_wire_error() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=1_000)
    @given(LIKELY)
    def check(data: bytes) -> None:
        try:
            message = decode(data, LIMITS)
        except WireError as error:
            came["refused" if len(error.reason.encode("ascii")) <= 120 else "long"] += 1
            return
        came[type(message).__name__] += 1
        if not isinstance(message, Unknown):
            assert encode(message) == data

    check()
    kinds = {"SyncStep1", "SyncStep2", "Update", "Awareness", "Control", "Saved", "refused"}
    assert kinds <= came.keys(), came
    assert came["long"] == 0


def test_s1_any_bytes_give_an_event_or_a_fault_of_the_peer() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=1_000)
    @given(LIKELY, st.booleans(), st.booleans(), st.booleans())
    def check(data: bytes, may_write: bool, speaks_control: bool, asked: bool) -> None:
        session = Session(may_write, speaks_control)
        if may_write and asked:
            session.ask(b"\x00")
        try:
            came[type(session.receive(data)).__name__] += 1
        except SyncError as error:
            came[str(error.code)] += 1

    check()
    assert {"Asked", "Ignored", "Moved", "4400", "4403", "4409"} <= came.keys(), came


def test_p10_any_bytes_are_a_presence_or_a_fault_of_the_peer() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=500)
    @given(st.lists(st.tuples(COUNTS, COUNTS, st.text(max_size=5)), max_size=3), st.binary())
    def check(entries: list[tuple[int, int, str]], rest: bytes) -> None:
        data = yjs.uint(len(entries)) + b"".join(
            yjs.uint(client) + yjs.uint(clock >> 20) + yjs.string(state)
            for client, clock, state in entries
        )
        data += rest if len(rest) > 20 else b""
        presence = Presence(lambda _client, _connection: True)
        try:
            presence.receive("a", data, 0)
        except SyncError:
            came["refused"] += 1
            assert presence.everyone() is None
            return
        came["taken"] += 1
        everyone = presence.everyone()
        assert everyone is None or everyone[1:] in data

    check()
    assert came["taken"] > 5, came


def test_every_bound_of_a_message_is_a_number_of_bytes() -> None:
    assert all(field.name.endswith("_bytes") for field in fields(WireLimits))
