"""JPEG: segments between markers, and scans whose data runs to the next marker (ITU-T T.81, B)."""

import re
import struct

from server.images.picture import BadPicture, Picture, require_few_parts, require_size

START, END, SCAN = 0xD8, 0xD9, 0xDA
SIGNATURE = b"\xff\xd8\xff"
# Baseline, extended, progressive: what browsers draw. The others are lossless or arithmetic.
FRAMES = (0xC0, 0xC1, 0xC2)
TABLES = (0xC4, 0xDB, 0xDD)  # Huffman, quantisation, restart interval
JFIF, ADOBE = 0xE0, 0xEE
DROPPED = (*range(0xE0, 0xF0), 0xFE)  # applications' (EXIF, XMP, profiles) and comments
# Each scan makes a decoder walk all pixels again; encoders write some ten.
MOST_SCANS = 64
# Bytes of filling before a marker: any number is allowed, and nobody needs them.
MOST_FILLING = 64
# The end of a scan: not an escaped 0xff, a restart, or a filling byte.
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# Says that colours are YCbCr, and nothing else: without a resolution and a small picture.
PLAIN_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def read_jpeg(data: bytes) -> Picture:
    """Raises BadPicture."""
    kept = [bytes((0xFF, START))]
    size: tuple[int, int] | None = None
    place = 2
    parts = scans = 0
    while True:
        marker, place = _marker(data, place)
        parts += 1
        require_few_parts(parts)
        if marker == END:
            break
        segment, place = _segment(data, marker, place)
        if marker in FRAMES:
            if size is not None:
                raise BadPicture("expected one frame")
            size = _frame(segment)
        elif marker == SCAN:
            scans += 1
            if size is None or scans > MOST_SCANS:
                raise BadPicture(f"expected a frame, then at most {MOST_SCANS} scans")
            found = NEXT_MARKER.search(data, place)
            if found is None:
                raise BadPicture("expected the end of a scan, the file is cut")
            segment += data[place : found.start()].rstrip(b"\xff")
            place = found.start()
        elif marker in DROPPED:
            segment = _colours(marker, segment)
        elif marker not in TABLES:
            raise BadPicture(f"expected a known segment, got {marker:#x}")
        kept.append(segment)
    if size is None or not scans:
        raise BadPicture("expected a frame and a scan")
    return Picture("image/jpeg", *size, b"".join([*kept, bytes((0xFF, END))]))


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker there, and where what follows it begins."""
    if data[place : place + 1] != b"\xff":
        raise BadPicture("expected a marker")
    begun = place
    while data[place : place + 1] == b"\xff":
        place += 1
        if place - begun > MOST_FILLING:
            raise BadPicture("expected a marker, got filling bytes")
    if place >= len(data):
        raise BadPicture("expected a marker, the file is cut")
    return data[place], place + 1


def _segment(data: bytes, marker: int, place: int) -> tuple[bytes, int]:
    """All of it with its marker, and where it ends."""
    length = int.from_bytes(data[place : place + 2])
    end = place + length
    if length < 2 or end > len(data):
        raise BadPicture(f"expected {length} bytes of segment {marker:#x}, the file is cut")
    return bytes((0xFF, marker)) + data[place:end], end


def _frame(segment: bytes) -> tuple[int, int]:
    """(width, height)"""
    if len(segment) < 10:
        raise BadPicture("expected a frame header")
    precision, height, width, components = struct.unpack(">BHHB", segment[4:10])
    if precision != 8 or components not in (1, 3, 4) or len(segment) != 10 + 3 * components:
        raise BadPicture("expected a frame of 8 bits with 1, 3 or 4 components")
    require_size(width, height)
    return width, height


def _colours(marker: int, segment: bytes) -> bytes:
    """What of an application's segment says how colours are meant; all else goes."""
    if marker == JFIF and segment[4:9] == b"JFIF\0":
        return PLAIN_JFIF
    if marker == ADOBE and segment[4:9] == b"Adobe" and len(segment) == 16:
        return segment
    return b""
