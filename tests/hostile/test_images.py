"""Files that are no pictures, or more than pictures: nothing of them is decoded, kept or shown."""

import random
import struct
import time
import tracemalloc
import zlib
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.roles import Role
from server.images.picture import LONGEST_SIDE, MOST_PIXELS, BadPicture, Picture
from server.images.read import read_picture
from server.limits import HttpLimits
from server.settings import Settings
from tests.client import Client, Seat
from tests.pictures import (
    COMMENT,
    EXIF_GPS,
    PNG_SIGNATURE,
    SCAN,
    XMP,
    jpeg,
    jpeg_frame,
    png,
    png_chunk,
    png_header,
    riff,
    segment,
    vp8,
    vp8l,
    vp8x,
    webp,
)
from tests.server.door import Door, open_door
from tests.server.wire import dialled

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
ZIP = b"PK\x03\x04" + b"\0" * 26 + b"a.js"
SECRET = b"51.5136 7.4653 Ada"
WHOLE = [
    png(9, 9, extra=[png_chunk(b"tEXt", SECRET)], end=ZIP),
    jpeg(9, 9, extra=[EXIF_GPS, XMP, COMMENT], end=HTML),
    jpeg(9, 9, frame=jpeg_frame(9, 9, 0xC2), scans=[SCAN] * 9),
    webp(vp8(9, 9), end=ZIP),
    webp(vp8l(9, 9)),
    webp(vp8x(9, 9, 0x1C), riff(b"ALPH", b"\0\x80"), vp8(9, 9), riff(b"EXIF", SECRET)),
]
FILE_BYTES = 2 * 2**20
# One answer keeps everybody waiting for so long, at most; some milliseconds in fact.
LONGEST_S = 1.0


async def add(seat: Seat, data: bytes, kind: str = "image/png") -> httpx.Response:
    async with httpx.AsyncClient(base_url=seat.server, trust_env=False) as http:
        path = f"/api/rooms/{seat.room}/images"
        headers = {"Cookie": seat.cookie, "Content-Type": kind}
        return await http.post(path, content=data, headers=headers)


def is_sound(picture: Picture) -> bool:
    """What we keep we would keep again as it is, and it says nothing else about its size."""
    again = read_picture(picture.data)
    return again == picture and picture.width * picture.height <= MOST_PIXELS


# Bombs


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(png(2**31 - 1, 2**31 - 1), id="a PNG of 4 exapixels"),
        pytest.param(png(50_000, 50_000, rows=b"\0" * 10_000_000), id="a PNG that inflates"),
        pytest.param(png(LONGEST_SIDE + 1, 1), id="a PNG as a thread"),
        pytest.param(jpeg(65_535, 65_535), id="a JPEG of 4 gigapixels"),
        pytest.param(webp(vp8l(16_384, 16_384)), id="a WebP of 268 megapixels"),
        pytest.param(webp(vp8(16_383, 16_383)), id="a lossy one"),
    ],
)
async def test_a_bomb_is_refused_by_its_head(door: Door, bomb: bytes) -> None:
    answer = await add(await door.seat("Ada"), bomb)

    assert (answer.status_code, answer.json()["code"]) == (413, "image-too-large")
    assert not [it async for it in door.server.store.blobs()]
    assert door.book.count("image/") == 0


def test_nothing_is_unpacked_to_look_at_a_picture() -> None:
    swollen = png_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 100_000_000))
    data = png(5000, 5000, rows=b"\0" * 25_005_000, extra=[swollen, png_chunk(b"iCCP", swollen)])
    tracemalloc.start()
    picture = read_picture(data)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert picture.width == 5000
    assert peak_bytes < 10 * len(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PNG_SIGNATURE + png_header(1, 1) + png_chunk(b"tEXt") * 170_000, id="chunks"),
        pytest.param(b"\xff\xd8" + segment(0xFE, b"") * 500_000, id="segments"),
        pytest.param(b"\xff\xd8" + b"\xff" * FILE_BYTES, id="filling"),
        pytest.param(jpeg(scans=[segment(0xDA, b"") + b"\xff\0" * 10**6]), id="escapes"),
        pytest.param(jpeg(scans=[segment(0xDA, b"") + b"\xff" * FILE_BYTES]), id="filled scan"),
        pytest.param(jpeg(scans=[segment(0xDA, b"") + b"\xff\xd0" * 10**6]), id="restarts"),
        pytest.param(jpeg(scans=[SCAN] * 100_000), id="scans"),
        pytest.param(webp(riff(b"junk", b"") * 250_000, vp8(1, 1)), id="RIFF chunks"),
    ],
)
def test_many_small_parts_take_no_time(data: bytes) -> None:
    begun_s = time.perf_counter()
    try:
        read_picture(data)
    except BadPicture:
        pass
    assert time.perf_counter() - begun_s < LONGEST_S


