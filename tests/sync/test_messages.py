import pytest

from sync.errors import WireError
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

LIMITS = WireLimits()

# As the stock y-protocols encoders write them.
STOCK: list[tuple[str, Message]] = [
    ("00000100", SyncStep1(b"\x00")),
    ("0001020000", SyncStep2(b"\x00\x00")),
    ("0002020000", Update(b"\x00\x00")),
    ("0106010500027b7d", Awareness(b"\x01\x05\x00\x02{}")),
    ("03", QueryAwareness()),
    ("640180", Control(b"\x80")),
    ("65ac02", Saved(300)),
]


@pytest.mark.parametrize(("encoded", "message"), STOCK)
def test_m1_messages_are_those_of_y_protocols_and_two_more(encoded: str, message: Message) -> None:
    assert decode(bytes.fromhex(encoded), LIMITS) == message
    assert encode(message).hex() == encoded


@pytest.mark.parametrize("encoded", [encoded for encoded, _ in STOCK])
def test_m3_nothing_may_follow_a_message(encoded: str) -> None:
    with pytest.raises(WireError, match="1 more"):
        decode(bytes.fromhex(encoded) + b"\x00", LIMITS)


@pytest.mark.parametrize("data", [b"\x02\x00\x03no!", b"\x04", b"\x63\xff\xff", b"\xac\x02rest"])
def test_m4_the_rest_of_an_unknown_message_is_not_looked_at(data: bytes) -> None:
    assert isinstance(decode(data, LIMITS), Unknown)


def test_m1_a_sync_message_has_three_steps() -> None:
    with pytest.raises(WireError, match="0, 1 or 2, got 3"):
        decode(b"\x00\x03\x00", LIMITS)


@pytest.mark.parametrize(
    "message",
    [kind(b"12345") for kind in (SyncStep1, SyncStep2, Update, Awareness, Control)],
)
def test_m5_each_payload_has_a_bound(message: Message) -> None:
    small = WireLimits(
        state_vector_bytes=4, step_2_bytes=4, update_bytes=4, awareness_bytes=4, control_bytes=4
    )
    assert decode(encode(message), LIMITS) == message
    with pytest.raises(WireError, match="at most 4 bytes, got 5"):
        decode(encode(message), small)
