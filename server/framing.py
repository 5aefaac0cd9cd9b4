"""Websocket frames by hand where they are all alike: the one kind that carries edits.

A person who types sends whole, final, masked binary frames, and gets binary frames. websockets'
parser is right about every other kind, but takes six times as long for these.
"""

from typing import Final

try:
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

_FINAL_BINARY: Final = 0x82
_FINAL: Final = 0x80
_OPCODE: Final = 0x0F
_FIRST_CONTROL_OPCODE: Final = 0x8
_MASKED: Final = 0x80
_MASK_BYTES: Final = 4


def binary_frame(message: bytes) -> bytes:
    """A whole unmasked frame, the same for every peer."""
    length = len(message)
    if length < 126:
        return bytes((_FINAL_BINARY, length)) + message
    if length < 2**16:
        return b"\x82\x7e" + length.to_bytes(2) + message
    return b"\x82\x7f" + length.to_bytes(8) + message


class Splitter:
    """Cuts a peer's stream at the ends of its frames and takes the messages out.

    Judges nothing: whatever is not a whole message in one frame, wrong frames too, is left to the
    parser, which sees all the bytes of such a frame and never one of another.
    """

    def __init__(self) -> None:
        self.frames = 0  # begun so far
        self._header = b""  # the beginning of a frame whose length is not known yet
        self._owed = 0  # bytes to come of the frame that the parser has begun
        self._in_fragments = False

    def split(self, data: bytes) -> list[tuple[bool, bytes]]:
        """Messages (True) and bytes for the parser (False), in their order."""
        pieces: list[tuple[bool, bytes]] = []
        at = 0
        if self._header:
            data = self._header + data
            self._header = b""
        elif self._owed:
            at = min(self._owed, len(data))
            self._owed -= at
            pieces.append((False, data[:at]))
        size = len(data)
        while at < size:
            payload = at + 2
            if payload > size:
                break
            first, second = data[at], data[at + 1]
            length = second & 0x7F
            if length > 125:
                begin, payload = payload, payload + (2 if length == 126 else 8)
                if payload > size:
                    break
                length = int.from_bytes(data[begin:payload])
            if second & _MASKED:
                payload += _MASK_BYTES
            end = payload + length
            self.frames += 1
            is_plain = first == _FINAL_BINARY and second & _MASKED and not self._in_fragments
            if is_plain and end <= size:
                mask = data[payload - _MASK_BYTES : payload]
                pieces.append((True, apply_mask(data[payload:end], mask)))
            else:
                if first & _OPCODE < _FIRST_CONTROL_OPCODE:
                    self._in_fragments = not first & _FINAL
                pieces.append((False, data[at:end]))
                self._owed = max(end - size, 0)
            at = end
        self._header = data[at:]
        return pieces
