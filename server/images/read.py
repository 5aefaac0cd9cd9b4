"""Which format a file is, by its first bytes; its name and declared type say nothing."""

from server.images import jpeg, png, webp
from server.images.picture import Picture, UnknownFormat


def read_picture(data: bytes) -> Picture:
    """Raises BadPicture, UnknownFormat, TooManyPixels."""
    if data.startswith(png.SIGNATURE):
        return png.read_png(data)
    if data.startswith(jpeg.SIGNATURE):
        return jpeg.read_jpeg(data)
    if webp.is_webp(data):
        return webp.read_webp(data)
    raise UnknownFormat("expected a PNG, JPEG or WebP picture")
