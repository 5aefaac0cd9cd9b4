"""PNG: its size comes from its head, and only what draws it is kept."""

import struct

import pytest

from server.images.picture import BadPicture, TooManyPixels
from server.images.png import read_png
from tests.pictures import PNG_SIGNATURE, png, png_chunk, png_header

END = png_chunk(b"IEND")
DATA = png_chunk(b"IDAT", b"x")


def test_a_picture_has_the_size_its_head_says() -> None:
    picture = read_png(png(3, 2))

    assert (picture.media_type, picture.width, picture.height) == ("image/png", 3, 2)
    assert picture.data == png(3, 2)


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"tIME", b"prIv"])
def test_what_does_not_draw_the_picture_goes(kind: bytes) -> None:
    assert read_png(png(extra=[png_chunk(kind, b"51.5136 7.4653")])).data == png()


def test_what_follows_the_end_goes() -> None:
    assert read_png(png(end=b"PK\x03\x04<script>")).data == png()
    assert read_png(png() + png(9, 9)).data == png()


def test_what_says_how_colours_are_meant_stays_where_it_has_its_length() -> None:
    meant = [png_chunk(b"sRGB", b"\0"), png_chunk(b"gAMA", b"\0\0\xb1\x8f")]
    longer = [png_chunk(b"gAMA", b"\0\0\xb1\x8f and a secret")]

    assert read_png(png(extra=meant)).data == png(extra=meant)
    assert read_png(png(extra=longer)).data == png()


def test_of_an_animation_the_still_picture_stays() -> None:
    frames = [png_chunk(b"acTL", struct.pack(">II", 2, 0)), png_chunk(b"fcTL", b"\0" * 26)]

    assert read_png(png(extra=frames)).data == png()


@pytest.mark.parametrize(("width", "height"), [(5001, 5000), (1, 16384), (2**31 - 1, 2**31 - 1)])
def test_more_pixels_than_can_be_shown_are_too_many(width: int, height: int) -> None:
    with pytest.raises(TooManyPixels, match="25000000"):
        read_png(png(width, height))


def test_the_most_pixels_are_allowed() -> None:
    assert read_png(png(5000, 5000)).width == 5000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PNG_SIGNATURE, id="nothing"),
        pytest.param(png()[:-1], id="cut in its end"),
        pytest.param(PNG_SIGNATURE + png_header(1, 1) + END, id="no data"),
        pytest.param(PNG_SIGNATURE + DATA + png_header(1, 1) + END, id="data before the head"),
        pytest.param(png(extra=[png_header(2, 2)]), id="two heads"),
        pytest.param(png(0, 1), id="no width"),
        pytest.param(png().replace(b"IDAT", b"IDAt"), id="a wrong checksum"),
        pytest.param(png(extra=[png_chunk(b"EVIL", b"x")]), id="a critical chunk nobody knows"),
        pytest.param(png(extra=[DATA, png_chunk(b"tIME")]), id="data in two rows"),
        pytest.param(png(extra=[png_chunk(b"tEXt")] * 2001), id="too many chunks"),
        pytest.param(
            PNG_SIGNATURE + png_header(1, 1, depth=16, colour=3) + DATA + END, id="no such depth"
        ),
        pytest.param(
            PNG_SIGNATURE + png_chunk(b"IHDR", b"\0\0\0\1\0\0\0\1") + END, id="a short head"
        ),
        pytest.param(
            PNG_SIGNATURE + png_header(1, 1) + b"\xff\xff\xff\xffIDAT" + b"x" * 99, id="a long lie"
        ),
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        read_png(data)
