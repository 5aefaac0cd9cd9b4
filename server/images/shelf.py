"""The pictures of a Helpathon: bytes by their hash in the store, and who added them in records.

A record `image/{sha256}` = {room, person, bytes, type, size} is what makes a blob a picture of
this Helpathon. It comes after its blob, so that a backup never has one without the other.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgpack

from persistence.contract import Conflict, RoomId, Store
from rooms.member import Person
from rooms.stage.helpathon import IMAGES
from rooms.stage.records import RecordBook
from server.images.picture import Picture
from server.limits import ImageLimits
from server.problems import Problem


class Shelf:
    def __init__(self, store: Store, limits: ImageLimits) -> None:
        self._store = store
        self._limits = limits
        # Bytes that no record counts yet: by Helpathon and id of a person or room, and of all.
        self._coming: Counter[tuple[str, str]] = Counter()
        self._coming_bytes = 0

    @contextmanager
    def place(
        self, book: RecordBook, person: Person, room: RoomId, size_bytes: int
    ) -> Iterator[None]:
        """Kept for a picture while it comes, so that many at once are no way around the limits.

        Raises Problem: images-full, too-many.
        """
        of_person, of_room = (book.scope, person.id), (book.scope, room)
        self._require_place(book, of_person, of_room, size_bytes)
        self._coming[of_person] += size_bytes
        self._coming[of_room] += size_bytes
        self._coming_bytes += size_bytes
        try:
            yield
        finally:
            self._coming.subtract({of_person: size_bytes, of_room: size_bytes})
            self._coming = +self._coming
            self._coming_bytes -= size_bytes

    async def put(self, book: RecordBook, person: Person, room: RoomId, picture: Picture) -> str:
        """Its SHA-256. One that is there already is put again, in case the store lost it.

        Raises StoreError.
        """
        sha256 = await self._store.put_blob(picture.data)
        name = IMAGES + sha256
        if book.value(name) is None:
            value: dict[str, Any] = {
                "room": room,
                "person": person.id,
                "bytes": len(picture.data),
                "type": picture.media_type,
                "size": [picture.width, picture.height],
            }
            try:
                await book.put(name, value, 0)
            except Conflict:
                pass  # somebody else added the same picture at the same time
        return sha256

    async def media_type(self, book: RecordBook, sha256: str) -> str | None:
        """None for what nobody added to this Helpathon. Raises StoreError."""
        name = IMAGES + sha256
        value = book.value(name)
        if value is None:
            # Added on another node a moment ago? This one record, not all of them again.
            record = (await self._store.read(book.scope, name)).records.get(name)
            value = None if record is None else msgpack.unpackb(record.value)
        found: str | None = None if value is None else value["type"]
        return found

    async def data(self, sha256: str) -> bytes | None:
        """Raises StoreError."""
        return await self._store.get_blob(sha256)

    def _require_place(
        self, book: RecordBook, person: tuple[str, str], room: tuple[str, str], size_bytes: int
    ) -> None:
        of_person, of_room = self._coming[person], self._coming[room]
        for value in book.named(IMAGES).values():
            of_person += value["bytes"] if value["person"] == person[1] else 0
            of_room += value["bytes"] if value["room"] == room[1] else 0
        if of_person + size_bytes > self._limits.person_bytes:
            most = f"{self._limits.person_bytes} bytes of one person's pictures"
            raise Problem("images-full", f"expected at most {most}")
        if of_room + size_bytes > self._limits.room_bytes:
            most = f"{self._limits.room_bytes} bytes of pictures in one room"
            raise Problem("images-full", f"expected at most {most}")
        if self._coming_bytes + size_bytes > self._limits.coming_bytes:
            most = f"{self._limits.coming_bytes} bytes of pictures at once"
            raise Problem("too-many", f"expected at most {most}")
