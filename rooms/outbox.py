"""What goes out at the next tick, each frame built once and shared by everybody who gets it.

All frames of a tick are joined into one write per peer. A member gets everything but what it
wrote itself, so most members of a room share the very same bytes.
"""

from collections.abc import Callable

from rooms.member import Member


class Outbox:
    def __init__(self, frame: Callable[[bytes], bytes]) -> None:
        self._frame = frame
        self._frames: list[bytes] = []
        self._authors: list[Member | None] = []

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, message: bytes, author: Member | None) -> None:
        self._frames.append(self._frame(message))
        self._authors.append(author)

    def take(self) -> "Batch":
        batch = Batch(self._frames, self._authors)
        self._frames, self._authors = [], []
        return batch


class Batch:
    """The frames of one tick."""

    def __init__(self, frames: list[bytes], authors: list[Member | None]) -> None:
        self._frames = frames
        self._authors = authors
        self._writers = set(authors)
        self._everything = b"".join(frames)

    def __len__(self) -> int:
        return len(self._frames)

    def for_member(self, member: Member) -> bytes:
        if member not in self._writers:
            return self._everything
        return b"".join(
            frame
            for frame, author in zip(self._frames, self._authors, strict=True)
            if author is not member
        )
