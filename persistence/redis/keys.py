"""The names of everything in Redis. Hash tags keep a room, or a scope, on one Cluster node."""

import re
from dataclasses import dataclass

from persistence.contract import RoomId


@dataclass(frozen=True, slots=True)
class Keys:
    """`prefix` comes before every name: several installations can share one Redis."""

    prefix: str

    @property
    def schema(self) -> str:
        return f"{self.prefix}schema"

    @property
    def life(self) -> str:
        """Another value, or none: not the data we worked with, but an emptied or another Redis."""
        return f"{self.prefix}life"

    @property
    def wakes(self) -> str:
        """A channel that names streams which have grown."""
        return f"{self.prefix}wake"

    def log(self, room: RoomId) -> str:
        return f"{self.prefix}{{{room}}}:log"

    def snap(self, room: RoomId) -> str:
        return f"{self.prefix}{{{room}}}:snap"

    def records(self, scope: str) -> str:
        return f"{self.prefix}{{{scope}}}:records"

    def changes(self, scope: str) -> str:
        return f"{self.prefix}{{{scope}}}:changes"

    def blob(self, sha256: str) -> str:
        return f"{self.prefix}blob:{sha256}"

    def channel(self, topic: str) -> str:
        return f"{self.prefix}signal:{topic}"

    @property
    def snaps(self) -> str:
        """A glob of all rooms' snap keys."""
        return self._glob("{*}:snap")

    @property
    def blobs(self) -> str:
        """A glob of all blobs' keys."""
        return self._glob("blob:*")

    @property
    def anything_tagged(self) -> str:
        """A glob of all keys of rooms and scopes."""
        return self._glob("{*}:*")

    def blob_of(self, key: str) -> str:
        return key.removeprefix(f"{self.prefix}blob:")

    def _glob(self, rest: str) -> str:
        return re.sub(r"([*?\[\]\\])", r"\\\1", self.prefix) + rest

    def room(self, snap: str) -> RoomId:
        return RoomId(snap.removeprefix(f"{self.prefix}{{").removesuffix("}:snap"))
