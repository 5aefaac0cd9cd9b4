"""JPEG: its size comes from its frame, and neither places nor comments survive."""

import pytest

from server.images.jpeg import PLAIN_JFIF, read_jpeg
from server.images.picture import BadPicture, TooManyPixels
from tests.pictures import (
    ADOBE,
    COMMENT,
    EXIF_GPS,
    JFIF_WITH_THUMBNAIL,
    SCAN,
    XMP,
    jpeg,
    jpeg_frame,
    segment,
)


@pytest.mark.parametrize("marker", [0xC0, 0xC1, 0xC2])
def test_a_picture_has_the_size_its_frame_says(marker: int) -> None:
    data = jpeg(frame=jpeg_frame(300, 200, marker))
    picture = read_jpeg(data)

    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 300, 200)
    assert picture.data == data


@pytest.mark.parametrize("secret", [EXIF_GPS, XMP, COMMENT, segment(0xE2, b"ICC_PROFILE\0Ada")])
def test_what_does_not_draw_the_picture_goes(secret: bytes) -> None:
    assert read_jpeg(jpeg(extra=[secret])).data == jpeg()
    assert read_jpeg(jpeg(scans=[SCAN, secret, SCAN])).data == jpeg(scans=[SCAN, SCAN])


def test_a_small_picture_inside_goes_and_the_meaning_of_colours_stays() -> None:
    extra = [JFIF_WITH_THUMBNAIL, ADOBE, segment(0xEE, b"Adobe and a secret")]

    assert read_jpeg(jpeg(extra=extra)).data == jpeg(extra=[PLAIN_JFIF, ADOBE])


def test_what_follows_the_end_goes() -> None:
    assert read_jpeg(jpeg(end=b"PK\x03\x04<script>")).data == jpeg()


def test_markers_may_be_filled_and_scans_restarted() -> None:
    filled = jpeg(scans=[b"\xff\xff" + SCAN, b"\xff\xff\xff"])

    assert read_jpeg(filled).data == jpeg()


@pytest.mark.parametrize(("width", "height"), [(5001, 5000), (65_535, 1), (65_535, 65_535)])
def test_more_pixels_than_can_be_shown_are_too_many(width: int, height: int) -> None:
    with pytest.raises(TooManyPixels):
        read_jpeg(jpeg(width, height))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff\xd8\xff", id="nothing"),
        pytest.param(jpeg()[:-2], id="without an end"),
        pytest.param(jpeg()[:-1], id="cut in its end"),
        pytest.param(jpeg(scans=[]), id="no scan"),
        pytest.param(jpeg(frame=b""), id="no frame"),
        pytest.param(jpeg(frame=jpeg_frame(1, 1) * 2), id="two frames"),
        pytest.param(jpeg(0, 1), id="no width"),
        pytest.param(jpeg(1, 0), id="a height that comes later"),
        pytest.param(jpeg(frame=jpeg_frame(1, 1, 0xC3)), id="lossless"),
        pytest.param(jpeg(frame=jpeg_frame(1, 1, 0xC9)), id="arithmetic"),
        pytest.param(jpeg(frame=jpeg_frame(1, 1, precision=12)), id="twelve bits"),
        pytest.param(jpeg(frame=segment(0xC0, b"\x08\0\1")), id="a short frame"),
        pytest.param(jpeg(scans=[SCAN] * 65), id="more scans than anybody needs"),
        pytest.param(jpeg(extra=[COMMENT] * 2001), id="too many segments"),
        pytest.param(jpeg(extra=[b"\xff" * 100 + COMMENT]), id="filled without an end"),
        pytest.param(jpeg(extra=[b"\xff\xe1\0\1"]), id="a length that can't be"),
        pytest.param(jpeg(extra=[b"\xff\xe1\xff\xff"]), id="a long lie"),
        pytest.param(jpeg(extra=[b"GIF89a"]), id="something else in between"),
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        read_jpeg(data)
