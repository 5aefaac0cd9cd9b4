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
        self._count = len(frames)
        self._everything = b"".join(frames)
        # Where the frames of each author begin and end.
        self._own: dict[Member, list[tuple[int, int]]] = {}
        at = 0
        for frame, author in zip(frames, authors, strict=True):
            if author is not None:
                self._own.setdefault(author, []).append((at, at + len(frame)))
            at += len(frame)

    def __len__(self) -> int:
        return self._count

    def for_member(self, member: Member) -> bytes:
        """What lies between its own frames: a few slices, however many frames there are."""
        own = self._own.get(member)
        if own is None:
            return self._everything
        everything = memoryview(self._everything)
        others = []
        at = 0
        for start, end in own:
            others.append(everything[at:start])
            at = end
        others.append(everything[at:])
        return b"".join(others)
