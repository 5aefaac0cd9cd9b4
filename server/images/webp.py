"""WebP: a RIFF file of chunks around one VP8 or VP8L picture (RFC 9649)."""

import struct

from server.images.picture import BadPicture, Picture, require_few_parts, require_size

HAS_ALPHA, IS_ANIMATED = 0x10, 0x02
# An animation's frames are pictures of their own, each to be bounded and shown.
ANIMATION = (b"ANIM", b"ANMF")
KEPT = (b"ALPH", b"VP8 ", b"VP8L")


def is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read_webp(data: bytes) -> Picture:
    """Raises BadPicture."""
    size = int.from_bytes(data[4:8], "little")
    if size + 8 > len(data):
        raise BadPicture(f"expected {size} bytes of RIFF, the file is cut")
    kept = _chunks(data[: size + 8])
    canvas = kept.pop(b"VP8X", None)
    match kept:
        case {b"VP8L": body, **rest} if not rest:
            sides = _lossless(body)
        case {b"VP8 ": body, **rest} if not rest or (canvas and rest.keys() == {b"ALPH"}):
            sides = _lossy(body)
        case _:
            raise BadPicture("expected one picture, with transparency of its own at most")
    if canvas is not None and _canvas(canvas) != sides:
        raise BadPicture("expected a picture as large as its canvas")
    require_size(*sides)
    if b"ALPH" in kept:
        head = struct.pack("<I", HAS_ALPHA)
        extended = head + _u24(sides[0] - 1) + _u24(sides[1] - 1)
        kept = {b"VP8X": extended, b"ALPH": kept[b"ALPH"], b"VP8 ": kept[b"VP8 "]}
    body = b"WEBP" + b"".join(_packed(kind, data) for kind, data in kept.items())
    return Picture("image/webp", *sides, b"RIFF" + struct.pack("<I", len(body)) + body)


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """What is kept, and VP8X."""
    found: dict[bytes, bytes] = {}
    place, parts = 12, 0
    while place < len(data):
        kind, length = (
            data[place : place + 4],
            int.from_bytes(data[place + 4 : place + 8], "little"),
        )
        body = data[place + 8 : place + 8 + length]
        if len(data) < place + 8 or len(body) < length:
            raise BadPicture(f"expected {length} bytes of {kind!r}, the file is cut")
        parts += 1
        require_few_parts(parts)
        if kind in ANIMATION:
            raise BadPicture("expected a picture that stands still")
        if kind == b"VP8X" and parts > 1:
            raise BadPicture("expected VP8X at the beginning")
        if kind == b"VP8X" or kind in KEPT:
            if kind in found:
                raise BadPicture(f"expected one {kind!r}")
            found[kind] = body
        place += 8 + length + length % 2
    return found


def _canvas(body: bytes) -> tuple[int, int]:
    if len(body) != 10:
        raise BadPicture("expected 10 bytes of VP8X")
    if body[0] & IS_ANIMATED:
        raise BadPicture("expected a picture that stands still")
    return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1


def _lossy(body: bytes) -> tuple[int, int]:
    """Sides of a VP8 key frame (RFC 6386, 9.1)."""
    if len(body) < 10 or body[0] & 1 or body[3:6] != b"\x9d\x01\x2a":
        raise BadPicture("expected a key frame of VP8")
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


def _lossless(body: bytes) -> tuple[int, int]:
    bits = int.from_bytes(body[1:5], "little")
    if len(body) < 5 or body[0] != 0x2F or bits >> 29:
        raise BadPicture("expected the head of VP8L")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _u24(number: int) -> bytes:
    return number.to_bytes(3, "little")


def _packed(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
