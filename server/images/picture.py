"""What a picture's file says of itself, read from its head and structure; nothing is decoded.

Each format has a reader of its own that walks the file's parts in one pass. What is kept is only
what a browser needs to draw the picture: a new file of the known parts. So no place, camera,
author or comment survives, and nothing that is another kind of file at the same time.
"""

from collections.abc import Callable
from dataclasses import dataclass

# What DESIGN calls a photo; more takes 100 MB of a phone's memory to show.
MOST_PIXELS = 25_000_000
# The longest a WebP can be; also keeps a picture of 1 × 25,000,000 out.
LONGEST_SIDE = 16_383
# Pieces in one file: real ones have some dozens, an attacker's could be empty and many.
MOST_PARTS = 2_000


class BadPicture(Exception):
    """Not a picture we keep. The text says what was expected."""


class UnknownFormat(BadPicture):
    """Neither PNG nor JPEG nor WebP."""


class TooManyPixels(BadPicture):
    """It would take too much memory to show."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`data` is the cleaned file; sides in pixels."""

    media_type: str
    width: int
    height: int
    data: bytes


Reader = Callable[[bytes], Picture]


def require_size(width: int, height: int) -> None:
    """Raises BadPicture, TooManyPixels."""
    if width < 1 or height < 1:
        raise BadPicture("expected a picture with a width and a height")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        most = f"{MOST_PIXELS} pixels, {LONGEST_SIDE} a side"
        raise TooManyPixels(f"expected at most {most}; got {width} × {height}")


def require_few_parts(count: int) -> None:
    """Raises BadPicture."""
    if count > MOST_PARTS:
        raise BadPicture(f"expected at most {MOST_PARTS} parts")
