"""WebP: one still picture, lossy or lossless, with its transparency and nothing beside it."""

import pytest

from server.images.picture import BadPicture, TooManyPixels
from server.images.webp import read_webp
from tests.pictures import riff, vp8, vp8l, vp8x, webp

ALPHA = riff(b"ALPH", b"\0\x80\x80")
EXIF, XMP, PROFILE = riff(b"EXIF", b"GPS 51.5"), riff(b"XMP ", b"<Ada/>"), riff(b"ICCP", b"Ada")


@pytest.mark.parametrize("frame", [vp8(300, 200), vp8l(300, 200)])
def test_a_picture_has_the_size_its_frame_says(frame: bytes) -> None:
    picture = read_webp(webp(frame))

    assert (picture.media_type, picture.width, picture.height) == ("image/webp", 300, 200)
    assert picture.data == webp(frame)


def test_what_does_not_draw_the_picture_goes() -> None:
    full = webp(vp8x(300, 200, 0x2C), PROFILE, vp8(300, 200), EXIF, XMP, riff(b"evil", b"x"))

    assert read_webp(full).data == webp(vp8(300, 200))


def test_transparency_stays() -> None:
    full = webp(vp8x(300, 200, 0x1C), ALPHA, vp8(300, 200), EXIF)

    assert read_webp(full).data == webp(vp8x(300, 200, 0x10), ALPHA, vp8(300, 200))


def test_what_follows_the_end_goes() -> None:
    assert read_webp(webp(vp8(3, 2), end=b"PK\x03\x04<script>")).data == webp(vp8(3, 2))


@pytest.mark.parametrize("frame", [vp8(5001, 5000), vp8l(5001, 5000), vp8l(16_384, 1)])
def test_more_pixels_than_can_be_shown_are_too_many(frame: bytes) -> None:
    with pytest.raises(TooManyPixels):
        read_webp(webp(frame))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(webp(), id="nothing"),
        pytest.param(webp(vp8(1, 1))[:-1], id="cut in its end"),
        pytest.param(webp(vp8(1, 1)[:-2]), id="a chunk that is cut"),
        pytest.param(webp(b"VP8"), id="half a chunk's head"),
        pytest.param(webp(vp8(1, 1), vp8(1, 1)), id="two pictures"),
        pytest.param(webp(vp8(1, 1), vp8l(1, 1)), id="two pictures of two kinds"),
        pytest.param(webp(vp8x(1, 1, 2), vp8(1, 1)), id="animated, it says"),
        pytest.param(webp(vp8x(1, 1), riff(b"ANMF", vp8(1, 1)), vp8(1, 1)), id="animated"),
        pytest.param(webp(vp8x(9, 9), vp8(1, 1)), id="smaller than its canvas"),
        pytest.param(webp(vp8(1, 1), vp8x(1, 1)), id="its canvas last"),
        pytest.param(webp(ALPHA, vp8(1, 1)), id="transparency without a canvas"),
        pytest.param(webp(vp8x(1, 1), ALPHA, vp8l(1, 1)), id="transparency twice"),
        pytest.param(webp(riff(b"VP8X", b"\0" * 9), vp8(1, 1)), id="a short canvas"),
        pytest.param(webp(vp8(0, 1)), id="no width"),
        pytest.param(webp(riff(b"VP8 ", b"\x11\0\0\x9d\x01\x2a\1\0\1\0")), id="no key frame"),
        pytest.param(webp(riff(b"VP8 ", b"\x10\0\0")), id="a short frame"),
        pytest.param(webp(riff(b"VP8L", b"\x2f\0")), id="a short lossless frame"),
        pytest.param(webp(riff(b"VP8L", b"\x2f\0\0\0\xe0")), id="another version"),
        pytest.param(webp(*[EXIF] * 2001, vp8(1, 1)), id="too many chunks"),
    ],
)
def test_what_is_no_whole_still_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        read_webp(data)