# What is something else, or something else too


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(SVG, id="SVG"),
        pytest.param(b"<?xml version='1.0'?>" + SVG, id="SVG with a declaration"),
        pytest.param(zlib.compress(SVG), id="packed SVG"),
        pytest.param(HTML, id="HTML"),
        pytest.param(b"GIF89a" + struct.pack("<HH", 1, 1) + b"\0\0\0;", id="GIF"),
        pytest.param(b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", id="AVIF"),
        pytest.param(b"BM" + b"\0" * 60, id="BMP"),
        pytest.param(b"II*\0\x08\0\0\0", id="TIFF"),
        pytest.param(b"%PDF-1.7", id="PDF"),
        pytest.param(ZIP, id="ZIP"),
        pytest.param(b"RIFF\x04\0\0\0WAVE", id="a RIFF of sound"),
        pytest.param(b"GIF89a" + png(), id="a PNG behind another head"),
        pytest.param(b" " + png(), id="a PNG behind a blank"),
        pytest.param(b"", id="nothing"),
    ],
)
@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml"])
async def test_what_is_no_picture_we_know_is_refused_whatever_it_is_called(
    door: Door, data: bytes, kind: str
) -> None:
    answer = await add(await door.seat("Ada"), data, kind)

    assert (answer.status_code, answer.json()["code"]) == (415, "image-format")
    assert door.book.count("image/") == 0


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("data", WHOLE)
async def test_of_a_file_that_is_two_things_only_the_picture_is_kept(
    door: Door, data: bytes
) -> None:
    seat = await door.seat("Ada")
    name = (await add(seat, data, "image/svg+xml")).json()["sha256"]
    async with httpx.AsyncClient(base_url=seat.server, trust_env=False) as http:
        path = f"/api/rooms/{seat.room}/images/{name}"
        seen = await http.get(path, headers={"Cookie": seat.cookie})

    assert seen.headers["content-type"] in ("image/png", "image/jpeg", "image/webp")
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in seen.headers["content-security-policy"]
    assert not [it for it in (b"PK", b"<", b"GPS", SECRET, b"Ada") if it in seen.content]


# Damage


@pytest.mark.parametrize("data", WHOLE)
def test_a_picture_cut_anywhere_is_refused_or_whole(data: bytes) -> None:
    refused = 0
    for length in range(len(data)):
        try:
            assert is_sound(read_picture(data[:length]))
        except BadPicture:
            refused += 1
    assert refused > len(read_picture(data).data) // 2


@pytest.mark.parametrize("data", WHOLE)
def test_a_changed_picture_is_refused_or_sound(data: bytes) -> None:
    chance = random.Random(data)  # the same every time
    refused = 0
    for _ in range(3000):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.choice((0, 1, 0x7F, 0xFF, 0xD9, 0xDA))
        try:
            assert is_sound(read_picture(bytes(changed)))
        except BadPicture:
            refused += 1
    assert 100 < refused < 3000


@given(st.sampled_from([PNG_SIGNATURE, b"\xff\xd8\xff", b"RIFF\xff\xff\0\0WEBP"]), st.binary())
@settings(max_examples=300, deadline=None)
def test_noise_behind_a_right_beginning_is_refused_or_sound(head: bytes, noise: bytes) -> None:
    try:
        assert is_sound(read_picture(head + noise))
    except BadPicture:
        pass


# The way in


@pytest.mark.asyncio(loop_scope="module")
async def test_a_guest_adds_nothing_and_nothing_of_it_is_read(door: Door) -> None:
    guest = await door.seat("Gast", Role.GUEST)
    async with dialled(door.server.port) as page:
        head = (
            f"POST /api/rooms/{guest.room}/images HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: {guest.cookie}\r\nContent-Type: image/png\r\nContent-Length: 2000000\r\n\r\n"
        )
        answer = await page.request(head.encode())

    assert answer.status == 403


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("length", ["99999999999999999999", "2097153"])
async def test_a_file_that_says_it_is_too_large_is_not_waited_for(door: Door, length: str) -> None:
    seat = await door.seat("Ada")
    async with dialled(door.server.port) as page:
        head = (
            f"POST /api/rooms/{seat.room}/images HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: {seat.cookie}\r\nContent-Type: image/png\r\nContent-Length: {length}\r\n\r\n"
        )
        answer = await page.request(head.encode())

    assert answer.status in (400, 413)


async def test_a_picture_may_take_longer_than_another_request_and_not_for_ever() -> None:
    hasty = Settings(http_limits=HttpLimits(request_s=0.2, upload_s=2))
    async with open_door(hasty) as door:
        seat = await door.seat("Ada")
        head = (
            f"POST /api/rooms/{seat.room}/images HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: {seat.cookie}\r\nContent-Type: %s\r\nContent-Length: 99\r\n\r\n"
        )
        begun_s = time.monotonic()
        async with dialled(door.server.port) as form, dialled(door.server.port) as picture:
            form.writer.write(b"%s" % (head % "text/plain").encode())
            picture.writer.write(b"%s" % (head % "image/png").encode())
            await form.end()
            form_s = time.monotonic() - begun_s
            await picture.end()
            picture_s = time.monotonic() - begun_s

    assert form_s < 2 <= picture_s


@pytest.mark.asyncio(loop_scope="module")
async def test_others_write_on_while_somebody_sends_nonsense(door: Door) -> None:
    ada = await door.seat("Ada")
    async with Client(await door.seat("Bo")) as bo:
        for data in (SVG, png(2**31 - 1, 1), jpeg()[:-9], b"\xff\xd8" + b"\xff" * 2**20):
            assert (await add(ada, data)).status_code in (413, 415, 422)
            await bo.write("note")
            await bo.saved()


def test_the_readers_need_nothing_but_the_standard_library() -> None:
    """No decoder is in reach of these bytes: one that isn't there has no faults."""
    folder = Path(__file__).parents[2] / "server" / "images"
    for reader in ("png", "jpeg", "webp", "picture", "read"):
        for line in (folder / f"{reader}.py").read_text().splitlines():
            if line.startswith(("import ", "from ")):
                module = line.split()[1].partition(".")[0]
                assert module in ("server", "struct", "re", "zlib", "collections", "dataclasses")
