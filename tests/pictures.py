"""Small picture files, and parts of them, as tests need them: whole, odd or hostile."""

import struct
import zlib
from collections.abc import Sequence

# Pixels; larger ones have a head that says so and no rows.
LARGEST_DRAWN = 2**16
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_chunk(kind: bytes, body: bytes = b"") -> bytes:
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def png_header(width: int, height: int, *, depth: int = 8, colour: int = 0) -> bytes:
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def png(
    width: int = 1,
    height: int = 1,
    *,
    extra: Sequence[bytes] = (),
    rows: bytes | None = None,
    end: bytes = b"",
) -> bytes:
    """A grey one; `extra` chunks after the header, `end` after the last."""
    if rows is None:
        small = width * height <= LARGEST_DRAWN
        rows = (b"\0" + b"\x80" * width) * height if small else b""
    data = png_chunk(b"IDAT", zlib.compress(rows))
    head = PNG_SIGNATURE + png_header(width, height)
    return head + b"".join(extra) + data + png_chunk(b"IEND") + end


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


EXIF_GPS = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08GPS 51.5136 7.4653")
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Ada</x:xmpmeta>")
COMMENT = segment(0xFE, b"taken by Ada")
JFIF_WITH_THUMBNAIL = segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\1\1" + b"thm")
ADOBE = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x7f\xff\0\x01\xff\xd0\x3f"


def jpeg_frame(width: int, height: int, marker: int = 0xC0, precision: int = 8) -> bytes:
    return segment(marker, struct.pack(">BHHB", precision, height, width, 1) + b"\1\x11\0")


def jpeg(
    width: int = 1,
    height: int = 1,
    *,
    extra: Sequence[bytes] = (),
    frame: bytes | None = None,
    scans: Sequence[bytes] = (SCAN,),
    end: bytes = b"",
) -> bytes:
    """Its structure is right, its pixels are none; `extra` segments come before the frame."""
    tables = segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC4, b"\0\1" + b"\0" * 15 + b"\0")
    frame = jpeg_frame(width, height) if frame is None else frame
    return b"".join([b"\xff\xd8", *extra, tables, frame, *scans, b"\xff\xd9", end])


def riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def vp8(width: int, height: int) -> bytes:
    sides = struct.pack("<HH", width, height)
    return riff(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + sides + b"\1\2\3")


def vp8l(width: int, height: int) -> bytes:
    return riff(b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | (height - 1) << 14) + b"\1\2")


def vp8x(width: int, height: int, flags: int = 0) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return riff(b"VP8X", struct.pack("<I", flags) + sides)


def webp(*chunks: bytes, end: bytes = b"") -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + end
