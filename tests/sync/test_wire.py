import pytest

from sync.errors import WireError
from sync.wire import (
    MAX_SAFE_INTEGER,
    Reader,
    write_var_bytes,
    write_var_string,
    write_var_uint,
)


def written(value: int) -> bytes:
    buffer = bytearray()
    write_var_uint(buffer, value)
    return bytes(buffer)


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        (0, b"\x00"),
        (127, b"\x7f"),
        (128, b"\x80\x01"),
        (300, b"\xac\x02"),
        (2**31, b"\x80\x80\x80\x80\x08"),
        (MAX_SAFE_INTEGER, b"\xff\xff\xff\xff\xff\xff\xff\x0f"),
    ],
)
def test_w1_numbers_are_written_in_groups_of_seven_bits(value: int, encoded: bytes) -> None:
    assert written(value) == encoded
    assert Reader(encoded).var_uint() == value


@pytest.mark.parametrize(
    "data", [b"\x80\x80\x80\x80\x80\x80\x80\x10", b"\xff\xff\xff\xff\xff\xff\xff\xff\x01"]
)
def test_w1_numbers_beyond_2_to_53_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        Reader(data).var_uint()


@pytest.mark.parametrize("data", [b"\x80\x00", b"\xff\x80\x00"])
def test_w2_padded_numbers_are_refused(data: bytes) -> None:
    with pytest.raises(WireError, match="shortest form"):
        Reader(data).var_uint()


def test_w1_a_number_can_have_a_smaller_bound() -> None:
    assert Reader(b"\x05").var_uint(5) == 5
    with pytest.raises(WireError, match="up to 5, got 6"):
        Reader(b"\x06").var_uint(5)


def test_w3_a_length_over_its_bound_is_refused_before_it_is_cut() -> None:
    with pytest.raises(WireError, match="at most 4 bytes, got 5"):
        Reader(b"\x05abcde").var_bytes(4)


def test_w3_a_length_over_what_is_there_is_refused() -> None:
    with pytest.raises(WireError, match="5 bytes, got 3"):
        Reader(b"\x05abc").var_bytes(10)


@pytest.mark.parametrize("data", [b"\x01\xff", b"\x03\xed\xa0\x80", b"\x02\xc0\x80", b"\x01\xc3"])
def test_w4_strings_are_strict_utf_8(data: bytes) -> None:
    with pytest.raises(WireError, match="UTF-8"):
        Reader(data).var_string(10)


@pytest.mark.parametrize("text", ["", "Idee", "ü😀\x00"])
def test_strings_come_back(text: str) -> None:
    buffer = bytearray()
    write_var_string(buffer, text)
    assert Reader(bytes(buffer)).var_string(100) == text


def test_a_reader_knows_its_end() -> None:
    buffer = bytearray()
    write_var_bytes(buffer, b"ab")
    reader = Reader(bytes(buffer) + b"x")
    assert reader.var_bytes(2) == b"ab"
    with pytest.raises(WireError, match="1 more"):
        reader.end()
    assert reader.u8() == ord("x")
    assert reader.at_end
    reader.end()
    with pytest.raises(WireError, match="got the end"):
        reader.u8()


@pytest.mark.parametrize("value", [-1, MAX_SAFE_INTEGER + 1])
def test_writing_what_no_peer_can_read_is_our_bug(value: int) -> None:
    with pytest.raises(AssertionError):
        written(value)
