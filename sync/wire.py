"""The lib0 encoding, bounded: every length is checked before anything is cut or allocated.

Only the shortest form of a number is accepted (W2), so equal messages are equal bytes.
"""

from __future__ import annotations

from typing import Final

from sync.errors import WireError

# Peers in JavaScript hold numbers as doubles: above this they are no longer exact.
MAX_SAFE_INTEGER: Final = 2**53 - 1
# 53 bits take eight groups of seven.
_MAX_SHIFT: Final = 49


class Reader:
    """Reads one message from the front. Every method raises `WireError`, never anything else."""

    __slots__ = ("_data", "position")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0

    @property
    def at_end(self) -> bool:
        return self.position == len(self._data)

    def end(self) -> None:
        if self.position != len(self._data):
            raise WireError(f"expected the end, got {len(self._data) - self.position} more bytes")

    def u8(self) -> int:
        try:
            byte = self._data[self.position]
        except IndexError:
            raise WireError("expected a byte, got the end") from None
        self.position += 1
        return byte

    def var_uint(self, maximum: int = MAX_SAFE_INTEGER) -> int:
        value = self.u8()
        if value > 0x7F:
            value = self._rest(value)
        if value > maximum:
            raise WireError(f"expected a number up to {maximum}, got {value}")
        return value

    def var_bytes(self, max_bytes: int) -> bytes:
        length = self.var_uint()
        if length > max_bytes:
            raise WireError(f"expected at most {max_bytes} bytes, got {length}")
        value = self._data[self.position : self.position + length]
        if len(value) < length:
            raise WireError(f"expected {length} bytes, got {len(value)}")
        self.position += length
        return value

    def var_string(self, max_bytes: int) -> str:
        try:
            return self.var_bytes(max_bytes).decode()
        except UnicodeDecodeError as error:
            raise WireError(f"expected UTF-8, got {error.reason}") from None

    def _rest(self, first: int) -> int:
        """The number that begins with the byte `first`, whose high bit says that more follow."""
        value = first & 0x7F
        for shift in range(7, _MAX_SHIFT + 1, 7):
            byte = self.u8()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if byte == 0:
                    raise WireError("expected the shortest form of a number, got a padded one")
                return value
        raise WireError("expected a number below 2**53, got a longer one")


def write_var_uint(buffer: bytearray, value: int) -> None:
    if not 0 <= value <= MAX_SAFE_INTEGER:
        raise AssertionError(f"a varuint is a safe integer, not {value}")
    while value > 0x7F:
        buffer.append(value & 0x7F | 0x80)
        value >>= 7
    buffer.append(value)


def write_var_bytes(buffer: bytearray, value: bytes) -> None:
    write_var_uint(buffer, len(value))
    buffer += value


def write_var_string(buffer: bytearray, value: str) -> None:
    write_var_bytes(buffer, value.encode())
