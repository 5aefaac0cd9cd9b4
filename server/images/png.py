"""PNG: signature, then chunks of length, type, data and CRC (W3C PNG, third edition, 5)."""

import struct
from zlib import crc32

from server.images.picture import BadPicture, Picture, require_few_parts, require_size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Colour type → bit depths.
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Length of what changes how colours look; profiles could hold anything, and do.
COLOUR_CHUNKS = {b"sRGB": 1, b"gAMA": 4, b"cHRM": 32}
MOST_COLOURS_BYTES = 3 * 256
END = b"\0\0\0\0IEND\xae\x42\x60\x82"


def read_png(data: bytes) -> Picture:
    """Of an animation the still picture is kept. Raises BadPicture."""
    kept = [SIGNATURE]
    kinds: list[bytes] = []
    width = height = 0
    place = len(SIGNATURE)
    while True:
        kind, body, chunk = _chunk(data, place)
        if (kind == b"IHDR") is not (not kinds):
            raise BadPicture("expected one IHDR, at the beginning")
        if kind == b"IHDR":
            width, height = _header(body)
        if kind == b"IDAT" and kind in kinds and kinds[-1] != kind:
            raise BadPicture("expected the image data in one row")
        kinds.append(kind)
        require_few_parts(len(kinds))
        if kind == b"IEND":
            break
        if _is_kept(kind, body):
            kept.append(chunk)
        place += len(chunk)
    if b"IDAT" not in kinds:
        raise BadPicture("expected image data")
    return Picture("image/png", width, height, b"".join([*kept, END]))


def _chunk(data: bytes, place: int) -> tuple[bytes, bytes, bytes]:
    """(type, data, all of it)"""
    head = data[place : place + 8]
    if len(head) < 8:
        raise BadPicture("expected a chunk, the file is cut")
    length, kind = struct.unpack(">I4s", head)
    chunk = data[place : place + 12 + length]
    if len(chunk) < 12 + length:
        raise BadPicture(f"expected {length} bytes of {kind!r}, the file is cut")
    body = chunk[8:-4]
    if crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
        raise BadPicture(f"expected the checksum of {kind!r}")
    return kind, body, chunk


def _header(body: bytes) -> tuple[int, int]:
    if len(body) != 13:
        raise BadPicture("expected an IHDR of 13 bytes")
    width, height, depth, colour, *methods, interlaced = struct.unpack(">IIBBBBB", body)
    require_size(width, height)
    if depth not in DEPTHS.get(colour, ()) or methods != [0, 0] or interlaced > 1:
        raise BadPicture("expected a colour type, depth and method that exist")
    return width, height


def _is_kept(kind: bytes, body: bytes) -> bool:
    """Raises BadPicture for what a decoder must understand and nobody knows."""
    if kind in (b"IHDR", b"IDAT"):
        return True
    if kind in (b"PLTE", b"tRNS"):
        return len(body) <= MOST_COLOURS_BYTES
    if kind in COLOUR_CHUNKS:
        return len(body) == COLOUR_CHUNKS[kind]
    if not kind[0] & 0x20:
        raise BadPicture(f"expected a known chunk, got {kind!r}")
    return False
